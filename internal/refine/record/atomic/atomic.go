// Package atomic records what a ring does while real goroutines use it. Package
// refine lets it stand in for model/explore/atomic in the instrumented source:
// accesses go to memory, and are noted in the log of the side that does them.
//
// Recorded are TrySendBatch and TryRecvBatch of one ring at a time.
package atomic

import (
	"fmt"
	"sync/atomic"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Site is a labelled access.
type Site = explore.Site

// Shared is for the explorer.
func Shared(string) {}

// Access is one that was recorded.
type Access struct {
	Slot  unsafe.Pointer // nil: a position
	Write bool
	Value uint64
}

// Log is what one side did, in its order. Only that side appends to it.
type Log []Access

// Producer and Consumer are the logs.
var Producer, Consumer Log

// Uint64 is a position.
type Uint64 struct {
	v      atomic.Uint64
	writer *Log // who stores it
}

// LoadAt loads: the side that does not store does.
func (x *Uint64) LoadAt(*Site) uint64 {
	v := x.v.Load()
	if x.writer == &Producer {
		Consumer = append(Consumer, Access{Value: v})
	} else {
		Producer = append(Producer, Access{Value: v})
	}
	return v
}

// Load is LoadAt.
func (x *Uint64) Load() uint64 { return x.LoadAt(nil) }

// made is how many positions were made; the first of a ring is tail.
var made int

// StoreAt is how a position is made, and begins the logs anew.
func (x *Uint64) StoreAt(s *Site, v uint64) {
	if s.Label != "ring.make" {
		panic(fmt.Sprintf("record: a store at %s", s.Pos))
	}
	x.writer = &Producer
	if made++; made%2 == 0 {
		x.writer = &Consumer
		Producer, Consumer = nil, nil
	}
	x.v.Store(v)
}

// Publish stores, and notes it before others can see it.
func (x *Uint64) Publish(v uint64) {
	*x.writer = append(*x.writer, Access{Write: true, Value: v})
	x.v.Store(v)
}

// CompareAndSwapAt is for rings that are sealed, which are not recorded.
func (x *Uint64) CompareAndSwapAt(s *Site, _, _ uint64) bool {
	panic(fmt.Sprintf("record: a compare-and-swap at %s", s.Pos))
}

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

// CopyIn copies messages into slots.
func CopyIn[T any](shared, private []T) int {
	n := copy(shared, private)
	for i := range n {
		Producer = append(Producer, Access{unsafe.Pointer(&shared[i]), true, number(private[i])})
	}
	return n
}

// CopyOut copies messages out of slots.
func CopyOut[T any](private, shared []T) int {
	n := copy(private, shared)
	for i := range n {
		Consumer = append(Consumer, Access{unsafe.Pointer(&shared[i]), false, number(private[i])})
	}
	return n
}

// Clear clears slots.
func Clear[T any](shared []T) {
	clear(shared)
	for i := range shared {
		Consumer = append(Consumer, Access{unsafe.Pointer(&shared[i]), true, 0})
	}
}

const others = "record: only TrySendBatch and TryRecvBatch are recorded"

// Read is of operations that are not recorded.
func Read[T any](*T) T { panic(others) }

// Write is of operations that are not recorded.
func Write[T any](*T, T) { panic(others) }

// Show is of operations that are not recorded.
func Show[T any]([]T) []T { panic(others) }

// Lend is of operations that are not recorded.
func Lend[T any]([]T) []T { panic(others) }

// Return is of operations that are not recorded.
func Return[T any]([]T) { panic(others) }

// Made makes nothing known: what is recorded is told apart by address.
func Made[T any](*T) {}
