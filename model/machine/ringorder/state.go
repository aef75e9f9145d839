// Package ringorder is the step machine of package ring, with the memory it
// runs on: tla/RingOrder.tla in Go, and tla/RingRelative.tla. Its actions are
// the steps of package ring's documentation that others can see.
//
//	P2 LoadFree    P3 Write        P4 Publish
//	C2 LoadPublish C3 Read, Clear  C4 Free
//
// Flush is a step of memory.
package ringorder

import (
	"slices"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// State is a state; its fields are the variables of the modules.
type State struct {
	Msgs  Positions
	Buf   Threads[[]Store]     // the store buffers (TSO)
	Known Threads[machine.Set] // slots whose last access by the other thread happens before what this one does next
	Slot  machine.Fn[int]      // values in memory
	Prod  Producer
	Cons  Consumer
	Out   []int // the values received; in relative coordinates, those of the operation under way
	Race  bool  // two accesses to a slot were not ordered by happens-before
}

// Positions holds, for each of the two positions, what its reader may still
// read, oldest first; it has read the first.
type Positions struct{ Tail, Head []Message }

// Message is a store to a position.
type Message struct {
	Val int
	Acc machine.Set // slots whose last access by the writer happens before the store
}

// Store is an entry of a store buffer.
type Store struct {
	To  string // "tail", "head" or "slot"
	At  int    // which slot
	Val int
	Acc machine.Set
}

// Producer is the producer's private state.
type Producer struct{ Tail, Cached, Want, Done int }

// Consumer is the consumer's private state.
type Consumer struct{ Head, Cached, Want, Done, Cleared int }

// Threads holds something for each thread.
type Threads[T any] struct {
	P T `tla:"P"`
	C T `tla:"C"`
}

// thread is a thread.
type thread int

const (
	producer thread = iota
	consumer
)

func (x *Threads[T]) of(t thread) *T {
	if t == producer {
		return &x.P
	}
	return &x.C
}

// of returns the position that t writes, and its name.
func (x *Positions) of(t thread) (*[]Message, string) {
	if t == producer {
		return &x.Tail, "tail"
	}
	return &x.Head, "head"
}

func (t thread) peer() thread { return 1 - t }

// clone returns a copy that shares nothing.
func (s *State) clone() *State {
	c := *s
	c.Msgs = Positions{slices.Clone(s.Msgs.Tail), slices.Clone(s.Msgs.Head)}
	c.Buf = Threads[[]Store]{slices.Clone(s.Buf.P), slices.Clone(s.Buf.C)}
	c.Slot = slices.Clone(s.Slot)
	c.Out = slices.Clone(s.Out)
	return &c
}
