package mpsc

import (
	"context"
	"iter"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/internal/drive"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

var (
	_ channels.Receiver[int] = (*Consumer[int])(nil)
	_ channels.Observer      = (*Consumer[int])(nil)
	_ channels.Observer      = (*Channel[int])(nil)
)

// Consumer is the receiving end. One goroutine at a time may use it, but
// Close, Closed, Drained, Len, Cap and Stats may be called from any. Its
// methods do what [channels.Receiver] and [channels.Observer] say.
type Consumer[T any] struct {
	_      [128]byte // other cores may write to what the allocator puts beside a handle
	ch     *Channel[T]
	active []*member[T] // consumer: the rings it polls, in turn
	turn   int          // consumer: index in active of the ring it receives from
	cur    *member[T]   // consumer: that ring; may have left active
	quota  int          // consumer: messages cur may still deliver this turn; never more than are cached
	shown  *member[T]   // consumer: the ring that a window is shown of
	left   int          // consumer: quota when it was shown
	ending bool         // consumer: it has seen the close and adopted every ring
	armed  bool         // consumer: Ready was called, so empty looks ask for a wake-up
	pace   wait.Pace    // consumer: of its batches
	_      [128]byte
}

// TryRecv receives a message. It never waits; false means that every ring was
// empty when the call began.
func (c *Consumer[T]) TryRecv() (v T, ok bool) {
	if ok = c.quota > 0 || c.advance(atOnce); ok {
		c.quota--
		v = c.cur.Take()
		if c.cur.Due() {
			c.cur.HandBack()
		}
	}
	if c.armed {
		c.rearm()
	}
	return v, ok
}

// TryRecvBatch receives up to len(dst) messages, from one ring after the other,
// and returns how many: 0 only if every ring was empty or dst is. It looks at
// each ring once, but again at those that had more than a turn's worth. It never
// waits.
func (c *Consumer[T]) TryRecvBatch(dst []T) (n int) {
	for looks := 0; n < len(dst) && c.more(&looks); {
		k := min(c.quota, len(dst)-n)
		c.quota -= k
		n += c.cur.TakeBatch(dst[n : n+k])
	}
	return c.received(n)
}

// Consume calls f on up to limit messages in place, one ring after the other,
// hands each ring's slots back at once and returns how many there were: 0 only
// if every ring was empty or limit is below 1. It never waits. If f panics, the
// window it panicked on and what follows stay in the channel. f must not keep
// the window or receive from this consumer.
func (c *Consumer[T]) Consume(limit int, f func([]T)) (n int) {
	defer func() { c.received(n) }() // also when f panics
	for looks := 0; n < limit && c.more(&looks); {
		k := min(c.quota, limit-n)
		c.quota -= k // first: if f panics, quota must not exceed what is left
		c.show()
		n += c.cur.Consume(k, func(w []T) { f(w); c.undisturbed() })
	}
	return n
}

// more reports whether there are messages for the batch under way. To go on
// looking at rings that had few would cost their producers more than it brings.
func (c *Consumer[T]) more(looks *int) bool {
	if c.quota > 0 {
		return true
	}
	if *looks > 0 && *looks >= len(c.active) || !c.advance(atOnce) {
		return false
	}
	if *looks++; c.quota == turnLength {
		*looks = 0
	}
	return true
}

// show notes that the user is given a window of the ring whose turn it is.
func (c *Consumer[T]) show() { c.shown, c.left = c.cur, c.quota }

// undisturbed panics if something was received since show.
func (c *Consumer[T]) undisturbed() {
	if c.shown != c.cur || c.left != c.quota {
		c.quota = 0
		panic("channels: a handler or loop body received from its own channel")
	}
}

// Recv receives a message, waiting for one: ErrClosed once the channel is
// closed and drained, context.Cause(ctx) if ctx is done while it is empty. With the
// default waiting, while its looks find few messages, and pauses let more of them
// gather, it pauses for less than a microsecond before a look ([wait.Lag]).
func (c *Consumer[T]) Recv(ctx context.Context) (T, error) {
	if c.quota == 0 || c.armed {
		return c.lookAndRecv(ctx)
	}
	c.quota--
	v := c.cur.Take()
	if c.cur.Due() {
		c.cur.HandBack()
	}
	return v, nil
}

// lookAndRecv is the rest of Recv.
func (c *Consumer[T]) lookAndRecv(ctx context.Context) (T, error) {
	if !c.armed && c.advance(mayPause) {
		return c.Recv(ctx)
	}
	return drive.Recv(ctx, (*source[T])(c))
}

// RecvBatch receives up to len(dst) messages, waiting for the first; errors as
// for Recv. An empty dst returns 0, nil at once. With the default waiting, while
// there are few at each look it pauses before the next one, for 3 µs at most, which
// lets more of them gather; so does Batches.
func (c *Consumer[T]) RecvBatch(ctx context.Context, dst []T) (int, error) {
	return drive.RecvBatch(ctx, (*source[T])(c), dst)
}

// All ranges over the messages, waiting for them, until the channel is closed
// and drained or ctx is done. A message whose loop body breaks was received.
func (c *Consumer[T]) All(ctx context.Context) iter.Seq[T] {
	return drive.All(ctx, (*source[T])(c))
}

// Batches is All with up to limit messages of one producer at a time, in
// place. They are received when the loop body ends or breaks; if it panics they
// stay. The body must not keep the window or receive from this consumer. It
// panics if limit is below 1.
func (c *Consumer[T]) Batches(ctx context.Context, limit int) iter.Seq[[]T] {
	return drive.Batches(ctx, (*source[T])(c), limit)
}

// Ready returns a channel for select, always the same: receiving from it
// succeeds if there may be a message, or the end, to receive. It has room for
// one signal, which is renewed by every receive that leaves messages behind and
// by the first message after a receive that found none; so a signal means that
// looking is worth while, not that it will find something.
func (c *Consumer[T]) Ready() <-chan struct{} {
	c.armed = true
	c.rearm()
	return c.ch.parker.Token()
}

// Run calls handler for every message until the channel is closed and drained,
// and returns nil. When ctx is done it closes the channel, handles what was
// accepted, and returns context.Cause(ctx). A message whose handler panics was
// received; Run passes the panic on.
func (c *Consumer[T]) Run(ctx context.Context, handler func(T)) error {
	return drive.Run(ctx, (*source[T])(c), handler)
}

// Close stops acceptance and wakes everybody; see [Channel.Close].
func (c *Consumer[T]) Close() { c.ch.Close() }

// Closed reports whether the channel is closed.
func (c *Consumer[T]) Closed() bool { return c.ch.Closed() }

// Drained reports whether the channel is closed and everything received.
func (c *Consumer[T]) Drained() bool { return c.ch.Drained() }

// Len returns the number of messages in all rings, 0 ≤ Len ≤ Cap.
func (c *Consumer[T]) Len() int { return c.ch.Len() }

// Cap returns the number of slots of all rings made so far.
func (c *Consumer[T]) Cap() int { return c.ch.Cap() }

// Stats returns a snapshot of the channel's counters.
func (c *Consumer[T]) Stats() channels.Stats { return c.ch.Stats() }

// received counts a batch of n messages and passes n on.
func (c *Consumer[T]) received(n int) int {
	if n > 0 {
		c.countBatch()
	}
	if c.armed {
		c.rearm()
	}
	return n
}

// rearm leaves a signal in Ready's channel if a receive would not block, and
// else asks all producers for one.
func (c *Consumer[T]) rearm() {
	if c.dismissAll() {
		c.ch.parker.Wake()
	}
}

// countBatch counts a received batch: only the consumer does, so that it needs
// no read-modify-write.
func (c *Consumer[T]) countBatch() {
	n := c.ch.recvBatches.Load()               //mo:relaxed mpsc.stats — a statistic: orders nothing
	order.StoreRelease(&c.ch.recvBatches, n+1) //mo:relaxed mpsc.stats — a statistic: orders nothing
}
