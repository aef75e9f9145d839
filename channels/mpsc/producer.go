package mpsc

import (
	"context"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/internal/lane"
)

var _ channels.Sender[int] = (*Producer[int])(nil)

// Producer is one producer's sending end. One goroutine at a time may use it.
// Its methods do what [channels.Sender] says.
type Producer[T any] struct {
	_    [128]byte // other cores may write to what the allocator puts beside a handle
	ch   *Channel[T]
	lane *lane.Lane[T] // producer: &m.Lane, or ch.left once closed
	m    *member[T]    // producer: nil once closed
	_    [128]byte
}

// TrySend sends v if there is space. It never waits; false means that this
// producer's ring was full at a moment during the call, or that the channel or
// the producer is closed.
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
// if the ring is full or known to be closed. Their contents are unspecified.
// Commit, another Reserve, or any send ends the reservation.
func (p *Producer[T]) Reserve(n int) []T { return p.lane.Reserve(n) }

// Commit sends the first n reserved slots at once: all of them, or with
// ErrClosed none. It panics if n is negative or more than is reserved, unless
// the channel is known to be closed.
func (p *Producer[T]) Commit(n int) error { return p.lane.Commit(n) }

// Close deregisters the producer: it sends nothing more, what it sent is
// received, and its ring goes to a later producer once it is empty. It is
// idempotent and never waits for the consumer. The channel stays open.
func (p *Producer[T]) Close() {
	if p.m == nil {
		return
	}
	m := p.m
	p.m, p.lane = nil, &p.ch.left
	p.ch.leave(m, m.Retire())
}

// Closed reports whether the producer or the channel is closed.
func (p *Producer[T]) Closed() bool { return p.m == nil || p.ch.Closed() }

// Len returns the number of this producer's messages in the channel, 0 ≤ Len ≤
// Cap, and 0 once the producer is closed.
func (p *Producer[T]) Len() int { return p.lane.Len() }

// Cap returns the capacity of this producer's ring.
func (p *Producer[T]) Cap() int { return p.ch.ringCap }
