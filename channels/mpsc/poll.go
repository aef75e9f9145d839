package mpsc

import (
	"slices"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// turnLength is how many messages a ring may deliver before the next active
// ring has its turn: with n active producers, at most (n-1)·turnLength
// messages overtake one that is ready. A longer turn moves fewer cache lines.
const turnLength = 128

// A ring that was empty patience times in a row is dismissed, unless so few are
// active that polling costs less than being told.
const (
	patience  = 64
	fewActive = 8
)

// A look at a ring may pause before, if what was called may wait.
const (
	atOnce   = false
	mayPause = true
)

// advance gives the turn to the next active ring that has messages; false if
// all rings are empty. It returns with quota > 0 or false.
func (c *Consumer[T]) advance(pause bool) bool {
	c.adopt()
	if c.scan(pause) {
		return true
	}
	if c.ending || !c.ch.Closed() {
		return false
	}
	c.adoptAll()
	return c.scan(atOnce)
}

// adopt makes the rings that were rung active (A1). Each of them was forgotten
// before it was asked to ring, so none is active twice. They come right before
// the ring that has the turn, so that all others have theirs first: if they came
// last, producers that come and go could keep the turn from ever coming round.
func (c *Consumer[T]) adopt() {
	if c.ch.rung.Load() == nil { //mo:relaxed mpsc.rung — a ring pushed before this call is seen: its send had returned
		return
	}
	m := c.ch.rung.Swap(nil) //mo:acquire mpsc.rung — takes over the list and every ring on it
	c.turn = max(0, min(c.turn, len(c.active)))
	for m != nil && !c.ending {
		next := m.next
		m.next = nil
		m.misses = 0
		c.active = slices.Insert(c.active, c.turn, m)
		c.turn++
		m = next
	}
}

// adoptAll makes every ring active, known or not: the channel is closed, so
// no ring will be added and each has its final tail.
func (c *Consumer[T]) adoptAll() {
	c.active = c.ch.members()
	c.ending = true
}

// scan looks at each active ring once, beginning after the one that had the
// last turn.
func (c *Consumer[T]) scan(pause bool) bool {
	for range len(c.active) {
		if c.turn++; c.turn >= len(c.active) {
			c.turn = 0
		}
		m := c.active[c.turn]
		if n := m.look(pause); n > 0 {
			m.misses = 0
			c.cur, c.quota = m, min(n, turnLength)
			return true
		}
		if c.finished(m) {
			c.forget(c.turn)
			c.turn--
		}
	}
	return false
}

// look looks how many messages are in m, after a pause if need be.
func (m *member[T]) look(pause bool) int {
	if pause {
		return m.Look()
	}
	return m.Readable()
}

// finished reports whether the empty ring m need not be polled any more.
func (c *Consumer[T]) finished(m *member[T]) bool {
	switch m.misses++; {
	case c.ending:
		return true // sealed: it stays empty
	case m.Retired():
		c.ch.mu.Lock()
		defer c.ch.mu.Unlock()
		c.ch.recycle(m)
		return true
	default:
		return len(c.active) > fewActive && m.misses > patience && !m.Ask()
	}
}

// forget removes the ring at index i from the active ones and keeps their
// order: a scan under way goes on with the ring that followed.
func (c *Consumer[T]) forget(i int) { c.active = slices.Delete(c.active, i, i+1) }

// dismissAll asks every active ring to be rung (D1 to D3), and reports whether
// the consumer must not sleep: a ring has messages, or the channel is closed.
// If it returns false, the next publish on any ring, and Close, wake the
// consumer.
func (c *Consumer[T]) dismissAll() bool {
	c.settle()
	for !c.readableOrEnded() {
		if len(c.active) == 0 {
			return false
		}
		c.dismissActive()
	}
	return true
}

// dismissActive asks every active ring, and forgets those that were empty still:
// all up to the first with something to see. The requests made of the others
// are taken back, unless their producers were quicker. One of
// these rings may have been left and renewed meanwhile: it is then active and
// free, until it is dismissed again. It is never active twice, or free twice,
// because an active ring is not asked, so that no producer pushes or renews it
// (tla/Register: KnownIsUnasked, InOnePlace, OneUser).
func (c *Consumer[T]) dismissActive() {
	for _, m := range c.active {
		m.Announce()
	}
	order.Heavy() //mo:heavy ring.fence — D1: between asking and the last look, once for all rings
	seen := false
	c.active = slices.DeleteFunc(c.active, func(m *member[T]) bool {
		seen = seen || m.Seen()
		return !seen || !m.Withdraw()
	})
}

// settle comes between taking a wake-up and looking what it was for. A wake-up
// is not sent while one is due, and finding that one is orders nothing: without
// settle, a ring could be rung, or the channel closed, after the consumer's look
// and nevertheless before the wake-up that it took. As both sides replace the
// same word, either the consumer's look comes later and sees the change, or
// whoever made it knows that the wake-up was taken and sends another.
func (c *Consumer[T]) settle() {
	c.ch.rung.CompareAndSwap(nil, nil)       //mo:release mpsc.rung — after the wake-up, before the look; pairs with ring
	c.ch.closed.CompareAndSwap(false, false) //mo:release mpsc.closed — after the wake-up, before the look; pairs with Close
}

func (c *Consumer[T]) readableOrEnded() bool {
	return c.quota > 0 || c.advance(atOnce) || c.ended()
}

// ended reports whether the channel is closed and everything accepted was
// received.
func (c *Consumer[T]) ended() bool { return c.ending && len(c.active) == 0 && c.quota == 0 }
