package ring

import "fmt"

// Check returns an error if the position invariant of the package
// documentation does not hold. Nobody else may be using the ring.
func Check[T any](p *Producer[T], c *Consumer[T]) error {
	head, tail := p.both.head.Load(), p.both.tail.Load()
	if c.head != head || p.tail != tail {
		return fmt.Errorf("private head %d, tail %d differ from shared %d, %d", c.head, p.tail, head, tail)
	}
	for _, d := range []struct {
		what string
		dist uint64
		max  int
	}{
		{"limit ≤ head+capacity", head + uint64(len(p.slots)) - p.limit, len(p.slots)},
		{"tail ≤ limit", p.limit - tail, len(p.slots)},
		{"head ≤ cachedTail", c.cachedTail - head, len(p.slots)},
		{"cachedTail ≤ tail", tail - c.cachedTail, len(p.slots)},
	} {
		if d.dist > uint64(d.max) {
			return fmt.Errorf("%s: distance %d", d.what, int64(d.dist))
		}
	}
	return nil
}

// Slots returns the ring's array.
func Slots[T any](p *Producer[T]) []T { return p.slots }
