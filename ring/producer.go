package ring

import "fmt"

// Producer is the sending end of a ring. One goroutine at a time may use it.
type Producer[T any] struct {
	_          noCopy
	_          pad
	both       *positions // constant
	slots      []T        // constant; elements [tail, head+capacity) are the producer's //mc:shared
	mask       uint64     // constant: len(slots)-1
	tail       uint64     // producer: the next position to write; equals both.tail
	limit      uint64     // producer: the tail at which the ring is full; the capacity beyond both.head as last seen
	reservedAt uint64     // producer: the position of the live reservation
	reserved   int        // producer: its length, 0 when none is live
	clears     bool       // constant: T holds pointers
	ahead                 // constant
	_          pad
}

// TrySend appends v and reports whether it did: false only if the ring was
// full at a moment during the call, in the order that the package comment
// explains. It never waits. Linearization point:
// publishing tail, or the look at head that found the ring full.
func (p *Producer[T]) TrySend(v T) bool {
	tail := p.tail
	if tail == p.limit && p.free() == 0 {
		return false
	}
	p.slots[tail&p.mask] = v
	tail++
	p.tail = tail
	if tail&p.every == 0 {
		p.ownAhead()
	}
	p.both.publish(tail)
	return true
}

// TrySendBatch appends as many of vs as fit, in order, publishes them at once
// and returns how many: fewer than len(vs) only if the ring became full.
func (p *Producer[T]) TrySendBatch(vs []T) int {
	n := len(vs)
	if n > p.CachedFree() {
		n = min(n, p.free())
	}
	if n == 0 {
		return 0
	}
	i := int(p.tail & p.mask)
	k := copy(p.slots[i:], vs[:n])
	copy(p.slots, vs[k:n])
	p.publish(n)
	return n
}

// Reserve returns free slots to be written in place: contiguous, at most n,
// fewer at the end of the array or when fewer are free, none when the ring is
// full. Their contents are unspecified. A second Reserve replaces the first;
// any send ends the reservation, and what was written to the rest of it is
// dropped with the next Reserve or Commit. It panics if n is negative.
func (p *Producer[T]) Reserve(n int) []T {
	i := int(p.tail & p.mask)
	n = min(n, len(p.slots)-i)
	if uint64(n) > p.limit-p.tail { // or negative
		n = p.reservable(n)
	}
	if p.clears {
		p.drop(0)
	}
	p.reservedAt, p.reserved = p.tail, n
	return p.slots[i : i+n : i+n] //mc:lend
}

// reservable looks at head and returns how many of n slots are free.
//
//go:noinline
func (p *Producer[T]) reservable(n int) int {
	if n < 0 {
		panic(fmt.Sprintf("ring: Reserve(%d): negative count", n))
	}
	return min(n, p.free())
}

// Commit publishes the first n reserved slots at once and ends the
// reservation; the caller has written all n. It panics if n is negative or
// more than is reserved, which it is after a Commit or a send.
func (p *Producer[T]) Commit(n int) {
	if uint(n) > uint(p.Reserved()) { // or negative
		p.refuseCommit(n)
	}
	if p.clears {
		p.drop(n)
	}
	p.reserved = 0
	if n > 0 {
		p.publish(n) //mc:return p.slots[p.tail&p.mask:][:n]
	}
}

// refuseCommit panics.
//
//go:noinline
func (p *Producer[T]) refuseCommit(n int) {
	panic(fmt.Sprintf("ring: Commit(%d) with %d slots reserved", n, p.Reserved()))
}

// Reserved returns the length of the live reservation.
func (p *Producer[T]) Reserved() int {
	if p.reservedAt != p.tail {
		return 0
	}
	return p.reserved
}

// drop clears the last reservation but for the first n slots at tail: what was
// written to the others, also if a send ended it, must not be kept alive.
func (p *Producer[T]) drop(n int) {
	sent := p.tail - p.reservedAt // since the reservation
	if sent+uint64(n) < uint64(p.reserved) {
		i := int(p.tail & p.mask)
		clear(p.slots[i+n : i+p.reserved-int(sent)])
	}
}

// publish hands n written slots to the consumer.
func (p *Producer[T]) publish(n int) {
	p.tail += uint64(n)
	p.both.publish(p.tail)
}

// CachedFree returns how many slots are surely free, without looking at head.
func (p *Producer[T]) CachedFree() int { return int(p.limit - p.tail) }

// free looks at head and returns how many slots are free.
func (p *Producer[T]) free() int {
	head := p.both.head.Load() //mo:acquire ring.free — takes slots back from the consumer
	p.limit = head + uint64(len(p.slots))
	return p.CachedFree()
}

// Free looks at head and returns how many messages can be sent now. The
// consumer can only add to it.
func (p *Producer[T]) Free() int { return p.free() }

// Drained reports whether the consumer has taken everything published.
func (p *Producer[T]) Drained() bool { return p.free() == len(p.slots) }

// Len returns the number of messages in the ring, 0 ≤ Len ≤ Cap, as of a moment
// during the call. Any goroutine may call it.
func (p *Producer[T]) Len() int { return p.both.len(len(p.slots)) }

// Cap returns the capacity in messages. Any goroutine may call it.
func (p *Producer[T]) Cap() int { return len(p.slots) }

// noCopy makes vet report copies of a handle.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}
