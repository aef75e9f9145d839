package lane

import (
	"context"
	"fmt"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// TrySend sends v if there is space (producer).
func (l *Lane[T]) TrySend(v T) bool {
	if l.special {
		return l.sendSpecial(v)
	}
	if !l.tx.TrySend(v) {
		return false
	}
	return l.bell.Quiet() || l.attend(1) == 1
}

// sendSpecial is TrySend on a lane that is shut or measures latency.
func (l *Lane[T]) sendSpecial(v T) bool {
	return !l.shut && l.stamp(1) == 1 && l.tx.TrySend(v) && l.attend(1) == 1
}

// TrySendBatch sends as many of vs as there is space for (producer).
func (l *Lane[T]) TrySendBatch(vs []T) int {
	if l.shut {
		return 0
	}
	return l.sentBatch(l.tx.TrySendBatch(vs[:l.stamp(len(vs))]))
}

// sentBatch follows the publish of a batch of n messages, and returns how many
// were accepted.
func (l *Lane[T]) sentBatch(n int) int {
	if n > 0 {
		n = l.attend(n)
	}
	if n > 0 {
		k := l.sendBatches.Load()               //mo:relaxed lane.stats — a statistic: orders nothing
		order.StoreRelease(&l.sendBatches, k+1) //mo:relaxed lane.stats — a statistic: orders nothing
	}
	return n
}

// Reserve returns at most n free slots (producer).
func (l *Lane[T]) Reserve(n int) []T {
	if l.shut && n >= 0 {
		return nil
	}
	return l.tx.Reserve(n)
}

// Commit sends the first n reserved slots (producer).
func (l *Lane[T]) Commit(n int) error {
	if l.shut {
		return channels.ErrClosed
	}
	if n >= 0 && n <= l.tx.Reserved() { // else let the ring complain
		l.stamp(n)
	}
	l.tx.Commit(n)
	if l.sentBatch(n) < n {
		return channels.ErrClosed
	}
	return nil
}

// Send sends v, waiting for space (producer).
func (l *Lane[T]) Send(ctx context.Context, v T) error {
	if l.special || l.tx.CachedFree() == 0 {
		return l.lookAndSend(ctx, v)
	}
	l.tx.TrySend(v)
	if l.bell.Quiet() || l.attend(1) == 1 {
		return nil
	}
	return channels.ErrClosed
}

// lookAndSend is the rest of Send. It pauses before it looks for space, if its
// looks have been finding little.
func (l *Lane[T]) lookAndSend(ctx context.Context, v T) error {
	looks := !l.shut && l.tx.CachedFree() == 0
	if looks {
		l.pace.Pause()
	}
	for !l.TrySend(v) {
		if err := l.awaitSpace(ctx); err != nil {
			return err
		}
	}
	if looks {
		l.pace.Found(l.tx.CachedFree()+1, false) // also if it waited: the receiver is slow, and a pause costs it nothing
	}
	return nil
}

// SendBatch sends vs in order, waiting for space as often as needed (producer).
func (l *Lane[T]) SendBatch(ctx context.Context, vs []T) (int, error) {
	for n := 0; ; {
		n += l.TrySendBatch(vs[n:])
		if n == len(vs) {
			return n, nil
		}
		if err := l.awaitSpace(ctx); err != nil {
			return n, err
		}
	}
}

// attend does what a publish of n messages found to do (P5), and returns how
// many of them were accepted.
func (l *Lane[T]) attend(n int) int {
	if l.bell.Quiet() {
		return n
	}
	if l.bell.Take() {
		l.tell()
	}
	if !l.bell.Closed() {
		return n
	}
	l.shutDown()
	return n - l.tx.Refused(n)
}

// shutDown has the producer send nothing more.
func (l *Lane[T]) shutDown() { l.shut, l.special = true, true }

// awaitSpace waits until a send may succeed.
func (l *Lane[T]) awaitSpace(ctx context.Context) error {
	if l.shut || l.bell.Closed() {
		return channels.ErrClosed
	}
	l.fullWaits.Add(1) //mo:relaxed lane.stats — a statistic: orders nothing
	if err := l.strat.Wait(ctx, l.room, l.spaceOrClosed, l.askForSpace); err != nil {
		return err
	}
	if l.bell.Closed() {
		return channels.ErrClosed
	}
	return nil
}

func (l *Lane[T]) spaceOrClosed() bool { return l.tx.Free() > 0 || l.bell.Closed() }

// askForSpace announces that the producer is about to sleep, and looks again
// (S1, S2). The consumer's side is HandBack.
func (l *Lane[T]) askForSpace() bool {
	l.space.Ask()
	order.Heavy() //mo:heavy ring.fence — S1: between asking and the last look
	if !l.spaceOrClosed() {
		return false
	}
	l.space.Take()
	return true
}

// stamp notes that up to n messages are being sent now, and returns for how
// many there is space: all n if latency is not measured.
func (l *Lane[T]) stamp(n int) int {
	if l.clock == nil {
		return n
	}
	n = min(n, l.tx.Free())
	now := time.Since(l.clock.base)
	for range n {
		if !l.clock.tx.TrySend(now) {
			panic(fmt.Sprintf("lane: out of step: %d stamps for %d messages", l.clock.tx.Len(), l.tx.Len()))
		}
	}
	return n
}
