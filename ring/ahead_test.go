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
		n    int
		size uintptr
		asks bool
	}{
		{1024, 8, true}, {64, 8, true}, {1024, 32, true}, {4096, 16, true}, {128, 4, true},
		{16, 8, false},      // two lines
		{1 << 15, 8, false}, // large
		{1024, 24, false},   // slots straddle lines
		{1024, 64, false}, {1024, 4096, false}, {1024, 0, false},
	} {
		slots := make([]byte, uintptr(c.n)*max(1, c.size))
		a := newAhead(unsafe.Pointer(unsafe.SliceData(slots)), c.n, c.size)
		if asks := a.every != math.MaxUint64; asks != c.asks {
			t.Errorf("%d slots of %d bytes: asks %t, want %t", c.n, c.size, asks, c.asks)
		}
		if c.asks && (a.every+1)*uint64(c.size) != cacheLine {
			t.Errorf("%d slots of %d bytes: asks every %d messages", c.n, c.size, a.every+1)
		}
		if a.far > uint64(c.n)/2 || c.asks && a.far%(a.every+1) != 0 {
			t.Errorf("%d slots of %d bytes: asks %d messages ahead", c.n, c.size, a.far)
		}
	}
}
