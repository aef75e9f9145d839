// Package sync stands in for model/explore/sync in source that is recorded.
package sync

import (
	"sync"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

var (
	lock   = explore.Site{Label: "sync.mutex", Pos: "sync.Mutex.Lock"}
	unlock = explore.Site{Label: "sync.mutex", Pos: "sync.Mutex.Unlock"}
)

// Mutex is sync.Mutex: a location that is 1 while the lock is held.
type Mutex struct{ mu sync.Mutex }

// Lock locks.
func (m *Mutex) Lock() {
	m.mu.Lock()
	record.Note("update", unsafe.Pointer(m), &lock, 0, 1)
}

// Unlock unlocks.
func (m *Mutex) Unlock() {
	record.NoteStore("store", unsafe.Pointer(m), &unlock, 0)
	m.mu.Unlock()
}
