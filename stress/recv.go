package stress

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"

	"github.com/ringmpsc/ringmpsc-go/channels"
)

// receiving is the consumer at work.
type receiving struct {
	*run
	rx    channels.Receiver[message]
	rng   *rand.Rand
	buf   []message
	count int
	end   bool // the end of the stream was reported
}

// deliberate is what handlers and loop bodies panic with.
type deliberate struct{}

// consume receives until the end, by every way there is.
func (r *run) consume(rx channels.Receiver[message]) {
	c := &receiving{run: r, rx: rx, rng: r.cfg.rng(consumerRole), buf: make([]message, 2*r.cfg.Capacity+3)}
	for ways := c.ways(); !c.end && r.ctx.Err() == nil; {
		ways[c.rng.IntN(len(ways))]()
		r.pause(c.rng)
	}
	if v, ok := rx.TryRecv(); ok && r.ctx.Err() == nil {
		r.fail("received %+v after the end", v)
	}
}

// ways are the ways to receive.
func (c *receiving) ways() []func() {
	ways := []func(){c.recv, c.tryRecv, c.recvBatch, c.tryRecvBatch, c.handle, c.all, c.batches}
	if c.cfg.has(Edges) {
		ways = append(ways, c.ready)
	}
	return ways
}

// took notes what was received.
func (c *receiving) took(ms ...message) {
	for _, m := range ms {
		if err := c.ledger.receive(m); err != nil {
			c.fail("%w", err)
		}
		c.count++
		c.step(consumerRole, c.count)
	}
}

// size returns a batch size.
func (c *receiving) size() int { return 1 + c.rng.IntN(len(c.buf)) }

func (c *receiving) recv() {
	ctx, cancel := c.context(c.rng)
	defer cancel()
	m, err := c.rx.Recv(ctx)
	if err == nil {
		c.took(m)
	}
	c.ended("Recv", err)
}

func (c *receiving) recvBatch() {
	ctx, cancel := c.context(c.rng)
	defer cancel()
	n, err := c.rx.RecvBatch(ctx, c.buf[:c.size()])
	if (err == nil) != (n > 0) {
		c.fail("RecvBatch received %d, error %v", n, err)
	}
	c.took(c.buf[:n]...)
	c.ended("RecvBatch", err)
}

// ended notes why an operation received nothing.
func (c *receiving) ended(what string, err error) {
	c.canceled(what, err)
	if c.end = errors.Is(err, channels.ErrClosed); c.end && !c.ch.Drained() {
		c.fail("%s: ErrClosed, but the channel is not drained: %+v", what, c.ch.Stats())
	}
}

func (c *receiving) tryRecv() {
	if m, ok := c.rx.TryRecv(); ok {
		c.took(m)
		return
	}
	runtime.Gosched()
}

func (c *receiving) tryRecvBatch() {
	c.took(c.buf[:c.rx.TryRecvBatch(c.buf[:c.size()])]...)
}

// panics reports whether the callback is to panic now.
func (c *receiving) panics() bool { return c.cfg.has(Panics) && c.rng.IntN(16) == 0 }

// survive runs f, whose callback may panic deliberately.
func (c *receiving) survive(f func()) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case deliberate{}:
			c.survived.Add(1)
		default:
			panic(p)
		}
	}()
	f()
}

// handle receives by Consume; what a panicking handler was shown stays.
func (c *receiving) handle() {
	var handled []message
	c.survive(func() {
		defer func() { c.took(handled...) }()
		n := c.rx.Consume(c.size(), func(w []message) {
			if c.panics() {
				panic(deliberate{})
			}
			handled = append(handled, w...)
			c.pause(c.rng)
		})
		if n != len(handled) {
			c.fail("Consume is %d, but its handler saw %d", n, len(handled))
		}
	})
}

// all receives by All, up to a number of messages.
func (c *receiving) all() {
	ctx, cancel := c.context(c.rng)
	defer cancel()
	left, broke := c.size(), false
	c.survive(func() {
		for m := range c.rx.All(ctx) {
			c.took(m)
			if c.panics() {
				broke = true
				panic(deliberate{})
			}
			if left--; left == 0 {
				broke = true
				break
			}
		}
	})
	c.left(ctx, broke)
}

// batches receives by Batches, up to a number of windows.
func (c *receiving) batches() {
	ctx, cancel := c.context(c.rng)
	defer cancel()
	left, broke := 1+c.rng.IntN(4), false
	c.survive(func() {
		for w := range c.rx.Batches(ctx, c.size()) {
			if c.panics() {
				broke = true
				panic(deliberate{})
			}
			c.pause(c.rng)
			c.took(w...)
			if left--; left == 0 {
				broke = true
				break
			}
		}
	})
	c.left(ctx, broke)
}

// left notes that a loop ended: by itself only at the end, or with its context.
func (c *receiving) left(ctx context.Context, broke bool) {
	if broke {
		return
	}
	if ctx.Err() != nil {
		c.cancellations.Add(1)
		return
	}
	if c.end = true; !c.ch.Drained() {
		c.fail("a loop ended, but the channel is not drained: %+v", c.ch.Stats())
	}
}

// ready waits for an edge and then receives, at least once: no edge may be
// lost, so that it must not wait for ever (T15).
func (c *receiving) ready() {
	ctx, cancel := c.context(c.rng)
	defer cancel()
	select {
	case <-c.rx.Ready():
		c.tryRecvBatch()
	case <-ctx.Done():
		c.cancellations.Add(1)
	}
}
