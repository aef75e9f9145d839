package lane

import (
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// Readable looks how many messages there are to receive (consumer: C2, C2').
func (l *Lane[T]) Readable() int {
	n := l.rx.Readable()
	order.Light() //mo:light ring.fence — between the look at tail and at the close; pairs with seal
	if l.bell.Closed() {
		l.rx.Seal()
		n = l.rx.Cached()
	}
	return n
}

// Look is Readable for a receive that may wait: it may pause before (consumer).
func (l *Lane[T]) Look() int {
	l.lag.Pause()
	n := l.Readable()
	l.lag.Found(n)
	return n
}

// Cached returns how many messages are known to be there (consumer).
func (l *Lane[T]) Cached() int { return l.rx.Cached() }

// Take receives the oldest of the cached messages; there is one. [Lane.HandBack]
// follows if [Lane.Due] says so (consumer).
func (l *Lane[T]) Take() T {
	v, _ := l.rx.TryRecv()
	return v
}

// Due reports whether something is to be done about the slots that were released
// (consumer).
func (l *Lane[T]) Due() bool { return l.clock != nil || !l.space.Quiet() }

// TakeBatch receives up to len(dst) of the cached messages (consumer).
func (l *Lane[T]) TakeBatch(dst []T) int {
	n := l.rx.TryRecvBatch(dst[:min(len(dst), l.rx.Cached())])
	l.HandBack()
	return n
}

// Consume calls f on up to limit of the cached messages in place (consumer).
func (l *Lane[T]) Consume(limit int, f func([]T)) int {
	limit = min(limit, l.rx.Cached())
	if limit > len(l.rx.Window()) {
		defer l.HandBack() // also when f panics on the second window
		return l.rx.Consume(limit, f)
	}
	n := l.rx.Consume(limit, f)
	if l.Due() {
		l.HandBack()
	}
	return n
}

// Window returns up to limit of the cached messages in place (consumer).
func (l *Lane[T]) Window(limit int) []T {
	l.shownAt = l.rx.Head()
	w := l.rx.Window()
	n := max(0, min(limit, len(w)))
	return w[:n:n]
}

// Release receives the n oldest messages, which the last window showed. It
// panics if something was received since (consumer).
func (l *Lane[T]) Release(n int) {
	if l.rx.Head() != l.shownAt {
		panic("channels: Batches: the loop body received from its own channel")
	}
	l.rx.Release(n)
	l.HandBack()
}

// HandBack follows a release of slots: it tells a producer that waits for
// space, and takes the stamps of the messages that were received (consumer).
func (l *Lane[T]) HandBack() {
	if !l.space.Quiet() && l.space.Take() {
		l.room.Wake()
	}
	if l.clock == nil {
		return
	}
	now := time.Since(l.clock.base)
	for ; l.clock.taken != l.rx.Head(); l.clock.taken++ {
		sent, _ := l.clock.rx.TryRecv()
		l.clock.hist.Record(now - sent)
	}
}

// Ask asks the producer to tell of its next publish, and looks once more (S1,
// S2). True means there is something to see and nothing was asked; false means
// the producer tells (consumer).
func (l *Lane[T]) Ask() bool {
	l.Announce()
	order.Heavy() //mo:heavy ring.fence — S1: between asking and the last look
	return l.Seen() && l.Withdraw()
}

// Announce asks the producer to tell of its next publish (S1). Before it looks
// once more, the caller executes a heavy fence (consumer).
func (l *Lane[T]) Announce() { l.bell.Ask() }

// Seen looks whether there is something to see: a message, the close, or that
// the producer has left (consumer: S2).
func (l *Lane[T]) Seen() bool {
	return l.Readable() != 0 || l.bell.Closed() || l.bell.Retired()
}

// Withdraw takes the request back; false means that the producer was quicker,
// and tells (consumer).
func (l *Lane[T]) Withdraw() bool { return l.bell.Take() }

// Retired reports whether the producer has left and all it sent was received
// (consumer).
func (l *Lane[T]) Retired() bool { return l.bell.Retired() && l.Readable() == 0 }

// Retire says that the producer leaves. It reports whether the consumer does
// not know the lane, and nothing is left in it: then it may be renewed at once
// (producer).
func (l *Lane[T]) Retire() (unknown bool) {
	l.tx.Commit(0)
	if !l.bell.Retire() {
		return false
	}
	if l.tx.Drained() {
		return true
	}
	l.tell()
	return false
}

// Renew makes a lane whose producer has left, or never was, ready for the next
// one. No producer may be using it, and the consumer does not know it, or is
// dismissing it: then what Withdraw takes back may be the request that is made
// here, and the consumer goes on with a lane that its next producer, who finds
// no request, takes for one that the consumer knows, as it is.
func (l *Lane[T]) Renew() { l.bell.Renew() }
