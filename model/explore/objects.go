package explore

import (
	"fmt"
	"unsafe"
)

// A location holds a number, and addresses differ from one execution to the
// next. A pointer is therefore held as the number of the object it points to:
// objects are numbered in the order in which Watch comes to them, which is the
// same each time. nil is 0.

// enter numbers the object at p, unless it has a number.
func (w *World) enter(p unsafe.Pointer) {
	if _, known := w.numbers[p]; known {
		return
	}
	if w.maker != nil {
		w.number(p)
	} else {
		w.watched.objects = append(w.watched.objects, p)
		w.numbers[p] = uint64(len(w.watched.objects))
	}
}

// Number returns what a location holds for a pointer.
func (w *World) Number(p unsafe.Pointer) uint64 {
	if p == nil {
		return 0
	}
	if w.running == nil { // the scenario asks, of what it watches
		w.enter(p)
	}
	n, known := w.numbers[p]
	if !known {
		panic(fmt.Sprintf("explore: a pointer to an object that no Watch reaches is shared: %p", p))
	}
	return n
}

// Object is the inverse of Number.
func (w *World) Object(n uint64) unsafe.Pointer {
	if n == 0 {
		return nil
	}
	if n > uint64(len(w.watched.objects)) {
		return w.later.objects[n]
	}
	return w.watched.objects[n-1]
}
