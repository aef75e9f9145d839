package atomic

import (
	"fmt"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Shared says which fields hold slices of shared elements; see
// [explore.Shared].
func Shared(field string) { explore.Shared(field) }

// Read reads a shared element.
func Read[T any](p *T) T {
	if w := explore.Running(); w != nil {
		return value[T](w.ReadAt(unsafe.Pointer(p)))
	}
	return *p
}

// Write writes a shared element.
func Write[T any](p *T, v T) {
	if w := explore.Running(); w != nil {
		w.WriteAt(unsafe.Pointer(p), bits(v))
		return
	}
	*p = v
}

// CopyIn copies private elements to shared ones.
func CopyIn[T any](shared, private []T) int {
	n := min(len(shared), len(private))
	for i := range n {
		Write(&shared[i], private[i])
	}
	return n
}

// CopyOut copies shared elements to private ones.
func CopyOut[T any](private, shared []T) int {
	n := min(len(shared), len(private))
	for i := range n {
		private[i] = Read(&shared[i])
	}
	return n
}

// Clear clears shared elements.
func Clear[T any](shared []T) {
	for i := range shared {
		var zero T
		Write(&shared[i], zero)
	}
}

// Show returns a window of shared elements that is to be read in place: in an
// exploration a copy, read now.
func Show[T any](shared []T) []T {
	if explore.Running() == nil {
		return shared
	}
	private := make([]T, len(shared))
	CopyOut(private, shared)
	return private
}

// Lend returns a window of shared elements that is to be written in place: in
// an exploration a copy, whose elements are written when it is given back. That
// the window is the goroutine's from now on is noted by a write.
func Lend[T any](shared []T) []T {
	w := explore.Running()
	if w == nil {
		return shared
	}
	private := make([]T, len(shared))
	CopyIn(shared, private)
	w.Keep(private)
	return private
}

// Return gives the first elements of the window that was lent back.
func Return[T any](shared []T) {
	if w := explore.Running(); w != nil {
		CopyIn(shared, w.Kept().([]T))
	}
}

// bits returns a number or boolean as a location holds it.
func bits[T any](v T) (b uint64) {
	if unsafe.Sizeof(v) > 8 {
		panic(fmt.Sprintf("explore: a value of type %T has no place in a location", v))
	}
	*(*T)(unsafe.Pointer(&b)) = v
	return b
}

// value is the inverse of bits.
func value[T any](b uint64) T { return *(*T)(unsafe.Pointer(&b)) }
