package atomic

import (
	"sync/atomic"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
	"github.com/ringmpsc/ringmpsc-go/internal/refine/record/sync"
)

// Bool is atomic.Bool: a location that is 0 or 1.
type Bool struct{ v Uint32 }

// LoadAt loads.
func (x *Bool) LoadAt(s *Site) bool { return x.v.LoadAt(s) != 0 }

// SwapAt replaces the value and returns the one before.
func (x *Bool) SwapAt(s *Site, v bool) bool {
	old := x.v.v.Swap(bit(v))
	record.Note("update", unsafe.Pointer(x), s, uint64(old), uint64(bit(v)))
	return old != 0
}

// CompareAndSwapAt replaces old by v, if it is there.
func (x *Bool) CompareAndSwapAt(s *Site, old, v bool) bool {
	return x.v.CompareAndSwapAt(s, bit(old), bit(v))
}

func bit(v bool) uint32 {
	if v {
		return 1
	}
	return 0
}

// Pointer is atomic.Pointer: a location that holds an address.
type Pointer[T any] struct{ v atomic.Pointer[T] }

// LoadAt loads.
func (x *Pointer[T]) LoadAt(s *Site) *T {
	p := x.v.Load()
	record.Note("load", unsafe.Pointer(x), s, address(p), address(p))
	return p
}

// SwapAt replaces the pointer and returns the one before.
func (x *Pointer[T]) SwapAt(s *Site, p *T) *T {
	old := x.v.Swap(p)
	record.Note("update", unsafe.Pointer(x), s, address(old), address(p))
	return old
}

// CompareAndSwapAt replaces old by p, if it is there. One that fails is the load
// that found another pointer.
func (x *Pointer[T]) CompareAndSwapAt(s *Site, old, p *T) bool {
	for {
		if now := x.v.Load(); now != old {
			record.Note("load", unsafe.Pointer(x), s, address(now), address(now))
			return false
		}
		if x.v.CompareAndSwap(old, p) {
			record.Note("update", unsafe.Pointer(x), s, address(old), address(p))
			return true
		}
	}
}

func address[T any](p *T) uint64 { return uint64(uintptr(unsafe.Pointer(p))) }

// Under returns p.
func Under[T any](_ *sync.Mutex, p *T, _ string) *T { return p }
