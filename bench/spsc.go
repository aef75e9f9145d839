package bench

import (
	"context"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// spscQueue is this module's spsc channel, used with Send and Recv.
type spscQueue struct {
	p *spsc.Producer[uint64]
	c *spsc.Consumer[uint64]
}

var spscContenders = append(append([]Contender{spscWaiting("spsc", wait.Strategy{})}, spscStrategies()...),
	pollers(Contender{Name: "spsc-try", Ours: true}, newSPSCTry)...)

// spscWaiting returns the contender that waits by w.
func spscWaiting(name string, w wait.Strategy) Contender {
	return Contender{Name: name, Batches: true, Ours: true, Variant: name != "spsc", New: func(capacity, _ int) Queue {
		p, c := spsc.NewWith[uint64](capacity, channels.Options{Wait: w})
		return &spscQueue{p, c}
	}}
}

// spscStrategies returns a contender for each strategy but the default.
func spscStrategies() (all []Contender) {
	for _, s := range strategies[1:] {
		all = append(all, spscWaiting("spsc-"+s.name, s.Strategy))
	}
	return all
}

func (q *spscQueue) Send(_ int, first uint64, n, batch int) {
	if batch > 1 {
		sendBatches(q.p, first, n, batch)
		return
	}
	p, ctx := q.p, context.Background()
	for v := first; v != first+uint64(n); v++ {
		if p.Send(ctx, v) != nil {
			return
		}
	}
}

func (q *spscQueue) Recv(n, batch int, o *Order) {
	if batch > 1 {
		recvBatches(q.c, n, batch, o)
		return
	}
	c, ctx := q.c, context.Background()
	for range n {
		v, _ := c.Recv(ctx)
		o.Check(v)
	}
}

func (q *spscQueue) SendRecv(first uint64, n int, o *Order) {
	p, c, ctx := q.p, q.c, context.Background()
	for v := first; v != first+uint64(n); v++ {
		_ = p.Send(ctx, v)
		got, _ := c.Recv(ctx)
		o.Check(got)
	}
}

// sendBatches sends n numbers through one of this module's channels. Nothing
// closes it, so that there are no errors.
func sendBatches(p channels.Sender[uint64], first uint64, n, batch int) {
	buf := make([]uint64, batch)
	for left := n; left > 0; {
		vs := buf[:min(batch, left)]
		first = write(vs, first)
		_, _ = p.SendBatch(context.Background(), vs)
		left -= len(vs)
	}
}

// recvBatches receives n numbers from one of this module's channels.
func recvBatches(c channels.Receiver[uint64], n, batch int, o *Order) {
	buf := make([]uint64, batch)
	for left := n; left > 0; {
		k, _ := c.RecvBatch(context.Background(), buf[:min(batch, left)])
		o.CheckAll(buf[:k])
		left -= k
	}
}
