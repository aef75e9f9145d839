// Package spsc is a bounded channel from one producer to one consumer: one
// ring, two handles.
//
//	p, c := spsc.New[int](1024)
//	go func() { defer p.Close(); _ = p.Send(ctx, 42) }()
//	for v := range c.All(ctx) { … }
//
// # Concurrency properties
//
// One goroutine at a time may use the [Producer], one at a time the
// [Consumer]. Close, Closed, Drained, Len, Cap and Stats may be called on
// either from any goroutine at any time.
//
// The Try operations, Reserve, Commit and Consume are wait-free but for the
// close, which may have to settle once; Send, Recv and what is built on them
// block, as [channels.Options] says. No operation allocates, except on the
// first timed wait, and what the caller's iterator bodies do.
//
// # Guarantees
//
//	G1 order         FIFO                                         explorer.TestShippedTypes, linearizability.TestSPSC
//	G2 exactly once  across close, cancellation, handler panics   explorer.TestShippedTypes (close), stress.TestSPSC, channels.TestCloseIsExact
//	G3 race-free     zero-copy windows included                   explorer.TestShippedTypes, stress.TestSPSC under -race
//	G4 wake-up       none lost, no deadlock                       explorer.TestShippedTypes (every execution of small scenarios), channels.TestWakeups
//	G5 bounds        0 ≤ Len ≤ Cap; consumed slots hold nothing   stress.TestSPSC, ring.TestConsumedSlotsHoldNoPointers
//	G6 replay        every failure prints its seed or input       fuzz.FuzzSPSC
//	G7 hostile peer  n/a: one address space
package spsc

import (
	"context"
	"sync/atomic"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/internal/lane"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

var (
	_ channels.Sender[int] = (*Producer[int])(nil)
	_ channels.Observer    = (*Producer[int])(nil)
)

// channel is what both handles hold.
type channel[T any] struct {
	lane   lane.Lane[T]
	parker *wait.Parker        // constant: the consumer sleeps here for messages
	hist   *channels.Histogram // constant: nil unless latency is measured

	emptyWaits  atomic.Uint64 // written by the consumer
	recvBatches atomic.Uint64 // written by the consumer
}

// New makes a channel for at least capacity messages, rounded up to a power of
// two. It panics if capacity is below 1.
func New[T any](capacity int) (*Producer[T], *Consumer[T]) {
	return NewWith[T](capacity, channels.Options{})
}

// NewWith is [New] with options.
func NewWith[T any](capacity int, o channels.Options) (*Producer[T], *Consumer[T]) {
	ch := &channel[T]{parker: wait.NewParker()}
	if o.Latency {
		ch.hist = new(channels.Histogram)
	}
	ch.lane.Init(capacity, o, ch.hist, ch.parker.Wake)
	return &Producer[T]{ch: ch, lane: &ch.lane}, &Consumer[T]{ch: ch, lane: &ch.lane, strat: o.Wait, pace: o.Wait.Pace(ch.lane.Cap() / 4)}
}

// close stops acceptance and wakes both sides.
func (ch *channel[T]) close() {
	ch.lane.Close()
	ch.parker.Wake()
}

func (ch *channel[T]) stats() channels.Stats {
	s := channels.Stats{
		Producers:   1,
		EmptyWaits:  ch.emptyWaits.Load(),  //mo:relaxed spsc.stats — a statistic: orders nothing
		RecvBatches: ch.recvBatches.Load(), //mo:relaxed spsc.stats — a statistic: orders nothing
		Parks:       ch.parker.Parks(),
	}
	ch.lane.AddStats(&s)
	if ch.hist != nil {
		s.Latency = ch.hist.Snapshot()
	}
	return s
}

// Producer is the sending end. Its methods do what [channels.Sender] and
// [channels.Observer] say.
type Producer[T any] struct {
	_    [128]byte // other cores may write to what the allocator puts beside a handle
	ch   *channel[T]
	lane *lane.Lane[T]
	_    [128]byte
}

// TrySend sends v if there is space. It never waits; false means that the
// channel was full at a moment during the call, or is closed.
func (p *Producer[T]) TrySend(v T) bool { return p.lane.TrySend(v) }

// TrySendBatch sends, at once, as many of vs as there is space for, and
// returns how many. It never waits.
func (p *Producer[T]) TrySendBatch(vs []T) int { return p.lane.TrySendBatch(vs) }

// Send sends v, waiting for space: nil, ErrClosed, or context.Cause(ctx) with
// v not sent. ctx is looked at only while there is no space. With the default
// waiting, while it finds little space at each look it pauses before the next one,
// for 3 µs at most, which lets more of it gather ([wait.Pace]).
func (p *Producer[T]) Send(ctx context.Context, v T) error { return p.lane.Send(ctx, v) }

// SendBatch sends vs in order, waiting for space as often as needed, and
// returns how many were sent: all if the error is nil.
func (p *Producer[T]) SendBatch(ctx context.Context, vs []T) (int, error) {
	return p.lane.SendBatch(ctx, vs)
}

// Reserve returns at most n contiguous free slots to be written in place; none
// if the channel is full or known to be closed. Their contents are
// unspecified. Commit, another Reserve, or any send ends the reservation.
func (p *Producer[T]) Reserve(n int) []T { return p.lane.Reserve(n) }

// Commit sends the first n reserved slots at once: all of them, or with
// ErrClosed none. It panics if n is negative or more than is reserved, unless
// the channel is known to be closed.
func (p *Producer[T]) Commit(n int) error { return p.lane.Commit(n) }

// Close stops acceptance and wakes both sides. It is idempotent, does not wait
// for the consumer, and may be called from any goroutine.
func (p *Producer[T]) Close() { p.ch.close() }

// Closed reports whether the channel is closed.
func (p *Producer[T]) Closed() bool { return p.lane.Closed() }

// Drained reports whether the channel is closed and everything received.
func (p *Producer[T]) Drained() bool { return p.lane.Drained() }

// Len returns the number of messages in the channel, 0 ≤ Len ≤ Cap.
func (p *Producer[T]) Len() int { return p.lane.Len() }

// Cap returns the capacity in messages.
func (p *Producer[T]) Cap() int { return p.lane.Cap() }

// Stats returns a snapshot of the channel's counters.
func (p *Producer[T]) Stats() channels.Stats { return p.ch.stats() }
