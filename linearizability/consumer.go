package linearizability

import (
	"math/rand/v2"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// consumer is one receiving goroutine.
type consumer struct {
	d   *driver
	log *Log
	rng *rand.Rand
	buf [maxBatch]Value
	backoff
}

// run receives until a receive that began after the producers were done finds
// nothing.
func (c *consumer) run(acts []func() Outcome) {
	for {
		last := c.d.done.Load() //mo:acquire driver.done — the receive that follows is after every send
		pause(c.rng)
		o := acts[c.rng.IntN(len(acts))]()
		if o == Closed || o == Empty && last {
			return
		}
		c.failed(o == Empty)
	}
}

// end records how a receive of vs ended and returns its outcome.
func (c *consumer) end(o Outcome, atomic bool, vs []Value) Outcome {
	if o == OK && len(vs) == 0 {
		o = Empty
	}
	c.log.EndRecv(o, atomic, vs...)
	return o
}

func (c *consumer) tryRecv(q interface{ TryRecv() (Value, bool) }) func() Outcome {
	return func() Outcome {
		if _, ok := c.log.TryRecv(q.TryRecv); ok {
			return OK
		}
		return Empty
	}
}

func (c *consumer) tryRecvBatch(q interface{ TryRecvBatch([]Value) int }, atomic bool) func() Outcome {
	return func() Outcome {
		dst := c.buf[:1+c.rng.IntN(maxBatch)]
		c.log.BeginRecv(len(dst))
		n := q.TryRecvBatch(dst)
		return c.end(OK, atomic, dst[:n])
	}
}

func (c *consumer) inPlace(q interface {
	Consume(int, func([]Value)) int
}, atomic bool) func() Outcome {
	return func() Outcome {
		limit := 1 + c.rng.IntN(maxBatch)
		vs := c.buf[:0]
		c.log.BeginRecv(limit)
		q.Consume(limit, func(w []Value) {
			pause(c.rng)
			vs = append(vs, w...)
		})
		return c.end(OK, atomic, vs)
	}
}

func (c *consumer) release(rx *ring.Consumer[Value]) func() Outcome {
	return func() Outcome {
		c.log.BeginRecv(maxBatch)
		w := rx.Peek()
		pause(c.rng)
		vs := append(c.buf[:0], w[:min(len(w), 1+c.rng.IntN(maxBatch))]...)
		rx.Release(len(vs))
		return c.end(OK, true, vs)
	}
}

// channel returns what a run does with a channel's receiving end. Atomic says
// that a batch is received at once.
func (c *consumer) channel(rx channels.Receiver[Value], atomic bool) []func() Outcome {
	acts := []func() Outcome{c.tryRecv(rx), c.recv(rx)}
	if c.d.Batches {
		acts = append(acts, c.tryRecvBatch(rx, atomic), c.inPlace(rx, atomic), c.recvBatch(rx, atomic), c.batches(rx))
	}
	return acts
}

func (c *consumer) recv(rx channels.Receiver[Value]) func() Outcome {
	return func() Outcome {
		ctx, cancel := c.d.context(c.rng)
		defer cancel()
		c.log.BeginRecv(1)
		v, err := rx.Recv(ctx)
		if err != nil {
			return c.end(outcome(err), true, nil)
		}
		return c.end(OK, true, append(c.buf[:0], v))
	}
}

func (c *consumer) recvBatch(rx channels.Receiver[Value], atomic bool) func() Outcome {
	return func() Outcome {
		ctx, cancel := c.d.context(c.rng)
		defer cancel()
		dst := c.buf[:1+c.rng.IntN(maxBatch)]
		c.log.BeginRecv(len(dst))
		n, err := rx.RecvBatch(ctx, dst)
		return c.end(outcome(err), atomic, dst[:n])
	}
}

// batches receives one window of the iterator: all of it at once, whatever the
// topology, because a window is in one ring.
func (c *consumer) batches(rx channels.Receiver[Value]) func() Outcome {
	return func() Outcome {
		ctx, cancel := c.d.context(c.rng)
		defer cancel()
		vs := c.buf[:0]
		c.log.BeginRecv(maxBatch)
		for w := range rx.Batches(ctx, 1+c.rng.IntN(maxBatch)) {
			pause(c.rng)
			vs = append(vs, w...)
			break
		}
		switch {
		case len(vs) > 0:
			return c.end(OK, true, vs)
		case ctx.Err() != nil:
			return c.end(Canceled, true, nil)
		default:
			return c.end(Closed, true, nil)
		}
	}
}
