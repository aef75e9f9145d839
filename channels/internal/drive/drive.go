// Package drive holds what every consumer does in the same way on top of a few
// operations of its topology: waiting receives, iterators, the managed loop.
package drive

import (
	"context"
	"iter"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// Source is a topology's consumer. One goroutine at a time uses it.
type Source[T any] interface {
	Recv(ctx context.Context) (T, error) // as Recv below, and quicker
	TryRecv() (T, bool)
	TryRecvBatch(dst []T) int
	Close()

	Ended() bool                     // closed, and everything accepted was received
	Await(ctx context.Context) error // returns nil when there is a message, or the end
	Window(limit int) []T            // the oldest messages in place; none if it was empty
	Release(n int)                   // receives n messages of that window; panics if something was received since
	Kept()                           // says that the window was not received
	Cached() int                     // messages known to be there without a look
	Pace() *wait.Pace                // of its batches
}

// Recv waits for a message and receives it.
func Recv[T any](ctx context.Context, s Source[T]) (v T, err error) {
	for {
		if v, ok := s.TryRecv(); ok {
			return v, nil
		}
		if err := await(ctx, s); err != nil {
			return v, err
		}
	}
}

// RecvBatch waits for a message and receives as many as there are.
func RecvBatch[T any](ctx context.Context, s Source[T], dst []T) (int, error) {
	for waited := false; len(dst) > 0; waited = true {
		looked := look(s, waited)
		if n := s.TryRecvBatch(dst); n > 0 {
			found(s, looked, n+s.Cached(), waited)
			return n, nil
		}
		if err := await(ctx, s); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// await waits after an empty look: for a message, the end, or ctx.
func await[T any](ctx context.Context, s Source[T]) error {
	if s.Ended() {
		return channels.ErrClosed
	}
	return s.Await(ctx)
}

// All ranges over single messages.
func All[T any](ctx context.Context, s Source[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for ctx.Err() == nil {
			v, err := s.Recv(ctx)
			if err != nil || !yield(v) {
				return
			}
		}
	}
}

// Batches ranges over windows. The window of a loop body that panics stays in
// the channel; every other is received when the body ends.
func Batches[T any](ctx context.Context, s Source[T], limit int) iter.Seq[[]T] {
	if limit < 1 {
		panic("channels: Batches: limit is below 1")
	}
	return func(yield func([]T) bool) {
		shown := false
		defer func() {
			if shown { // the body, or Release, panics
				s.Kept()
			}
		}()
		for waited := false; ctx.Err() == nil; {
			looked := look(s, waited)
			w := s.Window(limit)
			if len(w) == 0 {
				if await(ctx, s) != nil {
					return
				}
				waited = true
				continue
			}
			found(s, looked, s.Cached(), waited)
			waited, shown = false, true
			more := yield(w)
			s.Release(len(w))
			if shown = false; !more {
				return
			}
		}
	}
}

// Run calls handler for every message until the end; when ctx is done it
// closes the channel and drains it first.
func Run[T any](ctx context.Context, s Source[T], handler func(T)) error {
	var err error
	for v, recvErr := s.Recv(ctx); ; v, recvErr = s.Recv(ctx) {
		if recvErr == channels.ErrClosed {
			return err
		}
		if recvErr == nil {
			handler(v)
		}
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
			ctx = context.WithoutCancel(ctx)
			s.Close()
		}
	}
}
