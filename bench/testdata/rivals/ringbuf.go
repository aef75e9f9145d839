package bench

import (
	"github.com/hedzr/go-ringbuf/v2"
	"github.com/hedzr/go-ringbuf/v2/mpmc"
)

// ringbufQueue is github.com/hedzr/go-ringbuf; it polls.
type ringbufQueue struct {
	q    mpmc.RingBuffer[uint64]
	poll Poll // constant
}

func init() {
	fetched = append(fetched, pollers(Contender{Name: "ringbuf", ManySenders: true, ManyReceivers: true}, func(capacity, _ int, poll Poll) Queue {
		return &ringbufQueue{ringbuf.New[uint64](uint32(capacity)), poll}
	})...)
}

func (q *ringbufQueue) Send(_ int, first uint64, n, _ int) {
	poll := q.poll
	for v := first; v != first+uint64(n); v++ {
		for q.q.Enqueue(v) != nil {
			poll.waitFull()
		}
	}
}

func (q *ringbufQueue) Recv(n, _ int, o *Order) {
	poll := q.poll
	for range n {
		v, err := q.q.Dequeue()
		for ; err != nil; v, err = q.q.Dequeue() {
			poll.wait()
		}
		o.Check(v)
	}
}

func (q *ringbufQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		_ = q.q.Enqueue(v)
		got, _ := q.q.Dequeue()
		o.Check(got)
	}
}
