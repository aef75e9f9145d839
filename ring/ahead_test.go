package ring

import (
	"math"
	"testing"
	"unsafe"
)

// Lines are asked for where the measurements say that it pays, and only lines of
// the ring.
func TestAhead(t *testing.T) {
	for _, c := range []struct {
		n                int
		size             uintptr
		produce, consume bool
	}{
		{1024, 8, true, false}, {64, 8, true, false}, {1024, 32, true, false}, {4096, 16, true, false}, {128, 4, true, false},
		{16, 8, false, false},      // two lines
		{1 << 15, 8, false, false}, // large
		{1024, 24, false, false},   // slots straddle lines
		{1024, 48, true, true}, {1024, 64, true, true}, {1 << 16, 256, true, true}, {8, 512, true, true}, {4, 512, true, true},
		{1024, 4096, false, false}, {1024, 0, false, false},
	} {
		slots := make([]byte, uintptr(c.n)*max(1, c.size))
		p, q := newAhead(unsafe.Pointer(unsafe.SliceData(slots)), c.n, c.size)
		produce, consume := p.lines != 0, q.lines != 0
		if produce != c.produce || consume != c.consume {
			t.Errorf("%d slots of %d bytes: the producer asks: %t, the consumer: %t, want %t, %t", c.n, c.size, produce, consume, c.produce, c.consume)
		}
		if produce && (p.every+1)*uint64(c.size) != cacheLine && p.every != 0 {
			t.Errorf("%d slots of %d bytes: asks every %d messages", c.n, c.size, p.every+1)
		}
		if p.far > uint64(c.n)/8 || produce != (p.every != math.MaxUint64) || produce && p.far%(p.every+1) != 0 || uintptr(p.lines)*cacheLine >= c.size+cacheLine {
			t.Errorf("%d slots of %d bytes: asks for %d lines, %d messages ahead", c.n, c.size, p.lines, p.far)
		}
	}
}
