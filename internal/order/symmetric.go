//go:build !linux || !amd64 || race

package order

import (
	"sync/atomic"
	"unsafe"
)

// StoreRelease stores v at p, after everything the caller did before. The
// caller's later loads may happen before it. Only one goroutine stores at p.
func StoreRelease(p *atomic.Uint64, v uint64) {
	p.Store(v) // a full barrier, so that Heavy need not be one
}

// Own asks for the cache lines from p on to be brought here for writing. It is a
// hint: it neither reads nor writes, whatever p is, and does not wait.
func Own(p unsafe.Pointer, lines int) {}

// Want asks for the cache lines from p on to be brought here for reading. It is a
// hint, as Own is.
func Want(p unsafe.Pointer, lines int) {}

// Pause keeps the processor busy for some 15 to 45 ns a turn.
func Pause(turns int) {
	for range 50 * turns {
	}
}

// Heavy is the fence of whoever is about to rely on a last look.
func Heavy() {}
