package atomic

import (
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
)

// number returns the number of a message; a pointer's is what it points to.
func number[T any](v T) uint64 {
	switch v := any(v).(type) {
	case int:
		return uint64(v)
	case *int:
		if v != nil {
			return uint64(*v)
		}
	}
	return 0
}

// Read reads a slot.
func Read[T any](p *T) T {
	v := *p
	record.NoteStore("read", unsafe.Pointer(p), nil, number(v))
	return v
}

// Write writes a slot.
func Write[T any](p *T, v T) {
	*p = v
	record.NoteStore("write", unsafe.Pointer(p), nil, number(v))
}

// CopyIn copies messages into slots.
func CopyIn[T any](shared, private []T) int {
	n := min(len(shared), len(private))
	for i := range n {
		Write(&shared[i], private[i])
	}
	return n
}

// CopyOut copies messages out of slots.
func CopyOut[T any](private, shared []T) int {
	n := min(len(shared), len(private))
	for i := range n {
		private[i] = Read(&shared[i])
	}
	return n
}

// Clear clears slots.
func Clear[T any](shared []T) {
	for i := range shared {
		var zero T
		Write(&shared[i], zero)
	}
}

const windows = "record: what is read or written in place is not recorded"

// Show is of operations that are not recorded.
func Show[T any]([]T) []T { panic(windows) }

// Lend is of operations that are not recorded.
func Lend[T any]([]T) []T { panic(windows) }

// Return is of operations that are not recorded.
func Return[T any]([]T) { panic(windows) }

// Made makes nothing known: what is recorded is told apart by address.
func Made[T any](*T) {}

// Unexplored stands in front of a statement that the explorer cannot run.
func Unexplored(string) {}

// Cannot is Unexplored around the expression v.
func Cannot[T any](v T, _ string) T { return v }
