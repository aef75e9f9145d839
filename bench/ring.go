package bench

import (
	"runtime"

	"github.com/ringmpsc/ringmpsc-go/ring"
)

// ringQueue is this module's ring, used without waiting: whoever finds it full
// or empty polls. Batches are written and read in place.
type ringQueue struct {
	p *ring.Producer[uint64]
	c *ring.Consumer[uint64]
}

var ringContender = Contender{Name: "ring", New: func(capacity, _ int) Queue {
	p, c := ring.New[uint64](capacity)
	return &ringQueue{p, c}
}}

func (q *ringQueue) Send(_ int, first uint64, n, batch int) {
	if batch > 1 {
		for left := n; left > 0; {
			vs := q.p.Reserve(min(batch, left))
			if len(vs) == 0 {
				runtime.Gosched()
				continue
			}
			first = fill(vs, first)
			q.p.Commit(len(vs))
			left -= len(vs)
		}
		return
	}
	p := q.p
	for v := first; v != first+uint64(n); v++ {
		for !p.TrySend(v) {
			runtime.Gosched()
		}
	}
}

func (q *ringQueue) Recv(n, batch int, o *Order) {
	if batch > 1 {
		for left := n; left > 0; {
			k := q.c.Consume(min(batch, left), o.CheckAll)
			if k == 0 {
				runtime.Gosched()
			}
			left -= k
		}
		return
	}
	c := q.c
	for range n {
		v, ok := c.TryRecv()
		for ; !ok; v, ok = c.TryRecv() {
			runtime.Gosched()
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
