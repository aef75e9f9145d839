package spsc

import (
	"context"
	"iter"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/internal/drive"
	"github.com/ringmpsc/ringmpsc-go/channels/internal/lane"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

var (
	_ channels.Receiver[int] = (*Consumer[int])(nil)
	_ channels.Observer      = (*Consumer[int])(nil)
)

// Consumer is the receiving end. Its methods do what [channels.Receiver] and
// [channels.Observer] say.
type Consumer[T any] struct {
	_     [128]byte // other cores may write to what the allocator puts beside a handle
	ch    *channel[T]
	lane  *lane.Lane[T]
	strat wait.Strategy // constant
	pace  wait.Pace     // consumer: of its batches
	armed bool          // consumer: Ready was called, so empty looks ask for a wake-up
	_     [128]byte
}

// TryRecv receives the oldest message. It never waits; false means that the
// channel was empty at a moment during the call.
func (c *Consumer[T]) TryRecv() (v T, ok bool) {
	if ok = c.readable(); ok {
		v = c.lane.Take()
		if c.lane.Due() {
			c.lane.HandBack()
		}
	}
	if c.armed {
		c.rearm()
	}
	return v, ok
}

// TryRecvBatch receives up to len(dst) messages at once and returns how many:
// 0 only if the channel was empty or dst is. It never waits.
func (c *Consumer[T]) TryRecvBatch(dst []T) int {
	if c.lane.Cached() < len(dst) {
		c.lane.Readable()
	}
	return c.received(c.lane.TakeBatch(dst))
}

// Consume calls f on up to limit messages in place, in at most two windows,
// then hands all their slots back at once and returns how many there were: 0
// only if the channel was empty or limit is below 1. It never waits. If f
// panics, the window it panicked on and what follows stay in the channel. f
// must not keep the window or receive from this consumer.
func (c *Consumer[T]) Consume(limit int, f func([]T)) int {
	if c.lane.Cached() < limit {
		c.lane.Readable()
	}
	if c.armed {
		defer c.rearm()
	}
	n := c.lane.Consume(limit, f)
	if n > 0 {
		c.countBatch()
	}
	return n
}

// Recv receives the oldest message, waiting for one: ErrClosed once the channel
// is closed and drained, context.Cause(ctx) if ctx is done while it is empty. With
// the default waiting, while its looks find few messages, and pauses let more of
// them gather, it pauses for less than a microsecond before a look ([wait.Lag]).
func (c *Consumer[T]) Recv(ctx context.Context) (T, error) {
	if c.lane.Cached() == 0 || c.armed {
		return c.lookAndRecv(ctx)
	}
	v := c.lane.Take()
	if c.lane.Due() {
		c.lane.HandBack()
	}
	return v, nil
}

// lookAndRecv is the rest of Recv.
func (c *Consumer[T]) lookAndRecv(ctx context.Context) (T, error) {
	if !c.armed && c.lane.Look() > 0 {
		return c.Recv(ctx)
	}
	return drive.Recv(ctx, (*source[T])(c))
}

// RecvBatch receives up to len(dst) messages at once, waiting for the first;
// errors as for Recv. An empty dst returns 0, nil at once. With the default
// waiting, while there are few at each look it pauses before the next one, for 3 µs
// at most, which lets more of them gather; so does Batches.
func (c *Consumer[T]) RecvBatch(ctx context.Context, dst []T) (int, error) {
	return drive.RecvBatch(ctx, (*source[T])(c), dst)
}

// All ranges over the messages, waiting for them, until the channel is closed
// and drained or ctx is done. A message whose loop body breaks was received.
func (c *Consumer[T]) All(ctx context.Context) iter.Seq[T] {
	return drive.All(ctx, (*source[T])(c))
}

// Batches is All with up to limit messages at a time, in place. They are
// received when the loop body ends or breaks; if it panics they stay. The body
// must not keep the window or receive from this consumer. It panics if limit
// is below 1.
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

// Close stops acceptance and wakes both sides; what was accepted can still be
// received. It is idempotent and may be called from any goroutine.
func (c *Consumer[T]) Close() { c.ch.close() }

// Closed reports whether the channel is closed.
func (c *Consumer[T]) Closed() bool { return c.lane.Closed() }

// Drained reports whether the channel is closed and everything received.
func (c *Consumer[T]) Drained() bool { return c.lane.Drained() }

// Len returns the number of messages in the channel, 0 ≤ Len ≤ Cap.
func (c *Consumer[T]) Len() int { return c.lane.Len() }

// Cap returns the capacity in messages.
func (c *Consumer[T]) Cap() int { return c.lane.Cap() }

// Stats returns a snapshot of the channel's counters.
func (c *Consumer[T]) Stats() channels.Stats { return c.ch.stats() }

func (c *Consumer[T]) readable() bool { return c.lane.Cached() > 0 || c.lane.Readable() > 0 }

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
// else asks the producer for one.
func (c *Consumer[T]) rearm() {
	if c.readable() || c.lane.Ask() {
		c.ch.parker.Wake()
	}
}

// countBatch counts a received batch: only the consumer does, so that it needs
// no read-modify-write.
func (c *Consumer[T]) countBatch() {
	n := c.ch.recvBatches.Load()               //mo:relaxed spsc.stats — a statistic: orders nothing
	order.StoreRelease(&c.ch.recvBatches, n+1) //mo:relaxed spsc.stats — a statistic: orders nothing
}
