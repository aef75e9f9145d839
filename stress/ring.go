package stress

import (
	"context"
	"iter"
	"runtime"
	"sync/atomic"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// closing is a ring with the flag that its closing protocol needs; see
// ring/seal.go. It waits by yielding.
type closing struct {
	*ring.Producer[message]
	flag atomic.Bool
}

// ringSender is the producer's side: it looks at the flag after each publish.
type ringSender struct {
	*closing
	shut bool // a send was refused
}

// ringReceiver is the consumer's side: it looks at the flag after each look at
// the ring.
type ringReceiver struct {
	*ring.Consumer[message]
	ch *closing
}

var (
	_ channels.Sender[message]   = (*ringSender)(nil)
	_ channels.Receiver[message] = (*ringReceiver)(nil)
	_ observed                   = (*closing)(nil)
)

func newRing(cfg Config) (*ringSender, *ringReceiver) {
	p, c := ring.NewAt[message](cfg.Capacity, cfg.Start)
	ch := &closing{Producer: p}
	return &ringSender{closing: ch}, &ringReceiver{c, ch}
}

// Close sets the flag, then settles the final tail (X1, X2).
func (c *closing) Close() {
	c.flag.Store(true) //mo:seqcst stress.flag — before the final tail is fixed
	c.Seal()
}

func (c *closing) Closed() bool {
	return c.flag.Load() //mo:seqcst stress.flag — after a publish, or a look at tail
}

func (c *closing) Drained() bool {
	if !c.Closed() {
		return false
	}
	c.Seal()
	sent, received := c.Totals()
	return sent == received
}

func (c *closing) Stats() channels.Stats {
	sent, received := c.Totals()
	return channels.Stats{Sent: sent, Received: received, Depth: c.Len(), Capacity: c.Cap()}
}

// settle returns how many of n messages just published were accepted (P5).
func (s *ringSender) settle(n int) int {
	if n == 0 || !s.Closed() {
		return n
	}
	s.shut = true
	return n - s.Refused(n)
}

func (s *ringSender) TrySend(m message) bool {
	return !s.shut && s.Producer.TrySend(m) && s.settle(1) == 1
}

func (s *ringSender) TrySendBatch(ms []message) int {
	if s.shut {
		return 0
	}
	return s.settle(s.Producer.TrySendBatch(ms))
}

func (s *ringSender) Send(ctx context.Context, m message) error {
	_, err := s.SendBatch(ctx, []message{m})
	return err
}

func (s *ringSender) SendBatch(ctx context.Context, ms []message) (n int, err error) {
	for {
		if n += s.TrySendBatch(ms[n:]); n == len(ms) {
			return n, nil
		}
		if s.shut || s.Closed() {
			return n, channels.ErrClosed
		}
		if ctx.Err() != nil {
			return n, context.Cause(ctx)
		}
		runtime.Gosched()
	}
}

func (s *ringSender) Reserve(n int) []message {
	if s.shut {
		return nil
	}
	return s.Producer.Reserve(n)
}

// Commit publishes n reserved messages. A final tail fixed meanwhile is never
// between them, for only what was published can be in.
func (s *ringSender) Commit(n int) error {
	s.Producer.Commit(n)
	if s.settle(n) < n {
		return channels.ErrClosed
	}
	return nil
}

// look looks at tail, then at the flag (C2, C2').
func (c *ringReceiver) look() int {
	n := c.Readable()
	if c.ch.Closed() {
		c.Seal()
		n = c.Cached()
	}
	return n
}

func (c *ringReceiver) TryRecv() (m message, ok bool) {
	if c.Cached() == 0 && c.look() == 0 {
		return m, false
	}
	return c.Consumer.TryRecv()
}

func (c *ringReceiver) TryRecvBatch(dst []message) int {
	return c.Consumer.TryRecvBatch(dst[:min(len(dst), c.look())])
}

func (c *ringReceiver) Recv(ctx context.Context) (m message, err error) {
	for {
		if m, ok := c.TryRecv(); ok {
			return m, nil
		}
		if err := c.await(ctx); err != nil {
			return m, err
		}
	}
}

func (c *ringReceiver) RecvBatch(ctx context.Context, dst []message) (int, error) {
	for {
		if n := c.TryRecvBatch(dst); n > 0 {
			return n, nil
		}
		if err := c.await(ctx); err != nil {
			return 0, err
		}
	}
}

// await follows an empty look.
func (c *ringReceiver) await(ctx context.Context) error {
	switch {
	case c.Sealed() && c.Cached() == 0:
		return channels.ErrClosed
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	runtime.Gosched()
	return nil
}

func (c *ringReceiver) Consume(limit int, f func([]message)) int {
	return c.Consumer.Consume(min(limit, c.look()), f)
}

func (c *ringReceiver) All(ctx context.Context) iter.Seq[message] {
	return func(yield func(message) bool) {
		for ctx.Err() == nil {
			if m, err := c.Recv(ctx); err != nil || !yield(m) {
				return
			}
		}
	}
}

// Batches shows windows by Peek and takes them by Release.
func (c *ringReceiver) Batches(ctx context.Context, limit int) iter.Seq[[]message] {
	return func(yield func([]message) bool) {
		for ctx.Err() == nil {
			if c.look() == 0 {
				if c.await(ctx) != nil {
					return
				}
				continue
			}
			w := c.Window()
			w = w[:min(limit, len(w))]
			more := yield(w)
			if c.Release(len(w)); !more {
				return
			}
		}
	}
}

// Ready returns a channel that is always ready: a ring has no edges.
func (c *ringReceiver) Ready() <-chan struct{} {
	ready := make(chan struct{})
	close(ready)
	return ready
}

// Run is not used.
func (c *ringReceiver) Run(ctx context.Context, handler func(message)) error {
	for m := range c.All(ctx) {
		handler(m)
	}
	return nil
}
