package explore

import "slices"

// Interleave explores the iterations of loops that wait as they are, and ends a
// goroutine that has read the same values in several, one after the other. With
// Interleave, a loop that gives up has at most looks + 1 iterations.

// looks is how often a goroutine reads the same before it is taken to do so for
// ever.
const looks = 2

// looking is what a goroutine has read in a loop that waits.
type looking struct {
	begun      int    // which loop it is in
	last, this []look // in the last iteration, and in this one
	dirty      bool   // it has not only read in this one
	same       int    // iterations that were like the one before, one after the other
}

// look is a read.
type look struct {
	loc   int32
	value uint64
}

// looked notes that thread i has done an operation.
func (it *interleaver) looked(i int, o *op, value uint64) {
	l := it.lookingNow(i)
	switch o.kind {
	case opLoad, opRead:
		l.this = append(l.this, look{o.loc, value})
	case opCAS:
		l.this = append(l.this, look{o.loc, value})
		l.dirty = l.dirty || value == o.arg
	case opFence:
		l.dirty = l.dirty || o.order == Heavy
	default:
		l.dirty = true
	}
}

// lookingNow returns what the thread has read in the loop that it is in.
func (it *interleaver) lookingNow(i int) *looking {
	l := &it.looking[i]
	if n := it.w.threads[i].begun; l.begun != n {
		*l = looking{begun: n, last: l.last[:0], this: l.this[:0]}
	}
	return l
}

// lookAgain begins an iteration of thread i and reports whether it ends there.
func (it *interleaver) lookAgain(i int) bool {
	l := it.lookingNow(i)
	switch {
	case l.dirty:
		l.last, l.same = l.last[:0], 0
	case slices.Equal(l.last, l.this):
		l.same++
	default:
		l.last, l.same = append(l.last[:0], l.this...), 0
	}
	l.this, l.dirty = l.this[:0], false
	return l.same == looks
}

// changed reports whether thread i would not read the same any more.
func (it *interleaver) changed(i int) bool {
	return slices.ContainsFunc(it.looking[i].last, func(l look) bool {
		return !it.w.locs[l.loc].plain && it.memory.newest(l.loc) != l.value
	})
}
