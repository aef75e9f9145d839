package ring

import "fmt"

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
	wary       bool       // consumer: sealed, or the last look at tail found nothing
	tidies     bool       // constant: clears, or asks for lines ahead
	ahead                 // constant
	_          pad
}

// TryRecv takes the oldest message: false only if the ring was empty at a
// moment during the call. It never waits. Linearization point: storing head,
// or the look at tail that found the ring empty.
func (c *Consumer[T]) TryRecv() (v T, ok bool) {
	head := c.head
	if head == c.cachedTail && (c.wary && !c.expects() || c.look() == 0) {
		return v, false
	}
	i := head & c.mask
	v = c.slots[i]
	if c.tidies {
		if c.clears {
			var zero T
			c.slots[i] = zero
		}
		if c.cachedTail-head > c.far {
			c.wantAhead()
		}
	}
	head++
	c.head = head
	c.both.free(head)
	return v, true
}

// TryRecvBatch takes up to len(dst) messages, hands their slots back at once
// and returns how many: 0 only if the ring was empty or dst is.
func (c *Consumer[T]) TryRecvBatch(dst []T) int {
	n := c.atMost(len(dst))
	if n <= 0 {
		return 0
	}
	i := int(c.head & c.mask)
	k := copy(dst[:n], c.slots[i:])
	copy(dst[k:n], c.slots)
	c.Release(n)
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
	if uint64(n) > c.cachedTail-c.head { // or negative
		c.mustHold(n)
	}
	if c.clears {
		c.clear(n)
	}
	if n > 0 {
		c.head += uint64(n)
		c.both.free(c.head)
	}
}

// mustHold looks at tail, and panics if there are fewer messages than n.
//
//go:noinline
func (c *Consumer[T]) mustHold(n int) {
	if has := c.Readable(); n < 0 || n > has {
		panic(fmt.Sprintf("ring: Release(%d) with %d messages in the ring", n, has))
	}
}

// clear clears the n oldest slots.
func (c *Consumer[T]) clear(n int) {
	i := int(c.head & c.mask)
	k := min(n, len(c.slots)-i)
	clear(c.slots[i : i+k])
	clear(c.slots[:n-k])
}

// Consume calls f on up to limit of the oldest messages in place, in at most
// two contiguous windows, then hands all their slots back at once and returns
// how many there were: 0 only if the ring was empty or limit is below 1.
//
// If f panics, the window it panicked on and what follows stay in the ring. f
// must neither keep the window nor receive from this consumer; Consume panics
// if it did the latter.
func (c *Consumer[T]) Consume(limit int, f func([]T)) int {
	n := c.atMost(limit)
	if n <= 0 {
		return 0
	}
	i := int(c.head & c.mask)
	if n > len(c.slots)-i {
		return c.consumeAround(n, f)
	}
	w := c.slots[i : i+n : i+n] //mc:show
	c.visit(w, f)
	c.Release(n)
	return n
}

// consumeAround is Consume of n messages in two windows: the first is received
// also if f panics on the second.
func (c *Consumer[T]) consumeAround(n int, f func([]T)) int {
	start, done := c.head, 0
	defer func() {
		if done > 0 && c.head == start {
			c.Release(done)
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

// Cached returns how many messages are known to be in the ring, without
// looking at the producer's tail.
func (c *Consumer[T]) Cached() int { return int(c.cachedTail - c.head) }

// Readable looks at tail and returns how many messages are in the ring.
func (c *Consumer[T]) Readable() int {
	if c.wary && !c.expects() {
		return c.Cached()
	}
	return c.look()
}

// look is Readable of a consumer that is not wary.
func (c *Consumer[T]) look() int {
	c.cachedTail = c.both.tail.Load() //mo:acquire ring.publish — takes slots [head, tail) from the producer
	c.wary = c.cachedTail == c.head
	return c.Cached()
}

// expects reports whether tail may still move. It comes before a look that follows
// one in vain, and asks for the lines of the next slot, so that the slot comes from
// the other core along with tail, and not after it.
//
//go:noinline
func (c *Consumer[T]) expects() bool {
	if c.sealed {
		return false
	}
	c.wantNext()
	return true
}

// atMost returns n, or how many messages there are, looking at tail if it must.
func (c *Consumer[T]) atMost(n int) int {
	if c.Cached() < n {
		c.Readable()
	}
	return min(n, c.Cached())
}

// Head returns the position of the oldest message. It changes whenever the
// consumer takes something, so equal values mean nothing was taken between.
func (c *Consumer[T]) Head() uint64 { return c.head }

// Len returns the number of messages in the ring, 0 ≤ Len ≤ Cap, as of a moment
// during the call. Any goroutine may call it.
func (c *Consumer[T]) Len() int { return c.both.len(len(c.slots)) }

// Cap returns the capacity in messages. Any goroutine may call it.
func (c *Consumer[T]) Cap() int { return len(c.slots) }
