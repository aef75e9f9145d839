//go:build !race

package order

import (
	"fmt"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// asymmetric is set before main if Heavy works.
var asymmetric = membarrier(registerPrivateExpedited) == 0

// From linux/membarrier.h and the amd64 system call table.
const (
	sysMembarrier            = 324
	privateExpedited         = 1 << 3
	registerPrivateExpedited = 1 << 4
)

func membarrier(command uintptr) syscall.Errno {
	_, _, errno := syscall.RawSyscall(sysMembarrier, command, 0, 0)
	return errno
}

// StoreRelease stores v at p, after everything the caller did before. The
// caller's later loads may happen before it. Only one goroutine stores at p.
//
//go:noescape
func StoreRelease(p *atomic.Uint64, v uint64)

// Own asks for the cache lines from p on to be brought here for writing. It is a
// hint: it neither reads nor writes, whatever p is, and does not wait.
//
//go:noescape
func Own(p unsafe.Pointer, lines int)

// Want asks for the cache lines from p on to be brought here for reading. It is a
// hint, as Own is.
//
//go:noescape
func Want(p unsafe.Pointer, lines int)

// Pause keeps the processor busy for some 15 to 45 ns a turn, one turn at least, by
// PAUSE, which tells it that it waits in a loop.
//
//go:noescape
func Pause(turns int)

// The stub takes p for the address of its word.
var _ [8]struct{} = [unsafe.Sizeof(atomic.Uint64{})]struct{}{}

// Heavy is the fence of whoever is about to rely on a last look.
func Heavy() {
	if !asymmetric {
		return
	}
	if errno := membarrier(privateExpedited); errno != 0 {
		panic(fmt.Sprintf("order: membarrier worked when the program started and now fails: %v; if a seccomp filter was installed since, it must allow membarrier", errno))
	}
}
