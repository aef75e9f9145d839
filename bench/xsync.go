package bench

import "github.com/puzpuzpuz/xsync/v4"

// xsyncContenders are the queues of github.com/puzpuzpuz/xsync.
var xsyncContenders = append(append(
	pollers(Contender{Name: "xsync-spsc"}, func(capacity, _ int, poll Poll) Queue {
		return &xsyncSPSC{xsync.NewSPSCQueue[uint64](capacity), poll}
	}),
	pollers(Contender{Name: "xsync-mpmc", ManySenders: true, ManyReceivers: true}, func(capacity, _ int, poll Poll) Queue {
		return &xsyncMPMC{xsync.NewMPMCQueue[uint64](capacity), poll}
	})...),
	Contender{Name: "xsync-umpsc", ManySenders: true, New: func(_, _ int) Queue {
		return xsyncUMPSC{xsync.NewUMPSCQueue[uint64]()}
	}})

// xsyncSPSC is the bounded queue for one sender and one receiver; it polls.
type xsyncSPSC struct {
	q    *xsync.SPSCQueue[uint64]
	poll Poll // constant
}

func (q *xsyncSPSC) Send(_ int, first uint64, n, _ int) {
	poll := q.poll
	for v := first; v != first+uint64(n); v++ {
		for !q.q.TryEnqueue(v) {
			poll.waitFull()
		}
	}
}

func (q *xsyncSPSC) Recv(n, _ int, o *Order) {
	poll := q.poll
	for range n {
		v, ok := q.q.TryDequeue()
		for ; !ok; v, ok = q.q.TryDequeue() {
			poll.wait()
		}
		o.Check(v)
	}
}

func (q *xsyncSPSC) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		q.q.TryEnqueue(v)
		got, _ := q.q.TryDequeue()
		o.Check(got)
	}
}

// xsyncMPMC is the bounded queue for many senders and receivers; it polls.
type xsyncMPMC struct {
	q    *xsync.MPMCQueue[uint64]
	poll Poll // constant
}

func (q *xsyncMPMC) Send(_ int, first uint64, n, _ int) {
	poll := q.poll
	for v := first; v != first+uint64(n); v++ {
		for !q.q.TryEnqueue(v) {
			poll.waitFull()
		}
	}
}

func (q *xsyncMPMC) Recv(n, _ int, o *Order) {
	poll := q.poll
	for range n {
		v, ok := q.q.TryDequeue()
		for ; !ok; v, ok = q.q.TryDequeue() {
			poll.wait()
		}
		o.Check(v)
	}
}

func (q *xsyncMPMC) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		q.q.TryEnqueue(v)
		got, _ := q.q.TryDequeue()
		o.Check(got)
	}
}

// xsyncUMPSC is the unbounded queue for many senders; its receiver waits.
type xsyncUMPSC struct{ q *xsync.UMPSCQueue[uint64] }

func (q xsyncUMPSC) Send(_ int, first uint64, n, _ int) {
	for v := first; v != first+uint64(n); v++ {
		q.q.Enqueue(v)
	}
}

func (q xsyncUMPSC) Recv(n, _ int, o *Order) {
	for range n {
		o.Check(q.q.Dequeue())
	}
}

func (q xsyncUMPSC) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		q.q.Enqueue(v)
		o.Check(q.q.Dequeue())
	}
}
