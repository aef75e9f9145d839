// Package channels holds what every channel of this module has in common: the
// error, the options, the interfaces and the statistics. The channels
// themselves are in packages of their own, one topology each:
//
//   - [github.com/ringmpsc/ringmpsc-go/channels/spsc]: one producer, one consumer
//   - [github.com/ringmpsc/ringmpsc-go/channels/mpsc]: many producers, one consumer
//
// # Concurrency properties
//
// A Sender and a Receiver belong to one goroutine at a time, unless the type
// says otherwise. Close, Closed, Drained, Len, Cap and Stats may be called from
// any goroutine at any time.
//
// # Order
//
// A send releases, and the receive of its message acquires, what the sender did
// before. As for [github.com/ringmpsc/ringmpsc-go/ring], operations are not
// sequentially consistent: "full", "empty" and "at a moment during the call" are
// meant in the order of happens-before, and what a Try operation did may be
// visible to the other end only some tens of nanoseconds after it returned.
// Recv, Send, Ready and Close need nothing more from you. A handshake of your
// own, with a flag and TryRecv, does: it calls ring.Barrier between the two.
//
// # Close
//
// Close is exact: a send that returned nil before Close was called, or while
// it ran, is received; a send that returned ErrClosed is not. It does not wait
// for the messages to be received: receivers get what is left, then ErrClosed.
package channels

import (
	"context"
	"iter"
	"os"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// ErrClosed is returned by sends on a closed channel, and by receives once a
// closed channel is drained. errors.Is(ErrClosed, os.ErrClosed) holds.
var ErrClosed error = closedError{}

type closedError struct{}

func (closedError) Error() string        { return "channels: channel is closed" }
func (closedError) Is(target error) bool { return target == os.ErrClosed }

// Options configure a channel. The zero value is a good choice.
type Options struct {
	// Wait says how Send waits for space and Recv for messages.
	Wait wait.Strategy

	// Latency measures how long each message was in the channel, from Send
	// having found space to its slot being handed back. It costs two readings of
	// the clock for every call and 16 bytes for every slot.
	Latency bool

	// Start is the first position of every ring. Behaviour does not depend on
	// it; tests put it just before 2^64.
	Start uint64

	_ struct{}
}

// Sender is the sending end of a channel.
type Sender[T any] interface {
	// Send waits for space and sends v: nil, ErrClosed, or context.Cause(ctx).
	// Space wins over a done ctx; on an error v was not sent.
	Send(ctx context.Context, v T) error
	// SendBatch sends vs in order, waiting as often as needed, and returns how
	// many were sent, all of them if the error is nil.
	SendBatch(ctx context.Context, vs []T) (int, error)
	// TrySend sends v if there is space; it never waits.
	TrySend(v T) bool
	// TrySendBatch sends as many of vs as there is space for; it never waits.
	TrySendBatch(vs []T) int
	// Reserve returns at most n free slots to be written in place, none if the
	// channel is full or closed.
	Reserve(n int) []T
	// Commit sends the first n reserved slots, all of them or, with ErrClosed,
	// none. It panics if n is negative or more than is reserved, unless the
	// channel is known to be closed.
	Commit(n int) error
}

// Receiver is the receiving end of a channel.
type Receiver[T any] interface {
	// Recv waits for a message: an error is ErrClosed, once the channel is
	// closed and drained, or context.Cause(ctx). A message wins over a done ctx.
	Recv(ctx context.Context) (T, error)
	// RecvBatch waits for a message and receives as many as there are, up to
	// len(dst). An empty dst returns 0, nil at once.
	RecvBatch(ctx context.Context, dst []T) (int, error)
	// TryRecv receives a message if there is one; false means the channel was
	// empty at a moment during the call. It never waits.
	TryRecv() (T, bool)
	// TryRecvBatch receives up to len(dst) messages; it never waits.
	TryRecvBatch(dst []T) int
	// Consume calls f on up to limit messages in place and returns how many; it
	// never waits. If f panics, what it had not handled stays in the channel.
	Consume(limit int, f func([]T)) int
	// All ranges over messages until the channel is closed and drained or ctx is done.
	All(ctx context.Context) iter.Seq[T]
	// Batches is All with up to limit messages at a time, in place.
	Batches(ctx context.Context, limit int) iter.Seq[[]T]
	// Ready returns a channel for select: a receive from it succeeds when there
	// may be a message, or the end, to receive; no edge is lost.
	Ready() <-chan struct{}
	// Run calls handler for every message until the channel is closed and
	// drained; when ctx is done it closes the channel first.
	Run(ctx context.Context, handler func(T)) error
}

// Observer is what may be called from any goroutine.
type Observer interface {
	Close()
	Closed() bool
	Drained() bool
	Len() int
	Cap() int
	Stats() Stats
}
