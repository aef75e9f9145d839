package bench

import "github.com/ringmpsc/ringmpsc-go/channels/spsc"

// spscTryQueue is this module's spsc channel, used with TrySend and TryRecv.
type spscTryQueue struct {
	spscQueue
	poll Poll // constant
}

func newSPSCTry(capacity, _ int, poll Poll) Queue {
	p, c := spsc.New[uint64](capacity)
	return &spscTryQueue{spscQueue{p, c}, poll}
}

func (q *spscTryQueue) Send(_ int, first uint64, n, _ int) {
	p, poll := q.p, q.poll
	for v := first; v != first+uint64(n); v++ {
		for !p.TrySend(v) {
			poll.waitFull()
		}
	}
}

func (q *spscTryQueue) Recv(n, _ int, o *Order) {
	c, poll := q.c, q.poll
	for range n {
		v, ok := c.TryRecv()
		for ; !ok; v, ok = c.TryRecv() {
			poll.wait()
		}
		o.Check(v)
	}
}

func (q *spscTryQueue) SendRecv(first uint64, n int, o *Order) {
	p, c := q.p, q.c
	for v := first; v != first+uint64(n); v++ {
		p.TrySend(v)
		got, _ := c.TryRecv()
		o.Check(got)
	}
}
