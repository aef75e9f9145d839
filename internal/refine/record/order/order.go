// Package order stands in for model/explore/order when a ring is recorded.
package order

import (
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record/atomic"
)

// StoreRelease publishes a position.
func StoreRelease(p *atomic.Uint64, v uint64) { p.Publish(v) }

// StoreReleaseAt is StoreRelease.
func StoreReleaseAt(_ *atomic.Site, p *atomic.Uint64, v uint64) { p.Publish(v) }

// Light is nothing.
func Light() {}

// LightAt is nothing.
func LightAt(*atomic.Site) {}

// Heavy is nothing.
func Heavy() {}

// HeavyAt is nothing.
func HeavyAt(*atomic.Site) {}

// Own is a hint, and nothing here.
func Own(unsafe.Pointer) {}
