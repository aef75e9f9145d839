// Package order stands in for model/explore/order in source that is recorded.
// Stores and fences are those of internal/order.
package order

import (
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
	"github.com/ringmpsc/ringmpsc-go/internal/refine/record/atomic"
)

// StoreReleaseAt stores.
func StoreReleaseAt(s *atomic.Site, p *atomic.Uint64, v uint64) {
	order.StoreRelease(p.Word(), v)
	record.NoteStore("store", unsafe.Pointer(p), s, v)
}

// LightAt is a light fence.
func LightAt(s *atomic.Site) {
	order.Light()
	record.NoteStore("light", nil, s, 0)
}

// HeavyAt is a heavy fence.
func HeavyAt(s *atomic.Site) {
	record.Note("heavy", nil, s, 0, 0)
	order.Heavy()
}

// Own is a hint.
func Own(p unsafe.Pointer, lines int) { order.Own(p, lines) }

// Want is a hint.
func Want(p unsafe.Pointer, lines int) { order.Want(p, lines) }

// Pause keeps the processor busy for a while.
func Pause(turns int) { order.Pause(turns) }
