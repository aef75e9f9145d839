package bench

import (
	"context"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// mpscQueue is this module's mpsc channel, used with Send and Recv.
type mpscQueue struct {
	producers []*mpsc.Producer[uint64]
	c         *mpsc.Consumer[uint64]
}

var mpscContenders = []Contender{
	mpscWaiting("mpsc", wait.Strategy{}),
	mpscWaiting("mpsc-busyspin", wait.BusySpin()),
	mpscWaiting("mpsc-yield", wait.Yield()),
	mpscWaiting("mpsc-park", wait.Park()),
}

// mpscWaiting returns the contender that waits by w.
func mpscWaiting(name string, w wait.Strategy) Contender {
	return Contender{Name: name, ManySenders: true, Batches: true, Ours: true, Variant: name != "mpsc",
		New: func(capacity, senders int) Queue { return newMPSC(capacity, senders, w) }}
}

func newMPSC(capacity, senders int, w wait.Strategy) *mpscQueue {
	ch, c := mpsc.NewWith[uint64](capacity, channels.Options{Wait: w})
	q := &mpscQueue{c: c}
	for range senders {
		p, err := ch.Register()
		if err != nil {
			panic(err) // only a closed channel refuses
		}
		q.producers = append(q.producers, p)
	}
	return q
}

func (q *mpscQueue) Send(sender int, first uint64, n, batch int) {
	p, ctx := q.producers[sender], context.Background()
	if batch > 1 {
		sendBatches(p, first, n, batch)
		return
	}
	for v := first; v != first+uint64(n); v++ {
		if p.Send(ctx, v) != nil {
			return
		}
	}
}

func (q *mpscQueue) Recv(n, batch int, o *Order) {
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

func (q *mpscQueue) SendRecv(first uint64, n int, o *Order) {
	p, c, ctx := q.producers[0], q.c, context.Background()
	for v := first; v != first+uint64(n); v++ {
		_ = p.Send(ctx, v)
		got, _ := c.Recv(ctx)
		o.Check(got)
	}
}
