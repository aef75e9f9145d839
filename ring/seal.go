package ring

import "github.com/ringmpsc/ringmpsc-go/internal/order"

// Sealing decides which messages a ring has accepted when it is closed while
// somebody sends. The first Seal fixes the final tail; messages behind it are
// delivered, messages published after it are refused, and both sides learn the
// same answer. The ring alone cannot stop a sender, so its user keeps a flag:
//
//	closer    X1  set the flag
//	          X2  Seal: heavy fence, look at tail       ring.fence, ring.publish
//	producer  P4  publish, light fence                  ring.publish, ring.fence
//	          P5  look at the flag; if set: Seal, and what Refused counts was not sent
//	consumer  C2  look at tail, light fence             ring.publish, ring.fence
//	          C2' look at the flag; if set: Seal, which bounds what may be read
//
// Whoever seals knows the flag to be set and then executes a heavy fence. If C2'
// or P5 finds the flag down, its light fence came before every such heavy fence,
// so its tail is within every final tail that X2, P5 or C2' can choose.
// Otherwise the final tail is known before anything is read or reported.

// seal fixes the final tail, unless it is fixed already, and returns it.
func (s *positions) seal() uint64 {
	if f := s.final.Load(); f != 0 { //mo:acquire ring.seal — decided; what is behind it was published to whoever decided
		return s.start + f - 1
	}
	order.Heavy()                             //mo:heavy ring.fence — after the flag, before the look at tail
	tail := s.tail.Load()                     //mo:acquire ring.publish — everything published before the flag was set is in
	s.final.CompareAndSwap(0, tail-s.start+1) //mo:acqrel ring.seal — the first one decides
	return s.start + s.final.Load() - 1       //mo:relaxed ring.seal — the compare-and-swap has seen the decision already
}

// Seal fixes the ring's final tail, unless it is fixed already. Any goroutine
// may call it; lock-free, but the call that fixes it includes [Barrier].
func (p *Producer[T]) Seal() { p.both.seal() }

// Refused seals the ring, and returns how many of the last n messages
// published came after the final tail. Their slots are cleared: the consumer
// will never look at them. The caller sends nothing more.
func (p *Producer[T]) Refused(n int) int {
	refused := max(0, int(int64(p.tail-p.both.seal())))
	for i := range min(n, refused) {
		var zero T
		p.slots[(p.tail-1-uint64(i))&p.mask] = zero
	}
	return min(n, refused)
}

// Totals returns how many messages were sent and received since the ring was
// made, received ≤ sent. On a sealed ring, sent is final. Any goroutine may
// call it.
func (p *Producer[T]) Totals() (sent, received uint64) { return p.both.totals() }

// Seal seals the ring and bounds the consumer by its final tail: from now on
// an empty ring stays empty.
func (c *Consumer[T]) Seal() {
	c.cachedTail = c.both.seal()
	c.sealed, c.wary = true, true
}

// Sealed reports whether the consumer has sealed the ring.
func (c *Consumer[T]) Sealed() bool { return c.sealed }
