package bench

import "github.com/ringmpsc/ringmpsc-go/ring"

// ringQueue is this module's ring, used without waiting: whoever finds it full
// or empty polls. Batches are written and read in place.
type ringQueue struct {
	p    *ring.Producer[uint64]
	c    *ring.Consumer[uint64]
	poll Poll // constant
}

var ringContenders = pollers(Contender{Name: "ring", Batches: true, Ours: true}, func(capacity, _ int, poll Poll) Queue {
	p, c := ring.New[uint64](capacity)
	return &ringQueue{p, c, poll}
})

func (q *ringQueue) Send(_ int, first uint64, n, batch int) {
	p, poll := q.p, q.poll
	if batch > 1 {
		for left := n; left > 0; {
			vs := p.Reserve(min(batch, left))
			if len(vs) == 0 {
				poll.waitFull()
				continue
			}
			first = write(vs, first)
			p.Commit(len(vs))
			left -= len(vs)
		}
		return
	}
	for v := first; v != first+uint64(n); v++ {
		for !p.TrySend(v) {
			poll.waitFull()
		}
	}
}

func (q *ringQueue) Recv(n, batch int, o *Order) {
	c, poll := q.c, q.poll
	if batch > 1 {
		for left := n; left > 0; {
			vs := c.Window()
			if len(vs) < batch {
				vs = c.Peek()
			}
			vs = vs[:min(batch, left, len(vs))]
			if len(vs) == 0 {
				poll.wait()
				continue
			}
			o.CheckAll(vs)
			c.Release(len(vs))
			left -= len(vs)
		}
		return
	}
	for range n {
		v, ok := c.TryRecv()
		for ; !ok; v, ok = c.TryRecv() {
			poll.wait()
		}
		o.Check(v)
	}
}

func (q *ringQueue) SendRecv(first uint64, n int, o *Order) {
	p, c := q.p, q.c
	for v := first; v != first+uint64(n); v++ {
		p.TrySend(v)
		got, _ := c.TryRecv()
		o.Check(got)
	}
}
