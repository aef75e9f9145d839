package bench

import "github.com/cyub/ringbuffer"

// cyubQueue is a ring of github.com/cyub/ringbuffer. Its values are of type any, so
// that most are allocated; it polls.
type cyubQueue struct {
	q    ringbuffer.RingBuffer
	poll Poll // constant
}

func init() {
	fetched = append(fetched, pollers(Contender{Name: "cyub-spsc"}, func(capacity, _ int, poll Poll) Queue {
		return &cyubQueue{ringbuffer.NewSpscRingBuffer(capacity), poll}
	})...)
	fetched = append(fetched, pollers(Contender{Name: "cyub-mpsc", ManySenders: true}, func(capacity, _ int, poll Poll) Queue {
		return &cyubQueue{ringbuffer.NewMpscRingBuffer(capacity), poll}
	})...)
}

func (q *cyubQueue) Send(_ int, first uint64, n, _ int) {
	poll := q.poll
	for v := first; v != first+uint64(n); v++ {
		for q.q.Enqueue(v) != nil {
			poll.waitFull()
		}
	}
}

func (q *cyubQueue) Recv(n, _ int, o *Order) {
	poll := q.poll
	for range n {
		v, err := q.q.Dequeue()
		for ; err != nil; v, err = q.q.Dequeue() {
			poll.wait()
		}
		o.Check(v.(uint64))
	}
}

func (q *cyubQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		_ = q.q.Enqueue(v)
		got, _ := q.q.Dequeue()
		o.Check(got.(uint64))
	}
}
