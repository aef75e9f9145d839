package explore

import "fmt"

// Same adds n goroutines that all do f, named name#1, name#2 and so on. Of
// executions that differ only in who of them is who, one is explored. Only the
// scenario itself may call it, as with Go.
//
// Nothing may tell them apart but what they read from locations: f must not count
// how often it was called, and what it notes by Out, or leaves for After, must
// mean the same whichever of them it is from. They cannot use [World.Made]. If two
// have read the same so far and do not go on with the same, that is a violation that
// names both; executions number 1, 2, 4, 8 and so on are run again with them
// exchanged, and one that does something else in the other's place is a violation
// too. [Interleave] explores all executions.
func (w *World) Same(name string, n int, f func()) {
	var before *thread
	for i := range n {
		t := &thread{id: len(w.threads), name: fmt.Sprintf("%s#%d", name, i+1), body: f, twin: before, same: true}
		w.threads = append(w.threads, t)
		before = t
	}
}

// Goroutines that do the same are told apart by the first of their events that
// read different writes, are different writes, or are different choices. Explored
// are the executions in which they are sorted by it: each goroutine of World.Same
// has read or written something older there than the next one, or made the
// greater choice. The event of the one before is the twin of an event, as long as
// both goroutines have done alike until then.
//
// To sort out what is complete would be right, but late. To sort out graphs that
// grow is right only if those on the way to a sorted execution are sorted as well,
// and revisits spoil that: reads that will be revisited, and what will be deleted
// then, have read something newer than in the end. Therefore events depend on their
// twins, and on what those depend on: event.porf holds them. A revisit keeps what
// the new write depends on, and does not revisit that. The idea is Spore's
// (Kokologiannakis, Marmanis, Vafeiadis: Spore: Combining Symmetry and Partial
// Order Reduction, PLDI 2024). With twins among what an event depends on, what
// TruST needs holds of sorted executions as it holds of all:
//   - What an event depends on is there before it: of goroutines that have done
//     alike, the first goes on first, and waits where the others do.
//   - Of a sorted graph, a part with all that its events depend on is sorted.
//   - An event that reads the newest write, or is the newest, or a choice of 0,
//     leaves a graph sorted; those that a revisit deletes are such events.
//   - No event depends on itself: under SC and TSO, what leads from a read or a
//     write to another read or write is kept in order, and from a twin to an event
//     leads coherence order.
//
// The last is not so under RC11: by relaxed accesses, who has read something newer
// may have led to what is older; nor under Go, if sends fail. There, an event may read an older write than its
// twin if that write depends on the twin (graph.sorted). Each execution
// can be sorted like that: begin with any order of the goroutines in which no event
// depends on itself, and exchange two neighbours as long as there are some that are
// not sorted. That makes no cycle, since the later one does not depend on the
// earlier but as a twin. Several orders may come of it: such an execution is
// explored more than once, which is seldom.
//
// Read-modify-writes are pairs: an event whose twin is one depends on both halves.
// Whether what a loop that waits repeats is read again does not follow from what the
// goroutine has read alone: it has no twin, nor has what comes after it.

// twins says which goroutines do the same.
type twins struct {
	of      []int // by thread: the one before it that does the same, or nobody
	mistake mistake
}

// newTwins returns nil if no goroutines do the same.
func newTwins(w *World, m mistake) *twins {
	var s *twins
	for i, t := range w.threads {
		if t.twin == nil {
			continue
		}
		if s == nil {
			s = &twins{make([]int, len(w.threads)), m}
			for k := range s.of {
				s.of[k] = nobody
			}
		}
		s.of[i] = t.twin.id
	}
	return s
}

// twin returns the twin of an event, which may be one that is still to come;
// nobody if it has none.
func (g *graph) twin(e *event) int32 {
	if g.twins == nil || e.repeat {
		return nobody
	}
	before := g.twins.of[e.thread]
	if before < 0 || e.index > 0 && !g.events[g.threads[e.thread][e.index-1]].alike {
		return nobody
	}
	if l := g.threads[before]; int(e.index) < len(l) {
		return l[e.index]
	}
	return nobody
}

// depend lets e depend on its twin.
func (g *graph) depend(e *event) {
	id := g.twin(e)
	if id < 0 || g.twins.mistake == withoutTwins {
		return
	}
	if l := g.threads[g.events[id].thread]; int(e.index)+1 < len(l) {
		if w := &g.events[l[e.index+1]]; w.kind == write && w.rmw {
			id = l[e.index+1]
		}
	}
	e.porf.join(&g.events[id].porf)
}

// liken notes whether e is alike to its twin.
func (g *graph) liken(e *event) {
	if g.twins == nil {
		return
	}
	id := g.twin(e)
	e.alike = id >= 0 && g.events[id].like(e)
}

// like reports whether two events with the same operation have done the same.
func (e *event) like(o *event) bool {
	switch e.kind {
	case write, plainWrite:
		return false
	case choice:
		return e.value == o.value
	default:
		return e.from == o.from
	}
}

// sorted reports whether a read with this twin, which may be nobody, can read
// write w.
func (g *graph) sorted(twin, w int32) bool {
	if twin < 0 {
		return true
	}
	s := &g.events[twin]
	return g.place(w) >= g.place(s.from) || s.known(&g.events[w].porf) && g.twins.mistake != withoutOlder
}

// behind returns the place of coherence order behind which a new write must
// stand: that of its twin, if it has one.
func (g *graph) behind(w *event) int {
	if id := g.twin(w); id >= 0 {
		return g.place(id)
	}
	return 0
}
