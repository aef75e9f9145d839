package ring

import (
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// Consumer is the receiving end of a ring. One goroutine at a time may use it.
type Consumer[T any] struct {
	_          noCopy
	_          pad
	both       *positions // constant
	slots      []T        // constant; elements [head, tail) are the consumer's //mc:shared
	mask       uint64     // constant: len(slots)-1
	head       uint64     // consumer: the next position to read; equals both.head
	cachedTail uint64     // consumer: both.tail as last seen, never ahead of it nor behind head
	clears     bool       // constant: T holds pointers
	sealed     bool       // consumer: cachedTail is the final tail
	vain       bool       // consumer: the last look at tail found nothing
	ahead                 // constant
	_          pad
}

// TryRecv takes the oldest message: false only if the ring was empty at a
// moment during the call. It never waits. Linearization point: storing head,
// or the look at tail that found the ring empty.
func (c *Consumer[T]) TryRecv() (v T, ok bool) {
	n := c.Cached()
	if n == 0 {
		c.Expect()
		if n = c.Readable(); n == 0 {
			return v, false
		}
	}
	if uint64(n) > c.far {
		c.wantAhead()
	}
	v = c.pull()
	order.StoreRelease(&c.both.head, c.head) //mo:release ring.free — hands the slot back
	order.Light()                            //mo:light ring.fence — before the caller looks whether the producer sleeps; pairs with Barrier
	return v, true
}

// Take takes the oldest of the messages that [Consumer.Cached] counts. With
// none cached it panics or returns a value nobody sent: callers ask first.
func (c *Consumer[T]) Take() T {
	if uint64(c.Cached()) > c.far {
		c.wantAhead()
	}
	v := c.pull()
	order.StoreRelease(&c.both.head, c.head) //mo:release ring.free — hands the slot back
	order.Light()                            //mo:light ring.fence — before the caller looks whether the producer sleeps; pairs with Barrier
	return v
}

// pull empties the oldest slot, which is still to be handed back.
func (c *Consumer[T]) pull() T {
	i := c.head & c.mask
	v := c.slots[i]
	if c.clears {
		var zero T
		c.slots[i] = zero
	}
	c.head++
	return v
}

// TryRecvBatch takes up to len(dst) messages, hands their slots back at once
// and returns how many: 0 only if the ring was empty or dst is.
func (c *Consumer[T]) TryRecvBatch(dst []T) int {
	c.lookFor(len(dst))
	n := min(len(dst), c.Cached())
	if n == 0 {
		return 0
	}
	i := int(c.head & c.mask)
	k := copy(dst[:n], c.slots[i:])
	copy(dst[k:n], c.slots)
	c.release(n)
	return n
}

// Peek returns the oldest messages in place: all that are contiguous in the
// array, none when the ring is empty. They stay in the ring, and the window
// stays valid, until they are released or received.
func (c *Consumer[T]) Peek() []T {
	c.Readable()
	return c.Window()
}

// Window is [Consumer.Peek] without looking at the producer's tail: it shows
// only messages that [Consumer.Cached] counts.
func (c *Consumer[T]) Window() []T {
	i := int(c.head & c.mask)
	n := min(c.Cached(), len(c.slots)-i)
	return c.slots[i : i+n : i+n] //mc:show
}

// Release removes the n oldest messages, read or not, and hands their slots
// back at once. It panics if n is negative or more than the ring holds.
func (c *Consumer[T]) Release(n int) {
	if c.lookFor(n); n < 0 || n > c.Cached() {
		panic(fmt.Sprintf("ring: Release(%d) with %d messages in the ring", n, c.Cached()))
	}
	if n > 0 {
		c.release(n)
	}
}

// Consume calls f on up to limit of the oldest messages in place, in at most
// two contiguous windows, then hands all their slots back at once and returns
// how many there were: 0 only if the ring was empty or limit is below 1.
//
// If f panics, the window it panicked on and what follows stay in the ring. f
// must neither keep the window nor receive from this consumer; Consume panics
// if it did the latter.
func (c *Consumer[T]) Consume(limit int, f func([]T)) int {
	c.lookFor(limit)
	n := min(limit, c.Cached())
	if n <= 0 {
		return 0
	}
	i := int(c.head & c.mask)
	if n > len(c.slots)-i {
		return c.consumeAround(n, f)
	}
	w := c.slots[i : i+n : i+n] //mc:show
	c.visit(w, f)
	c.release(n)
	return n
}

// consumeAround is Consume of n messages in two windows: the first is received
// also if f panics on the second.
func (c *Consumer[T]) consumeAround(n int, f func([]T)) int {
	start, done := c.head, 0
	defer func() {
		if done > 0 && c.head == start {
			c.release(done)
		}
	}()
	i := int(start & c.mask)
	w := c.slots[i:] //mc:show
	c.visit(w[:len(w):len(w)], f)
	done = len(w)
	w = c.slots[:n-done] //mc:show
	c.visit(w[:len(w):len(w)], f)
	done = n
	return n
}

// visit calls f on a window.
func (c *Consumer[T]) visit(w []T, f func([]T)) {
	head := c.head
	if f(w); c.head != head {
		panic("ring: Consume: the handler received from its own ring")
	}
}

// release clears n slots where needed and hands them back.
func (c *Consumer[T]) release(n int) {
	if c.clears {
		i := int(c.head & c.mask)
		k := min(n, len(c.slots)-i)
		clear(c.slots[i : i+k])
		clear(c.slots[:n-k])
	}
	c.head += uint64(n)
	order.StoreRelease(&c.both.head, c.head) //mo:release ring.free — hands slots [old head, head) back
	order.Light()                            //mo:light ring.fence — before the caller looks whether the producer sleeps; pairs with Barrier
}

// Cached returns how many messages are known to be in the ring, without
// looking at the producer's tail.
func (c *Consumer[T]) Cached() int { return int(c.cachedTail - c.head) }

// Readable looks at tail and returns how many messages are in the ring.
func (c *Consumer[T]) Readable() int {
	if !c.sealed {
		c.cachedTail = c.both.tail.Load() //mo:acquire ring.publish — takes slots [head, tail) from the producer
	}
	c.vain = c.cachedTail == c.head
	return c.Cached()
}

// Expect comes before a look of a consumer that polls, and looks nowhere. If the
// last look found nothing, it asks for the lines of the next slot, so that the slot
// comes from the other core along with tail, and not after it.
func (c *Consumer[T]) Expect() {
	if c.vain {
		c.wantNext()
	}
}

// lookFor looks at tail unless so many messages are cached.
func (c *Consumer[T]) lookFor(n int) {
	if c.Cached() < n {
		c.Readable()
	}
}

// Head returns the position of the oldest message. It changes whenever the
// consumer takes something, so equal values mean nothing was taken between.
func (c *Consumer[T]) Head() uint64 { return c.head }

// Len returns the number of messages in the ring, 0 ≤ Len ≤ Cap, as of a moment
// during the call. Any goroutine may call it.
func (c *Consumer[T]) Len() int { return c.both.len(len(c.slots)) }

// Cap returns the capacity in messages. Any goroutine may call it.
func (c *Consumer[T]) Cap() int { return len(c.slots) }
