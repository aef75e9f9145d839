// Package order stands in for internal/order in production source that is being
// explored. The instrumenter replaces the import, and turns a labelled call into
// the one whose name ends in At, with the site as its first argument, as it does
// for package atomic:
//
//	order.StoreRelease(&p.tail, v) //mo:release ring.publish — …
//	order.StoreReleaseAt(&mcSites[0], &p.tail, v)
//	order.Light() //mo:light wait.bell — …
//	order.LightAt(&mcSites[1])
//
// The orders of such sites are [explore.Release], [explore.Light] and
// [explore.Heavy]. A weakened store is relaxed, a weakened fence is nothing. A
// call without a label is what its name says.
//
// Outside of an exploration a store is an atomic one, and the fences are
// nothing.
package order

import (
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
)

// unlabelled is the site of stores that have none.
var unlabelled = explore.Site{Pos: "an unlabelled StoreRelease", Order: explore.Release}

// StoreRelease is StoreReleaseAt without a label.
func StoreRelease(p *atomic.Uint64, v uint64) { StoreReleaseAt(&unlabelled, p, v) }

// StoreReleaseAt stores v at p with the order of the site.
func StoreReleaseAt(s *atomic.Site, p *atomic.Uint64, v uint64) {
	if w := explore.Running(); w != nil {
		w.StoreAt(unsafe.Pointer(p), s, v)
		return
	}
	p.Store(v)
}

// Light is LightAt without a label.
func Light() { LightAt(nil) }

// LightAt is a light fence.
func LightAt(s *atomic.Site) {
	if w := explore.Running(); w != nil {
		w.LightAt(s)
	}
}

// Heavy is HeavyAt without a label.
func Heavy() { HeavyAt(nil) }

// HeavyAt is a heavy fence.
func HeavyAt(s *atomic.Site) {
	if w := explore.Running(); w != nil {
		w.HeavyAt(s)
	}
}

// Own is a hint, and nothing here.
func Own(unsafe.Pointer, int) {}

// Want is a hint, and nothing here.
func Want(unsafe.Pointer, int) {}

// Pause does nothing.
func Pause(int) {}
