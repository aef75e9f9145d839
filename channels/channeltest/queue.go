package channeltest

import (
	"context"
	"iter"
)

// Queue is what every queue must have. What else it has is found out by type
// assertion on the interfaces of this package.
type Queue[T any] interface {
	// TrySend sends v and reports whether there was space. It never waits.
	TrySend(v T) bool
	// TryRecv receives a value and reports whether there was one. It never waits.
	TryRecv() (T, bool)
}

// Sender is one producer's end of a queue that tells producers apart.
type Sender[T any] interface {
	TrySend(v T) bool
}

// Registrar is a queue on which every producer needs an end of its own. The
// queue's TrySend is one more producer. An end may have a Close method, after
// which it sends nothing and what it sent is still received.
type Registrar[T any] interface {
	NewProducer() (Sender[T], error)
}

// BlockingSender waits for space, until ctx is done or the queue is closed. On
// an error v was not sent.
type BlockingSender[T any] interface {
	Send(ctx context.Context, v T) error
}

// BlockingReceiver waits for a value, until ctx is done or the queue is closed
// and empty.
type BlockingReceiver[T any] interface {
	Recv(ctx context.Context) (T, error)
}

// Closer stops acceptance, wakes everybody, and may be called again. What was
// accepted is still received. It may be called from any goroutine.
type Closer interface {
	Close()
}

// CloseObserver says whether Close was called.
type CloseObserver interface {
	Closed() bool
}

// Observer may be called from any goroutine; 0 ≤ Len ≤ Cap.
type Observer interface {
	Len() int
	Cap() int
}

// BatchSender sends as many of vs as there is space for and returns how many.
type BatchSender[T any] interface {
	TrySendBatch(vs []T) int
}

// BatchReceiver receives up to len(dst) values and returns how many: 0 only if
// the queue was empty or dst is.
type BatchReceiver[T any] interface {
	TryRecvBatch(dst []T) int
}

// Reserver hands out at most n free slots, none only if the queue is full or
// closed, and sends the first n of them. Commit panics if n is negative or more
// than is reserved; an error means that nothing was sent.
type Reserver[T any] interface {
	Reserve(n int) []T
	Commit(n int) error
}

// InPlace calls f on up to limit values in place and returns how many there
// were. If f panics, the window it panicked on and what follows stay.
type InPlace[T any] interface {
	Consume(limit int, f func([]T)) int
}

// Ranger ranges over values, or windows of up to limit, until the queue is
// closed and empty or ctx is done. What a loop body breaks on was received.
type Ranger[T any] interface {
	All(ctx context.Context) iter.Seq[T]
	Batches(ctx context.Context, limit int) iter.Seq[[]T]
}

// Readier has a channel for select: a receive from it succeeds when there may
// be a value, or the end, to receive; no edge is lost.
type Readier interface {
	Ready() <-chan struct{}
}
