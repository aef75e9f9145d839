// Package atomic stands in for sync/atomic in production source that is being
// explored. The instrumenter replaces the import and passes to each labelled
// call the site it stands at; calls without a label are sequentially
// consistent. Outside of an exploration everything goes to memory as usual.
package atomic

import (
	"sync/atomic"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Site is a labelled access.
type Site = explore.Site

// Uint64 stands in for atomic.Uint64.
type Uint64 struct{ v atomic.Uint64 }

// Peek returns the value in memory.
func (x *Uint64) Peek() uint64 { return x.v.Load() }

// Load is LoadAt without a label.
func (x *Uint64) Load() uint64 { return x.LoadAt(nil) }

// LoadAt loads.
func (x *Uint64) LoadAt(s *Site) uint64 {
	if w := explore.Running(); w != nil {
		return w.LoadAt(unsafe.Pointer(x), s)
	}
	return x.v.Load()
}

// Store is StoreAt without a label.
func (x *Uint64) Store(v uint64) { x.StoreAt(nil, v) }

// StoreAt stores.
func (x *Uint64) StoreAt(s *Site, v uint64) {
	if w := explore.Running(); w != nil {
		w.StoreAt(unsafe.Pointer(x), s, v)
		return
	}
	x.v.Store(v)
}

// Add is AddAt without a label.
func (x *Uint64) Add(d uint64) uint64 { return x.AddAt(nil, d) }

// AddAt adds and returns the new value.
func (x *Uint64) AddAt(s *Site, d uint64) uint64 {
	if w := explore.Running(); w != nil {
		return d + w.UpdateAt(unsafe.Pointer(x), s, func(v uint64) uint64 { return v + d })
	}
	return x.v.Add(d)
}

// CompareAndSwap is CompareAndSwapAt without a label.
func (x *Uint64) CompareAndSwap(old, v uint64) bool { return x.CompareAndSwapAt(nil, old, v) }

// CompareAndSwapAt replaces old by v, if it is there.
func (x *Uint64) CompareAndSwapAt(s *Site, old, v uint64) bool {
	if w := explore.Running(); w != nil {
		return w.CompareAndSwapAt(unsafe.Pointer(x), s, old, v)
	}
	return x.v.CompareAndSwap(old, v)
}

// Uint32 stands in for atomic.Uint32.
type Uint32 struct{ v atomic.Uint32 }

// Peek returns the value in memory.
func (x *Uint32) Peek() uint64 { return uint64(x.v.Load()) }

// Load is LoadAt without a label.
func (x *Uint32) Load() uint32 { return x.LoadAt(nil) }

// LoadAt loads.
func (x *Uint32) LoadAt(s *Site) uint32 {
	if w := explore.Running(); w != nil {
		return uint32(w.LoadAt(unsafe.Pointer(x), s))
	}
	return x.v.Load()
}

// Store is StoreAt without a label.
func (x *Uint32) Store(v uint32) { x.StoreAt(nil, v) }

// StoreAt stores.
func (x *Uint32) StoreAt(s *Site, v uint32) {
	if w := explore.Running(); w != nil {
		w.StoreAt(unsafe.Pointer(x), s, uint64(v))
		return
	}
	x.v.Store(v)
}

// Or is OrAt without a label.
func (x *Uint32) Or(mask uint32) uint32 { return x.OrAt(nil, mask) }

// OrAt sets bits and returns the value before.
func (x *Uint32) OrAt(s *Site, mask uint32) uint32 {
	if w := explore.Running(); w != nil {
		return uint32(w.UpdateAt(unsafe.Pointer(x), s, func(v uint64) uint64 { return v | uint64(mask) }))
	}
	return x.v.Or(mask)
}

// And is AndAt without a label.
func (x *Uint32) And(mask uint32) uint32 { return x.AndAt(nil, mask) }

// AndAt keeps bits and returns the value before.
func (x *Uint32) AndAt(s *Site, mask uint32) uint32 {
	if w := explore.Running(); w != nil {
		return uint32(w.UpdateAt(unsafe.Pointer(x), s, func(v uint64) uint64 { return v & uint64(mask) }))
	}
	return x.v.And(mask)
}

// Swap is SwapAt without a label.
func (x *Uint32) Swap(v uint32) uint32 { return x.SwapAt(nil, v) }

// SwapAt replaces the value and returns the one before.
func (x *Uint32) SwapAt(s *Site, v uint32) uint32 {
	if w := explore.Running(); w != nil {
		return uint32(w.UpdateAt(unsafe.Pointer(x), s, func(uint64) uint64 { return uint64(v) }))
	}
	return x.v.Swap(v)
}

// CompareAndSwap is CompareAndSwapAt without a label.
func (x *Uint32) CompareAndSwap(old, v uint32) bool { return x.CompareAndSwapAt(nil, old, v) }

// CompareAndSwapAt replaces old by v, if it is there.
func (x *Uint32) CompareAndSwapAt(s *Site, old, v uint32) bool {
	if w := explore.Running(); w != nil {
		return w.CompareAndSwapAt(unsafe.Pointer(x), s, uint64(old), uint64(v))
	}
	return x.v.CompareAndSwap(old, v)
}
