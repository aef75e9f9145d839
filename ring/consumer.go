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
	ahead                 // constant
	_          pad
}

// TryRecv takes the oldest message: false only if the ring was empty at a
// moment during the call. It never waits. Linearization point: storing head,
// or the look at tail that found the ring empty.
func (c *Consumer[T]) TryRecv() (v T, ok bool) {
	if c.head == c.cachedTail && c.Readable() == 0 {
		return v, false
	}
	if c.lines != 0 && c.cachedTail-c.head > c.far {
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
	if c.lines != 0 && c.cachedTail-c.head > c.far {
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
	n := min(len(dst), c.readable(len(dst)))
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
	if n < 0 || n > c.readable(n) {
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
func (c *Consumer[T]) Consume(limit int, f func([]T)) (n int) {
	start := c.head
	defer func() {
		if n > 0 && c.head == start {
			c.release(n)
		}
	}()
	for left := min(limit, c.readable(limit)); left > 0; {
		i := int((start + uint64(n)) & c.mask)
		w := c.slots[i:min(i+left, len(c.slots))] //mc:show
		f(w[:len(w):len(w)])
		if c.head != start {
			panic("ring: Consume: the handler received from its own ring")
		}
		n += len(w)
		left -= len(w)
	}
	return n
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
	return c.Cached()
}

// readable returns how many messages are in the ring, at least as many as are
// wanted or as there are.
func (c *Consumer[T]) readable(want int) int {
	if n := c.Cached(); n >= want {
		return n
	}
	return c.Readable()
}

// Head returns the position of the oldest message. It changes whenever the
// consumer takes something, so equal values mean nothing was taken between.
func (c *Consumer[T]) Head() uint64 { return c.head }

// Len returns the number of messages in the ring, 0 ≤ Len ≤ Cap, as of a moment
// during the call. Any goroutine may call it.
func (c *Consumer[T]) Len() int { return c.both.len(len(c.slots)) }

// Cap returns the capacity in messages. Any goroutine may call it.
func (c *Consumer[T]) Cap() int { return len(c.slots) }
