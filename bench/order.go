package bench

import (
	"cmp"
	"fmt"
	"slices"
)

// Numbers carry their sender in the top 8 bits, and count from 0 in the others.
const (
	senderShift = 56
	maxSenders  = 1 << (64 - senderShift)
)

// First returns the number that a sender begins with.
func First(sender int) uint64 { return uint64(sender) << senderShift }

// Order checks that each sender's numbers are received one after the other, or,
// if there are other receivers, in ascending order. The receiving goroutine has
// it to itself.
type Order struct {
	expect uint64             // the next number of the sender that sent last
	next   [maxSenders]uint64 // by sender, but for that one; 0, which no other than sender 0 can send, if there is no such sender
	err    error              // the first violation
	shared bool               // constant: other receivers receive numbers too
	begun  [maxSenders]uint64 // shared: the beginning of the run that ends at next
	runs   []span             // shared: complete runs
}

// span is a run of consecutive numbers of one sender.
type span struct{ from, to uint64 }

// NewOrder returns an Order that expects the given number of senders to begin.
func NewOrder(senders int) *Order {
	o := new(Order)
	for i := range senders {
		o.next[i], o.begun[i] = First(i), First(i)
	}
	return o
}

// NewShared returns an Order for one of several receivers. [Complete] says
// whether they have received everything once.
func NewShared(senders int) *Order {
	o := NewOrder(senders)
	o.shared = true
	return o
}

// Check takes note of a received number. What comes after the last one is not
// looked up by sender, so that the check does not wait for the number.
func (o *Order) Check(v uint64) {
	if v != o.expect {
		o.turn(v)
	}
	o.expect++
}

// turn makes o expect v: another sender has its turn, unless v is a violation.
//
//go:noinline
func (o *Order) turn(v uint64) {
	o.next[o.expect>>senderShift] = o.expect
	if o.next[v>>senderShift] != v {
		o.skip(v)
	}
	o.expect = v
}

// CheckAll takes note of received numbers, in order.
func (o *Order) CheckAll(vs []uint64) {
	if consecutive(vs, o.expect) {
		o.expect += uint64(len(vs))
		return
	}
	o.checkEach(vs)
}

// checkEach takes note of numbers that did not count up when they were first read.
func (o *Order) checkEach(vs []uint64) {
	if run(vs, o.expect) == len(vs) && o.err == nil {
		o.err = fmt.Errorf("bench: a number after %d changed while it was read", int64(o.expect)-1)
	}
	for len(vs) > 0 {
		if vs[0] != o.expect {
			o.turn(vs[0])
		}
		n := run(vs, o.expect)
		o.expect += uint64(n)
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
func (o *Order) Next(sender int) uint64 {
	if int(o.expect>>senderShift) == sender {
		return o.expect
	}
	return o.next[sender]
}

// Err returns the first violation.
func (o *Order) Err() error { return o.err }

// skip takes note of a number that is not the next of its sender: a violation,
// unless another receiver may have received those between.
func (o *Order) skip(v uint64) {
	s := int(v >> senderShift)
	if o.shared && v > o.next[s] {
		o.runs = append(o.runs, span{o.begun[s], o.next[s]})
		o.begun[s] = v
		return
	}
	if o.err == nil {
		o.err = fmt.Errorf("bench: received number %d of sender %d instead of %d", v-First(s), s, int64(o.next[s]-First(s)))
	}
}

// Complete reports, as an error, if the receivers have not received each of the
// first n numbers of every sender once and in ascending order.
func Complete(receivers []*Order, senders, n int) error {
	var runs []span
	for _, o := range receivers {
		if o.err != nil {
			return o.err
		}
		runs = append(runs, o.runs...)
		for s := range senders {
			runs = append(runs, span{o.begun[s], o.Next(s)})
		}
	}
	slices.SortFunc(runs, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	for s := range senders {
		next, end := First(s), First(s)+uint64(n)
		for _, r := range runs {
			if int(r.from>>senderShift) != s || r.from == r.to {
				continue
			}
			if r.from != next {
				return fmt.Errorf("bench: sender %d: number %d is lost or received twice", s, min(r.from, next)-First(s))
			}
			next = r.to
		}
		if next != end {
			return fmt.Errorf("bench: sender %d: %d numbers received, want %d", s, next-First(s), n)
		}
	}
	return nil
}
