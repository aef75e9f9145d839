package spsc

import (
	"context"

	"github.com/ringmpsc/ringmpsc-go/channels/internal/drive"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// source is the consumer as the shared loops see it.
type source[T any] Consumer[T]

var _ drive.Source[int] = (*source[int])(nil)

func (s *source[T]) consumer() *Consumer[T] { return (*Consumer[T])(s) }

func (s *source[T]) Recv(ctx context.Context) (T, error) { return s.consumer().Recv(ctx) }
func (s *source[T]) TryRecv() (T, bool)                  { return s.consumer().TryRecv() }
func (s *source[T]) TryRecvBatch(dst []T) int            { return s.consumer().TryRecvBatch(dst) }
func (s *source[T]) Close()                              { s.ch.close() }

// Kept renews Ready's signal if it is in use.
func (s *source[T]) Kept() { s.consumer().received(0) }

// Ended looks at the ring only after it has seen the close, so that it cannot
// miss a message that was accepted before.
func (s *source[T]) Ended() bool { return s.lane.Closed() && s.lane.Readable() == 0 }

// Await waits for a message or the end.
func (s *source[T]) Await(ctx context.Context) error {
	s.ch.emptyWaits.Add(1) //mo:relaxed spsc.stats — a statistic: orders nothing
	return s.strat.Wait(ctx, s.ch.parker, s.readableOrEnded, s.lane.Ask)
}

func (s *source[T]) readableOrEnded() bool { return s.consumer().readable() || s.lane.Closed() }

// Window shows the oldest messages.
func (s *source[T]) Window(limit int) []T {
	if s.lane.Cached() < limit {
		s.lane.Readable()
	}
	return s.lane.Window(limit)
}

// Release receives n messages of the window.
func (s *source[T]) Release(n int) {
	s.lane.Release(n)
	s.consumer().received(n)
}

// Cached returns how many messages are known to be there.
func (s *source[T]) Cached() int { return s.lane.Cached() }

// Pace is the consumer's, for its batches.
func (s *source[T]) Pace() *wait.Pace { return &s.pace }
