package explore

import (
	"fmt"
	"unsafe"
)

// Site is an atomic access in production source with the order its label
// declares.
type Site struct {
	Label string // "ring.publish"
	Pos   string // "ring/producer.go:31"
	Order Order
}

// current is the world whose goroutine runs. One world at a time does.
var current *World

// Running returns the world whose goroutine calls it, or nil if the caller is
// not a goroutine of a world: then accesses go to memory as usual.
func Running() *World { return current }

// Self returns the number of the running goroutine.
func (w *World) Self() int { return w.running.id }

// at returns the location at an address.
func (w *World) at(p unsafe.Pointer, s *Site) int32 {
	id, known := w.places[p]
	if !known {
		pos := "an unlabelled access"
		if s != nil {
			pos = s.Pos
		}
		panic(fmt.Sprintf("explore: %s touches a location that no Watch reaches; what is made while goroutines run needs //mc:made, and World.Later", pos))
	}
	return id
}

// site fills in an operation at a labelled access.
func (w *World) site(k opKind, p unsafe.Pointer, s *Site) op {
	o := op{kind: k, loc: w.at(p, s), order: SeqCst, failed: SeqCst, site: s}
	if s == nil {
		return o
	}
	if o.order = s.Order; s.Pos == w.weak {
		o.order = weaker(k, s.Order)
	}
	switch o.failed = o.order; o.order { // the order of a failed compare-and-swap
	case AcqRel:
		o.failed = Acquire
	case Release:
		o.failed = Relaxed
	}
	return o
}

// weaker returns the next weaker order that the operation can have.
func weaker(k opKind, o Order) Order {
	if o != SeqCst {
		return Relaxed
	}
	switch k {
	case opLoad:
		return Acquire
	case opStore:
		return Release
	default:
		return AcqRel
	}
}

// LoadAt is an atomic load at p.
func (w *World) LoadAt(p unsafe.Pointer, s *Site) uint64 { return w.do(w.site(opLoad, p, s)) }

// StoreAt is an atomic store at p.
func (w *World) StoreAt(p unsafe.Pointer, s *Site, v uint64) {
	o := w.site(opStore, p, s)
	o.arg = v
	w.do(o)
}

// UpdateAt is an atomic read-modify-write at p; it returns the value before.
func (w *World) UpdateAt(p unsafe.Pointer, s *Site, f func(uint64) uint64) uint64 {
	o := w.site(opUpdate, p, s)
	o.update = f
	return w.do(o)
}

// CompareAndSwapAt is an atomic compare-and-swap at p.
func (w *World) CompareAndSwapAt(p unsafe.Pointer, s *Site, old, v uint64) bool {
	o := w.site(opCAS, p, s)
	o.arg, o.new = old, v
	return w.do(o) == old
}

// TakeAt waits until p holds old and replaces it by v in one step.
func (w *World) TakeAt(p unsafe.Pointer, s *Site, old, v uint64) {
	o := w.take(p, s, old, v)
	w.do(o)
}

func (w *World) take(p unsafe.Pointer, s *Site, old, v uint64) op {
	o := w.site(opCAS, p, s)
	o.arg, o.new, o.waits = old, v, true
	return o
}

// ReadAt is a plain read at p.
func (w *World) ReadAt(p unsafe.Pointer) uint64 { return w.do(op{kind: opRead, loc: w.at(p, nil)}) }

// WriteAt is a plain write at p.
func (w *World) WriteAt(p unsafe.Pointer, v uint64) {
	w.do(op{kind: opWrite, loc: w.at(p, nil), arg: v})
}

// Keep lets the running goroutine remember something until its next Kept.
func (w *World) Keep(v any) { w.running.kept = v }

// Kept returns what the running goroutine kept.
func (w *World) Kept() any { return w.running.kept }
