package linearizability

import (
	"fmt"
	"hash/maphash"
	"slices"
)

// state is the specification: a bounded FIFO queue that can be closed. States
// are immutable, because porcupine keeps many of them.
type state struct {
	items  []Value
	closed bool       // for everybody
	left   bool       // its producer has left
	parts  []progress // operations of several steps that have begun, by client
}

// progress says how many steps of its current operation a client has made. An
// operation that moves several values one by one is several steps, in order.
type progress struct{ client, done int }

// step is one indivisible part of an operation.
type step struct {
	kind   stepKind
	op     *Operation
	vs     []Value // push, pop
	client int
	part   int // how many steps of the operation come before this one
	parts  int // how many steps the operation has
}

type stepKind uint8

const (
	push      stepKind = iota // append vs
	pop                       // remove vs from the front
	full                      // no space: items, and vs if they are not in yet, fill the queue; or no acceptance
	empty                     // no items
	refused                   // no acceptance any more
	ended                     // closed and no items
	shut                      // close
	joined                    // not closed
	leave                     // this queue's producer leaves
	maybePush                 // push, or not, and then none of the operation's later steps
	maybePop                  // remove one item, whatever it is, or not
	maybeShut                 // shut, or not
	maybeLeft                 // leave, or not
)

// next returns the states that s may be in after st: none if st cannot happen
// in s, and two only for steps of pending operations.
func (st *step) next(s *state, capacity int) []*state {
	switch st.kind {
	case maybePush:
		if s.done(st.client) != st.part || !s.accepts(capacity, 1) {
			return []*state{s}
		}
		t := s.push(st.vs)
		t.parts = s.advance(st.client, st.part+1)
		return []*state{s, t}
	case maybePop:
		if len(s.items) == 0 {
			return []*state{s}
		}
		return []*state{s, s.pop(1)}
	case maybeShut:
		return []*state{s, s.shut()}
	case maybeLeft:
		return []*state{s, s.leave()}
	}
	t := st.apply(s, capacity)
	if t == nil {
		return nil
	}
	return []*state{t}
}

// apply is next for steps that have one outcome; nil if it cannot happen.
func (st *step) apply(s *state, capacity int) *state {
	t, done := st.effect(s, capacity)
	if t == nil || st.parts == 1 {
		return t
	}
	if done == st.parts {
		done = 0
	}
	c := *t
	c.parts = s.advance(st.client, done)
	return &c
}

// effect returns the state after st, and how many steps its operation has then
// made; nil if st cannot happen in s.
func (st *step) effect(s *state, capacity int) (*state, int) {
	done := s.done(st.client)
	if st.op.partialAtomic() {
		return st.partialEffect(s, capacity, done)
	}
	if st.parts > 1 && done != st.part {
		return nil, 0
	}
	return st.simple(s, capacity), done + 1
}

// partialEffect is effect for an atomic batch of which only a part was
// accepted. There are two steps, and two ways: the queue had no space for more
// before the values were in, or it was closed after.
func (st *step) partialEffect(s *state, capacity, done int) (*state, int) {
	const fullFirst, pushFirst = 1, 3
	switch {
	case done == 0 && st.kind == full && capacity > 0 && len(s.items)+st.op.N == capacity:
		return s, fullFirst
	case done == 0 && st.kind == push && s.accepts(capacity, len(st.vs)):
		return s.push(st.vs), pushFirst
	case done == fullFirst && st.kind == push && s.accepts(capacity, len(st.vs)):
		return s.push(st.vs), st.parts
	case done == pushFirst && st.kind == full && (s.closed || s.left):
		return s, st.parts
	}
	return nil, 0
}

// partialAtomic reports whether the operation is what partialEffect is about.
func (o *Operation) partialAtomic() bool {
	return o.Kind == Send && o.Atomic && o.Outcome == Full && o.N > 0
}

// simple returns the state after a step on its own; nil if it cannot happen.
func (st *step) simple(s *state, capacity int) *state {
	switch st.kind {
	case push:
		if s.accepts(capacity, len(st.vs)) {
			return s.push(st.vs)
		}
	case pop:
		if len(s.items) >= len(st.vs) && slices.Equal(s.items[:len(st.vs)], st.vs) {
			return s.pop(len(st.vs))
		}
	case full:
		return s.given(s.closed || s.left || capacity > 0 && len(s.items) == capacity)
	case empty:
		return s.given(len(s.items) == 0)
	case refused:
		return s.given(s.closed || s.left)
	case ended:
		return s.given(s.closed && len(s.items) == 0)
	case joined:
		return s.given(!s.closed)
	case shut:
		return s.shut()
	case leave:
		return s.leave()
	}
	return nil
}

func (s *state) given(ok bool) *state {
	if ok {
		return s
	}
	return nil
}

func (s *state) accepts(capacity, n int) bool {
	return !s.closed && !s.left && (capacity == 0 || len(s.items)+n <= capacity)
}

func (s *state) push(vs []Value) *state {
	t := *s
	t.items = append(slices.Clip(s.items), vs...)
	return &t
}

func (s *state) pop(n int) *state {
	t := *s
	t.items = s.items[n:]
	return &t
}

func (s *state) shut() *state {
	t := *s
	t.closed = true
	return &t
}

func (s *state) leave() *state {
	t := *s
	t.left = true
	return &t
}

// done returns how many steps of its current operation a client has made.
func (s *state) done(client int) int {
	for _, p := range s.parts {
		if p.client == client {
			return p.done
		}
	}
	return 0
}

// advance returns s.parts with a client's progress replaced, ordered by client
// so that equal progress is equal.
func (s *state) advance(client, done int) []progress {
	i, found := slices.BinarySearchFunc(s.parts, client, func(p progress, c int) int { return p.client - c })
	ps := slices.Clone(s.parts)
	if found {
		ps = slices.Delete(ps, i, i+1)
	}
	if done > 0 {
		ps = slices.Insert(ps, i, progress{client, done})
	}
	return ps
}

func (s *state) equal(t *state) bool {
	return s.closed == t.closed && s.left == t.left && slices.Equal(s.items, t.items) && slices.Equal(s.parts, t.parts)
}

var hashSeed = maphash.MakeSeed()

func (s *state) hash() uint64 {
	var h maphash.Hash
	h.SetSeed(hashSeed)
	for _, v := range s.items {
		maphash.WriteComparable(&h, v)
	}
	for _, p := range s.parts {
		maphash.WriteComparable(&h, p)
	}
	maphash.WriteComparable(&h, [2]bool{s.closed, s.left})
	return h.Sum64()
}

// String returns the state as a reader of a picture wants it.
func (s *state) String() string {
	b := fmt.Sprint(s.items)
	if s.closed {
		b += " closed"
	}
	if s.left {
		b += " left"
	}
	return b
}
