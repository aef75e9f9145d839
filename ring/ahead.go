package ring

import (
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// ahead lets a producer that sends one small message at a time ask for the cache
// lines of its next slots before it writes them. The consumer has read those
// lines last, so each must come back; without asking, the producer waits for
// every one of them, we suppose because the processor's store buffer holds about as many
// messages as a line does.
type ahead struct {
	first unsafe.Pointer // constant: the first slot
	size  uintptr        // constant: bytes of a slot
	every uint64         // constant: messages of a line, less one; all ones to never ask
	far   uint64         // constant: how many messages ahead
}

const (
	cacheLine  = 64      // bytes
	farLines   = 16      // ahead; far enough for a line to come from the other core
	nearlySeen = 1 << 18 // bytes of slots: where rings are larger, what is ahead was read long ago, and the processor prefetches it
)

// newAhead returns what to do for n slots of size bytes.
func newAhead(first unsafe.Pointer, n int, size uintptr) ahead {
	if size == 0 || size > cacheLine/2 || cacheLine%size != 0 || uintptr(n)*size >= nearlySeen || uintptr(n)*size < 4*cacheLine {
		return ahead{every: ^uint64(0)}
	}
	perLine := uint64(cacheLine / size)
	return ahead{first: first, size: size, every: perLine - 1, far: min(farLines*perLine, uint64(n)/2)}
}

// ownAhead asks for the line of the slot that is far ahead.
func (p *Producer[T]) ownAhead() {
	if p.far != 0 {
		order.Own(unsafe.Add(p.first, uintptr((p.tail+p.far)&p.mask)*p.size))
	}
}
