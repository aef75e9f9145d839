// Package atomic stands in for model/explore/atomic in source that is recorded:
// what it does to memory is what sync/atomic does, and the goroutines' logs say
// what that was.
package atomic

import (
	"sync/atomic"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Site is a labelled access.
type Site = explore.Site

// Shared is for the explorer.
func Shared(string) {}

// Uint64 is atomic.Uint64.
type Uint64 struct{ v atomic.Uint64 }

// Word returns what is recorded, for who records what it does to it.
func (x *Uint64) Word() *atomic.Uint64 { return &x.v }

// Load is LoadAt without a site.
func (x *Uint64) Load() uint64 { return x.LoadAt(nil) }

// LoadAt loads.
func (x *Uint64) LoadAt(s *Site) uint64 {
	v := x.v.Load()
	record.Note("load", unsafe.Pointer(x), s, v, v)
	return v
}

// StoreAt stores.
func (x *Uint64) StoreAt(s *Site, v uint64) {
	x.v.Store(v)
	record.NoteStore("store", unsafe.Pointer(x), s, v)
}

// AddAt adds and returns the new value.
func (x *Uint64) AddAt(s *Site, d uint64) uint64 {
	v := x.v.Add(d)
	record.Note("update", unsafe.Pointer(x), s, v-d, v)
	return v
}

// CompareAndSwapAt replaces old by v, if it is there. One that fails is the load
// that found another value.
func (x *Uint64) CompareAndSwapAt(s *Site, old, v uint64) bool {
	for {
		if w := x.v.Load(); w != old {
			record.Note("load", unsafe.Pointer(x), s, uint64(w), uint64(w))
			return false
		}
		if x.v.CompareAndSwap(old, v) {
			record.Note("update", unsafe.Pointer(x), s, uint64(old), uint64(v))
			return true
		}
	}
}

// Uint32 is atomic.Uint32.
type Uint32 struct{ v atomic.Uint32 }

// Load is LoadAt without a site.
func (x *Uint32) Load() uint32 { return x.LoadAt(nil) }

// LoadAt loads.
func (x *Uint32) LoadAt(s *Site) uint32 {
	v := x.v.Load()
	record.Note("load", unsafe.Pointer(x), s, uint64(v), uint64(v))
	return v
}

// Store is StoreAt without a site.
func (x *Uint32) Store(v uint32) { x.StoreAt(nil, v) }

// StoreAt stores.
func (x *Uint32) StoreAt(s *Site, v uint32) {
	x.v.Store(v)
	record.NoteStore("store", unsafe.Pointer(x), s, uint64(v))
}

// OrAt sets bits and returns the value before.
func (x *Uint32) OrAt(s *Site, mask uint32) uint32 {
	old := x.v.Or(mask)
	record.Note("update", unsafe.Pointer(x), s, uint64(old), uint64(old|mask))
	return old
}

// AndAt keeps bits and returns the value before.
func (x *Uint32) AndAt(s *Site, mask uint32) uint32 {
	old := x.v.And(mask)
	record.Note("update", unsafe.Pointer(x), s, uint64(old), uint64(old&mask))
	return old
}

// CompareAndSwapAt replaces old by v, if it is there. One that fails is the load
// that found another value.
func (x *Uint32) CompareAndSwapAt(s *Site, old, v uint32) bool {
	for {
		if w := x.v.Load(); w != old {
			record.Note("load", unsafe.Pointer(x), s, uint64(w), uint64(w))
			return false
		}
		if x.v.CompareAndSwap(old, v) {
			record.Note("update", unsafe.Pointer(x), s, uint64(old), uint64(v))
			return true
		}
	}
}
