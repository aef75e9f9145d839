package ring

import (
	"math"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// ahead lets a side that sends or receives one message at a time ask for the
// cache lines of the slots that follow, before it needs them. The other side has
// used those lines last, so each must come from there; without asking, a producer
// waits for every one of them, we suppose because the processor's store buffer
// holds about as many small messages as a line does, and a consumer because the
// loads of the next message begin too late.
type ahead struct {
	first unsafe.Pointer // constant: the first slot
	size  uintptr        // constant: bytes of a slot
	lines int            // constant: how many lines to ask for; 0 to never ask
	every uint64         // constant: producer: messages from asking to asking, less one; all ones where lines is 0
	far   uint64         // constant: how many messages ahead; consumer: all ones where lines is 0
}

const (
	cacheLine  = 64      // bytes
	farLines   = 16      // ahead; far enough for a line to come from the other core
	nearlySeen = 1 << 18 // bytes of slots: where rings of small messages are larger, what is ahead was read long ago, and the processor prefetches it
	largest    = 512     // bytes of a slot: the processor prefetches what follows a longer run of lines
)

// newAhead returns what a producer and a consumer are to do with n slots of size
// bytes. Of messages that are parts of a line, only the producer asks.
func newAhead(first unsafe.Pointer, n int, size uintptr) (p, c ahead) {
	p = ahead{first: first, size: size, every: math.MaxUint64}
	c = ahead{first: first, size: size, far: math.MaxUint64}
	bytes := uintptr(n) * size
	switch {
	case size == 0 || size > largest || bytes < 4*cacheLine:
	case size > cacheLine/2:
		p.lines, p.every, p.far = int((size+cacheLine-1)/cacheLine), 0, min(farLines*cacheLine/uint64(size), uint64(n)/8)
		c.lines, c.far = p.lines, max(1, p.far)
	case cacheLine%size == 0 && bytes < nearlySeen:
		perLine := uint64(cacheLine / size)
		p.lines, p.every, p.far = 1, perLine-1, min(farLines*perLine, uint64(n)/8)
	}
	return p, c
}

// ownAhead asks for the lines of the slot that is far ahead, if it is known to be
// free.
func (p *Producer[T]) ownAhead() {
	if p.far != 0 && p.far < p.limit-p.tail {
		order.Own(unsafe.Add(p.first, uintptr((p.tail+p.far)&p.mask)*p.size), p.lines)
	}
}

// wantAhead asks for the lines of the slot that is far ahead, which holds a
// message.
func (c *Consumer[T]) wantAhead() {
	order.Want(unsafe.Add(c.first, uintptr((c.head+c.far)&c.mask)*c.size), c.lines)
}

// wantNext asks for the lines of the next slot.
func (c *Consumer[T]) wantNext() {
	order.Want(unsafe.Add(c.first, uintptr(c.head&c.mask)*c.size), c.lines)
}
