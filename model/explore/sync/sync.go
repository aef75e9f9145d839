// Package sync stands in for sync in production source that is being explored.
// What it lacks cannot be explored.
package sync

import (
	"sync"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Mutex stands in for sync.Mutex: in an exploration a location that holds 1
// while the lock is held.
type Mutex struct {
	mu     sync.Mutex
	holder int // in an exploration: the goroutine's number, from 1; 0: nobody
}

var (
	lock   = explore.Site{Label: "sync.mutex", Pos: "sync.Mutex.Lock", Order: explore.Acquire}
	unlock = explore.Site{Label: "sync.mutex", Pos: "sync.Mutex.Unlock", Order: explore.Release}
)

// Peek returns the value to begin with: nobody holds the lock.
func (m *Mutex) Peek() uint64 { return 0 }

// Lock waits until nobody holds the lock, and takes it.
func (m *Mutex) Lock() {
	if w := explore.Running(); w != nil {
		w.TakeAt(unsafe.Pointer(m), &lock, 0, 1)
		m.holder = w.Self() + 1
		return
	}
	m.mu.Lock()
}

// Held reports whether the running goroutine of an exploration holds the lock.
func (m *Mutex) Held() bool { return m.holder == explore.Running().Self()+1 }

// Unlock gives the lock back.
func (m *Mutex) Unlock() {
	if w := explore.Running(); w != nil {
		m.holder = 0
		w.StoreAt(unsafe.Pointer(m), &unlock, 0)
		return
	}
	m.mu.Unlock()
}
