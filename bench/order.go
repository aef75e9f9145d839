package bench

import "fmt"

// Numbers carry their sender in the top 8 bits, and count from 0 in the others.
const (
	senderShift = 56
	maxSenders  = 1 << (64 - senderShift)
)

// First returns the number that a sender begins with.
func First(sender int) uint64 { return uint64(sender) << senderShift }

// Order checks that each sender's numbers are received one after the other. The
// receiving goroutine has it to itself.
type Order struct {
	next [maxSenders]uint64 // by sender; 0, which no other than sender 0 can send, if there is no such sender
	err  error              // the first violation
}

// NewOrder returns an Order that expects the given number of senders to begin.
func NewOrder(senders int) *Order {
	o := new(Order)
	for i := range senders {
		o.next[i] = First(i)
	}
	return o
}

// Check takes note of a received number.
func (o *Order) Check(v uint64) {
	if o.next[v>>senderShift] != v {
		o.fail(v)
	}
	o.next[v>>senderShift] = v + 1
}

// CheckAll takes note of received numbers, in order.
func (o *Order) CheckAll(vs []uint64) {
	for len(vs) > 0 {
		next := &o.next[vs[0]>>senderShift]
		n := run(vs, *next)
		if n == 0 {
			o.Check(vs[0]) // fails
			n = 1
		}
		*next = vs[n-1] + 1
		vs = vs[n:]
	}
}

// run returns how many of vs, from the beginning, count up from next.
func run(vs []uint64, next uint64) int {
	for i, v := range vs {
		if v != next+uint64(i) {
			return i
		}
	}
	return len(vs)
}

// Next returns the number that is expected of a sender now.
func (o *Order) Next(sender int) uint64 { return o.next[sender] }

// Err returns the first violation.
func (o *Order) Err() error { return o.err }

//go:noinline
func (o *Order) fail(v uint64) {
	if o.err == nil {
		s := int(v >> senderShift)
		o.err = fmt.Errorf("bench: received number %d of sender %d instead of %d", v-First(s), s, int64(o.next[s]-First(s)))
	}
}
