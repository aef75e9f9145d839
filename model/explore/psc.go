package explore

// strictOrder decides whether the sequentially consistent events of a graph can
// be ordered: whether the partial SC relation of RC11 has no cycle. With
//
//	scb      = sb ∪ sb≠loc;hb;sb≠loc ∪ hb∩loc ∪ co ∪ fr
//	psc_base = ([Esc] ∪ [Fsc];hb?) ; scb ; ([Esc] ∪ hb?;[Fsc])
//	psc_F    = [Fsc] ; (hb ∪ hb;eco;hb) ; [Fsc]
//
// it is psc_base ∪ psc_F. Heavy and light fences count as sequentially
// consistent ones, and of psc is left what does not lead from a light fence, or
// to one, unless the other is heavy.
//
// No relation between all events is made. What comes after an event in hb is, of
// each thread, all from one event on; and so is sb≠loc;hb;sb≠loc. Coherence and
// what follows from it (co, fr, eco) compares ranks.
type strictOrder struct {
	g      *graph
	events []int32   // the sequentially consistent ones
	rank   []int32   // by event: twice its write's place in coherence order, and one more for reads; -1: none
	after  []from    // by event: what it happens before
	other  []uint16  // by event: the next one of its thread with another location, or without
	lowest []int32   // by location: the lowest rank among the sources
	first  []from    // by location: the first source of each thread
	rel    relations // between the sequentially consistent events
}

// from is a set of events: of each thread all from this index on.
type from [maxThreads]uint16

// never is an index that no event has.
const never = 1<<16 - 1

var nothing = func() (f from) {
	for t := range f {
		f[t] = never
	}
	return f
}()

// meets reports whether one of the events is within the clock.
func (f *from) meets(c *clock) bool {
	for t := range f {
		if c[t] > f[t] {
			return true
		}
	}
	return false
}

// add adds an event and all after it in its thread.
func (f *from) add(thread int8, index uint16) { f[thread] = min(f[thread], index) }

// ordered reports whether psc has no cycle.
func (s *strictOrder) ordered(g *graph) bool {
	s.g = g
	s.index()
	s.rel.reset(len(s.events))
	psc := s.rel.empty()
	for a := range s.events {
		s.relate(psc, a)
	}
	s.rel.close(psc)
	return !s.rel.cyclic(psc)
}

// relate fills in what psc leads to from one sequentially consistent event.
func (s *strictOrder) relate(psc relation, a int) {
	x := &s.g.events[s.events[a]]
	reach := s.sources(s.events[a])
	targets := s.targets(x)
	begin := reach
	for t := range begin {
		begin[t] = min(begin[t], targets.steps[t])
	}
	for b, id := range s.events {
		y := &s.g.events[id]
		if !x.order.heeds(y.order) {
			continue
		}
		var leads bool
		if y.kind != fence {
			leads = uint16(y.index) >= reach[y.thread] || s.steps(x, y)
		} else {
			leads = begin.meets(&y.hb) || x.kind == fence && (a != b && x.known(&y.hb) || targets.eco.meets(&y.hb))
		}
		if leads {
			psc.add(a, b)
		}
	}
}

// sources notes the event, and if it is a fence all that it happens before, as
// what scb is to lead from. It returns what comes after them by sb and by
// sb≠loc;hb;sb≠loc.
func (s *strictOrder) sources(id int32) from {
	for l := range s.lowest {
		s.lowest[l], s.first[l] = 1<<30, nothing
	}
	reach := nothing
	s.follow(&reach, id)
	s.source(id)
	if s.g.events[id].kind != fence {
		return reach
	}
	for t, l := range s.g.threads {
		begin := s.real(t, s.after[id][t])
		if begin == never {
			continue
		}
		s.follow(&reach, l[begin]) // later ones lead nowhere else
		for _, x := range l[begin:] {
			s.source(x)
		}
	}
	return reach
}

// source notes one event.
func (s *strictOrder) source(id int32) {
	e := &s.g.events[id]
	if e.loc < 0 {
		return
	}
	s.first[e.loc].add(e.thread, uint16(e.index))
	if r := s.rank[id]; r >= 0 {
		s.lowest[e.loc] = min(s.lowest[e.loc], r)
	}
}

// follow adds what comes after an event by sb and by sb≠loc;hb;sb≠loc.
func (s *strictOrder) follow(reach *from, id int32) {
	e := &s.g.events[id]
	reach.add(e.thread, s.real(int(e.thread), uint16(e.index)+1))
	if s.other[id] == never {
		return
	}
	middle := s.g.threads[e.thread][s.other[id]]
	for t, l := range s.g.threads {
		if k := s.real(t, s.after[middle][t]); k != never {
			reach.add(int8(t), s.other[l[k]])
		}
	}
}

// targets are the events that the sources lead to by way of a location.
type targets struct {
	steps from // by hb∩loc, co and fr
	eco   from // by eco
}

// targets returns what the sources of x lead to, and what comes after that in
// the same thread.
func (s *strictOrder) targets(x *event) targets {
	found := targets{nothing, nothing}
	for id := range s.g.events {
		e := &s.g.events[id]
		if e.thread < 0 || e.loc < 0 {
			continue
		}
		if s.rank[id] > s.lowest[e.loc] {
			found.eco.add(e.thread, uint16(e.index))
		}
		if uint16(e.index) < found.steps[e.thread] && (s.rank[id] > s.lowest[e.loc] && e.kind == write || s.near(x, e)) {
			found.steps.add(e.thread, uint16(e.index))
		}
	}
	return found
}

// steps reports whether one of the sources of x leads to y by hb∩loc, co or fr.
func (s *strictOrder) steps(x, y *event) bool {
	id := s.g.threads[y.thread][y.index]
	return y.kind == write && s.rank[id] > s.lowest[y.loc] || s.near(x, y)
}

// near reports whether one of the sources of x happens before e and is at the
// same location.
func (s *strictOrder) near(x, e *event) bool {
	if !x.known(&e.hb) {
		return false
	}
	before := e.hb
	before[e.thread] = uint16(e.index) // not e itself
	return s.first[e.loc].meets(&before)
}

// real returns the first index from k on in a thread that is no choice, which
// is no event of the relations.
func (s *strictOrder) real(t int, k uint16) uint16 {
	l := s.g.threads[t]
	for ; int(k) < len(l); k++ {
		if s.g.events[l[k]].kind != choice {
			return k
		}
	}
	return never
}
