package bench

import (
	"math/bits"
	"runtime"

	"github.com/smarty/go-disruptor"
)

// disruptorQueue is github.com/smarty/go-disruptor: sequences, which it orders, and
// slots, which are ours. It calls its handler with what is there; where nothing is,
// we poll.
type disruptorQueue struct {
	d     disruptor.Disruptor
	slots []uint64
	poll  Poll // constant
	left  int  // receiver: how many are still to come
	o     *Order
}

func init() {
	fetched = append(fetched, pollers(Contender{Name: "disruptor", ManySenders: true}, newDisruptor)...)
}

func newDisruptor(capacity, senders int, poll Poll) Queue {
	n := 1 << bits.Len(uint(capacity-1)) // it takes powers of two only
	q := &disruptorQueue{slots: make([]uint64, n), poll: poll}
	d, err := disruptor.New(
		disruptor.Options.BufferCapacity(uint32(n)), disruptor.Options.WriterCount(uint8(senders)),
		disruptor.Options.NewHandlerGroup(q), disruptor.Options.WaitStrategy(&disruptorWait{poll}))
	if err != nil {
		panic(err)
	}
	_ = d.Close() // from now on Listen handles what there is, and returns
	q.d = d
	return q
}

// disruptorWait is how its senders wait. They share it, so that it cannot count
// polls: it lets others run after each.
type disruptorWait struct{ poll Poll }

func (w *disruptorWait) Gate(int64)    {}
func (w *disruptorWait) Idle(int64)    {}
func (w *disruptorWait) Reserve(int64) { poll := w.poll; poll.waitFull(); runtime.Gosched() }

// Handle receives.
func (q *disruptorQueue) Handle(lower, upper int64) {
	mask := int64(len(q.slots) - 1)
	for i := lower; i <= upper; i++ {
		q.o.Check(q.slots[i&mask])
	}
	q.left -= int(upper - lower + 1)
}

func (q *disruptorQueue) Send(_ int, first uint64, n, _ int) {
	mask := int64(len(q.slots) - 1)
	for v := first; v != first+uint64(n); v++ {
		i := q.d.Reserve(1)
		q.slots[i&mask] = v
		q.d.Commit(i, i)
	}
}

func (q *disruptorQueue) Recv(n, _ int, o *Order) {
	poll := q.poll
	q.left, q.o = n, o
	for q.d.Listen(); q.left > 0; q.d.Listen() {
		poll.wait()
	}
}

func (q *disruptorQueue) SendRecv(first uint64, n int, o *Order) {
	q.left, q.o = n, o
	for v := first; v != first+uint64(n); v++ {
		q.Send(0, v, 1, 1)
		q.d.Listen()
	}
}
