package bench

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// processor returns the number of the processor that the caller runs on just
// now; -1 if the system does not tell.
func processor() int {
	var n uint32
	if _, _, failed := unix.RawSyscall(unix.SYS_GETCPU, uintptr(unsafe.Pointer(&n)), 0, 0); failed != 0 {
		return -1
	}
	return int(n)
}
