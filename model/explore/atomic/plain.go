package atomic

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Shared says which fields are shared; see [explore.Shared].
func Shared(field string) { explore.Shared(field) }

// Read reads a shared field or element.
func Read[T any](p *T) T {
	if w := explore.Running(); w != nil {
		return value[T](w, w.ReadAt(unsafe.Pointer(p)))
	}
	return *p
}

// Write writes a shared field or element.
func Write[T any](p *T, v T) {
	if w := explore.Running(); w != nil {
		w.WriteAt(unsafe.Pointer(p), bits(w, v))
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

// Made makes known what p points to, which the goroutine has just made.
func Made[T any](p *T) {
	if w := explore.Running(); w != nil {
		w.Made(p)
	}
}

// Return gives the first elements of the window that was lent back.
func Return[T any](shared []T) {
	if w := explore.Running(); w != nil {
		CopyIn(shared, w.Kept().([]T))
	}
}

// bits returns a number, boolean or pointer as a location holds it.
func bits[T any](w *explore.World, v T) (b uint64) {
	if points[T]() {
		return w.Number(*(*unsafe.Pointer)(unsafe.Pointer(&v)))
	}
	if unsafe.Sizeof(v) > 8 {
		panic(fmt.Sprintf("explore: a value of type %T has no place in a location", v))
	}
	*(*T)(unsafe.Pointer(&b)) = v
	return b
}

// value is the inverse of bits.
func value[T any](w *explore.World, b uint64) T {
	if points[T]() {
		p := w.Object(b)
		return *(*T)(unsafe.Pointer(&p))
	}
	return *(*T)(unsafe.Pointer(&b))
}

// points reports whether T is a pointer.
func points[T any]() bool { return reflect.TypeFor[T]().Kind() == reflect.Pointer }
