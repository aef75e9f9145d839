package mpsc

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
func (s *source[T]) Close()                              { s.ch.Close() }
func (s *source[T]) Ended() bool                         { return s.consumer().ended() }

// Kept renews Ready's signal if it is in use.
func (s *source[T]) Kept() { s.consumer().received(0) }

// Await waits for a message or the end.
func (s *source[T]) Await(ctx context.Context) error {
	s.ch.emptyWaits.Add(1) //mo:relaxed mpsc.stats — a statistic: orders nothing
	c := s.consumer()
	return s.ch.options.Wait.Wait(ctx, s.ch.parker, c.readableOrEnded, c.dismissAll)
}

// Window shows the oldest messages of the ring whose turn it is.
func (s *source[T]) Window(limit int) []T {
	if s.quota == 0 && !s.consumer().advance(atOnce) {
		return nil
	}
	s.consumer().show()
	return s.cur.Window(min(limit, s.quota))
}

// Release receives n messages of the window.
func (s *source[T]) Release(n int) {
	s.consumer().undisturbed()
	s.cur.Release(n)
	s.quota -= n
	s.consumer().received(n)
}

// Cached returns how many messages the ring whose turn it is may still deliver.
func (s *source[T]) Cached() int { return s.quota }

// Pace is the consumer's, for its batches.
func (s *source[T]) Pace() *wait.Pace { return &s.pace }
