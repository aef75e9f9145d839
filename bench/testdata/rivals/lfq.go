package bench

import "code.hybscloud.com/lfq"

// lfqQueue is a queue of code.hybscloud.com/lfq; it polls.
type lfqQueue struct {
	q    lfq.Queue[uint64]
	poll Poll // constant
}

func init() {
	fetched = append(fetched, pollers(Contender{Name: "lfq-mpsc", ManySenders: true}, func(capacity, _ int, poll Poll) Queue {
		return &lfqQueue{lfq.Build[uint64](lfq.New(capacity).SingleConsumer()), poll}
	})...)
	fetched = append(fetched, pollers(Contender{Name: "lfq-spsc"}, func(capacity, _ int, poll Poll) Queue {
		return &lfqSPSC{lfq.NewSPSC[uint64](capacity), poll}
	})...)
}

func (q *lfqQueue) Send(_ int, first uint64, n, _ int) {
	poll := q.poll
	for v := first; v != first+uint64(n); v++ {
		for w := v; q.q.Enqueue(&w) != nil; {
			poll.waitFull()
		}
	}
}

func (q *lfqQueue) Recv(n, _ int, o *Order) {
	poll := q.poll
	for range n {
		v, err := q.q.Dequeue()
		for ; err != nil; v, err = q.q.Dequeue() {
			poll.wait()
		}
		o.Check(v)
	}
}

func (q *lfqQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		_ = q.q.Enqueue(&v)
		got, _ := q.q.Dequeue()
		o.Check(got)
	}
}

// lfqSPSC is its queue for one sender and one receiver, called without an
// interface.
type lfqSPSC struct {
	q    *lfq.SPSC[uint64]
	poll Poll // constant
}

func (q *lfqSPSC) Send(_ int, first uint64, n, _ int) {
	poll := q.poll
	for v := first; v != first+uint64(n); v++ {
		for w := v; q.q.Enqueue(&w) != nil; {
			poll.waitFull()
		}
	}
}

func (q *lfqSPSC) Recv(n, _ int, o *Order) {
	poll := q.poll
	for range n {
		v, err := q.q.Dequeue()
		for ; err != nil; v, err = q.q.Dequeue() {
			poll.wait()
		}
		o.Check(v)
	}
}

func (q *lfqSPSC) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		w := v
		_ = q.q.Enqueue(&w)
		got, _ := q.q.Dequeue()
		o.Check(got)
	}
}
