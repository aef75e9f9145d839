package atomic

import (
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Swap is SwapAt without a site.
func (x *Uint64) Swap(v uint64) uint64 { return x.SwapAt(nil, v) }

// SwapAt replaces the value and returns the one before.
func (x *Uint64) SwapAt(s *Site, v uint64) uint64 {
	if w := explore.Running(); w != nil {
		return w.UpdateAt(unsafe.Pointer(x), s, func(uint64) uint64 { return v })
	}
	return x.v.Swap(v)
}

// Or is OrAt without a site.
func (x *Uint64) Or(mask uint64) uint64 { return x.OrAt(nil, mask) }

// OrAt sets bits and returns the value before.
func (x *Uint64) OrAt(s *Site, mask uint64) uint64 {
	if w := explore.Running(); w != nil {
		return w.UpdateAt(unsafe.Pointer(x), s, func(v uint64) uint64 { return v | mask })
	}
	return x.v.Or(mask)
}

// And is AndAt without a site.
func (x *Uint64) And(mask uint64) uint64 { return x.AndAt(nil, mask) }

// AndAt keeps bits and returns the value before.
func (x *Uint64) AndAt(s *Site, mask uint64) uint64 {
	if w := explore.Running(); w != nil {
		return w.UpdateAt(unsafe.Pointer(x), s, func(v uint64) uint64 { return v & mask })
	}
	return x.v.And(mask)
}

// Add is AddAt without a site.
func (x *Uint32) Add(d uint32) uint32 { return x.AddAt(nil, d) }

// AddAt adds and returns the new value.
func (x *Uint32) AddAt(s *Site, d uint32) uint32 {
	if w := explore.Running(); w != nil {
		return d + uint32(w.UpdateAt(unsafe.Pointer(x), s, func(v uint64) uint64 { return uint64(uint32(v) + d) }))
	}
	return x.v.Add(d)
}
