package atomic

import (
	"sync/atomic"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Pointer stands in for atomic.Pointer. In an exploration it holds the numbers
// of objects that were there when the channel was watched.
type Pointer[T any] struct{ v atomic.Pointer[T] }

// Target returns the pointer in memory.
func (x *Pointer[T]) Target() any { return x.v.Load() }

// Load is LoadAt without a label.
func (x *Pointer[T]) Load() *T { return x.LoadAt(nil) }

// LoadAt loads.
func (x *Pointer[T]) LoadAt(s *Site) *T {
	if w := explore.Running(); w != nil {
		return (*T)(w.Object(w.LoadAt(unsafe.Pointer(x), s)))
	}
	return x.v.Load()
}

// Store is StoreAt without a label.
func (x *Pointer[T]) Store(v *T) { x.StoreAt(nil, v) }

// StoreAt stores.
func (x *Pointer[T]) StoreAt(s *Site, v *T) {
	if w := explore.Running(); w != nil {
		w.StoreAt(unsafe.Pointer(x), s, w.Number(unsafe.Pointer(v)))
		return
	}
	x.v.Store(v)
}

// Swap is SwapAt without a label.
func (x *Pointer[T]) Swap(v *T) *T { return x.SwapAt(nil, v) }

// SwapAt replaces the pointer and returns the one before.
func (x *Pointer[T]) SwapAt(s *Site, v *T) *T {
	if w := explore.Running(); w != nil {
		n := w.Number(unsafe.Pointer(v))
		return (*T)(w.Object(w.UpdateAt(unsafe.Pointer(x), s, func(uint64) uint64 { return n })))
	}
	return x.v.Swap(v)
}

// CompareAndSwap is CompareAndSwapAt without a label.
func (x *Pointer[T]) CompareAndSwap(old, v *T) bool { return x.CompareAndSwapAt(nil, old, v) }

// CompareAndSwapAt replaces old by v, if it is there.
func (x *Pointer[T]) CompareAndSwapAt(s *Site, old, v *T) bool {
	if w := explore.Running(); w != nil {
		return w.CompareAndSwapAt(unsafe.Pointer(x), s, w.Number(unsafe.Pointer(old)), w.Number(unsafe.Pointer(v)))
	}
	return x.v.CompareAndSwap(old, v)
}
