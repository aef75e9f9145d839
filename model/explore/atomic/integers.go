package atomic

import (
	"sync/atomic"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// integer stands in for the atomic integers that are not Uint32 or Uint64.
type integer[T int32 | int64 | uintptr] struct {
	_ noCopy
	v atomic.Uint64 // the bits of T, sign-extended
}

// noCopy lets vet find copies.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// Int32 stands in for atomic.Int32.
type Int32 struct{ integer[int32] }

// Int64 stands in for atomic.Int64.
type Int64 struct{ integer[int64] }

// Uintptr stands in for atomic.Uintptr.
type Uintptr struct{ integer[uintptr] }

// Peek returns the value in memory.
func (x *integer[T]) Peek() uint64 { return x.v.Load() }

// update is a read-modify-write; it returns the value before.
func (x *integer[T]) update(s *Site, f func(T) T) T {
	if w := explore.Running(); w != nil {
		return T(w.UpdateAt(unsafe.Pointer(x), s, func(v uint64) uint64 { return uint64(f(T(v))) }))
	}
	for {
		old := x.v.Load()
		if x.v.CompareAndSwap(old, uint64(f(T(old)))) {
			return T(old)
		}
	}
}

// Load is LoadAt without a site.
func (x *integer[T]) Load() T { return x.LoadAt(nil) }

// LoadAt loads.
func (x *integer[T]) LoadAt(s *Site) T {
	if w := explore.Running(); w != nil {
		return T(w.LoadAt(unsafe.Pointer(x), s))
	}
	return T(x.v.Load())
}

// Store is StoreAt without a site.
func (x *integer[T]) Store(v T) { x.StoreAt(nil, v) }

// StoreAt stores.
func (x *integer[T]) StoreAt(s *Site, v T) {
	if w := explore.Running(); w != nil {
		w.StoreAt(unsafe.Pointer(x), s, uint64(v))
		return
	}
	x.v.Store(uint64(v))
}

// Swap is SwapAt without a site.
func (x *integer[T]) Swap(v T) T { return x.SwapAt(nil, v) }

// SwapAt replaces the value and returns the one before.
func (x *integer[T]) SwapAt(s *Site, v T) T { return x.update(s, func(T) T { return v }) }

// Add is AddAt without a site.
func (x *integer[T]) Add(d T) T { return x.AddAt(nil, d) }

// AddAt adds and returns the new value.
func (x *integer[T]) AddAt(s *Site, d T) T { return x.update(s, func(v T) T { return v + d }) + d }

// And is AndAt without a site.
func (x *integer[T]) And(mask T) T { return x.AndAt(nil, mask) }

// AndAt keeps bits and returns the value before.
func (x *integer[T]) AndAt(s *Site, mask T) T { return x.update(s, func(v T) T { return v & mask }) }

// Or is OrAt without a site.
func (x *integer[T]) Or(mask T) T { return x.OrAt(nil, mask) }

// OrAt sets bits and returns the value before.
func (x *integer[T]) OrAt(s *Site, mask T) T { return x.update(s, func(v T) T { return v | mask }) }

// CompareAndSwap is CompareAndSwapAt without a site.
func (x *integer[T]) CompareAndSwap(old, v T) bool { return x.CompareAndSwapAt(nil, old, v) }

// CompareAndSwapAt replaces old by v, if it is there.
func (x *integer[T]) CompareAndSwapAt(s *Site, old, v T) bool {
	if w := explore.Running(); w != nil {
		return w.CompareAndSwapAt(unsafe.Pointer(x), s, uint64(old), uint64(v))
	}
	return x.v.CompareAndSwap(uint64(old), uint64(v))
}
