package explore

// relations are relations between the events of a graph, as bit
// matrices; their memory is used again.
type relations struct {
	n, words int
	free     []relation
	used     []relation
}

// relation is a square bit matrix, row by row.
type relation struct {
	words int
	bits  []uint64
}

func (r relation) add(a, b int)      { r.bits[a*r.words+b>>6] |= 1 << (b & 63) }
func (r relation) has(a, b int) bool { return r.bits[a*r.words+b>>6]>>(b&63)&1 != 0 }
func (r relation) remove(a, b int)   { r.bits[a*r.words+b>>6] &^= 1 << (b & 63) }
func (r relation) of(a int) []uint64 { return r.bits[a*r.words : (a+1)*r.words] }

func or(to, from []uint64) {
	for i := range to {
		to[i] |= from[i]
	}
}

// empty returns an empty relation.
func (s *relations) empty() relation {
	var r relation
	if k := len(s.free); k > 0 {
		r, s.free = s.free[k-1], s.free[:k-1]
	}
	if size := s.n * s.words; cap(r.bits) < size {
		r.bits = make([]uint64, size)
	} else {
		r.bits = r.bits[:size]
		clear(r.bits)
	}
	r.words = s.words
	s.used = append(s.used, r)
	return r
}

// then returns the composition a ; b.
func (s *relations) then(a, b relation) relation {
	r := s.empty()
	for i := range s.n {
		for k := range s.n {
			if a.has(i, k) {
				or(r.of(i), b.of(k))
			}
		}
	}
	return r
}

// close makes r transitive.
func (s *relations) close(r relation) {
	for k := range s.n {
		for i := range s.n {
			if r.has(i, k) {
				or(r.of(i), r.of(k))
			}
		}
	}
}

// psc reports whether the sequentially consistent events of g can be ordered:
// whether the partial SC relation of RC11 has no cycle. With
//
//	scb      = sb ∪ sb≠loc;hb;sb≠loc ∪ hb∩loc ∪ co ∪ fr
//	psc_base = ([Esc] ∪ [Fsc];hb?) ; scb ; ([Esc] ∪ hb?;[Fsc])
//	psc_F    = [Fsc] ; (hb ∪ hb;eco;hb) ; [Fsc]
//
// it is psc_base ∪ psc_F. Heavy and light fences count as sequentially
// consistent ones, and of psc is left what does not lead from a light fence, or
// to one, unless the other is heavy.
func (s *relations) psc(g *graph) bool {
	s.reset(g)
	sb, elsewhere, hb, scb, eco := s.empty(), s.empty(), s.empty(), s.empty(), s.empty()
	s.order(g, sb, elsewhere, hb, scb)
	s.extend(g, scb, eco)
	or(scb.bits, sb.bits)
	or(scb.bits, s.then(s.then(elsewhere, hb), elsewhere).bits)

	left, right := s.empty(), s.empty()
	for a := range s.n {
		e := &g.events[a]
		if !e.order.strict() || e.thread < 0 {
			continue
		}
		left.add(a, a)
		right.add(a, a)
		if e.kind == fence {
			or(left.of(a), hb.of(a))
			for b := range s.n {
				if hb.has(b, a) {
					right.add(b, a)
				}
			}
		}
	}
	psc := s.then(s.then(left, scb), right)
	s.addFences(g, psc, hb, eco)
	s.ignore(g, psc)
	s.close(psc)
	for a := range s.n {
		if psc.has(a, a) {
			return false
		}
	}
	return true
}

// reset takes all memory back. The rows are the events of g.
func (s *relations) reset(g *graph) {
	s.free = append(s.free, s.used...)
	s.used = s.used[:0]
	s.n, s.words = len(g.events), (len(g.events)+63)/64
}

// order fills in program order, program order between different locations,
// happens-before, and happens-before within a location.
func (s *relations) order(g *graph, sb, elsewhere, hb, scb relation) {
	for a := range s.n {
		x := &g.events[a]
		for b := range s.n {
			y := &g.events[b]
			if a == b || y.thread < 0 || x.kind == choice || y.kind == choice {
				continue
			}
			if x.known(&y.hb) {
				hb.add(a, b)
				if x.loc >= 0 && x.loc == y.loc {
					scb.add(a, b)
				}
			}
			if x.thread < 0 || x.thread == y.thread && x.index < y.index {
				sb.add(a, b)
				if x.loc < 0 || x.loc != y.loc {
					elsewhere.add(a, b)
				}
			}
		}
	}
}

// extend fills in coherence and from-read, and eco with reads-from as well.
func (s *relations) extend(g *graph, scb, eco relation) {
	for _, l := range g.writes {
		if g.events[l[0]].kind != write {
			continue
		}
		for i := range l {
			for _, later := range l[i+1:] {
				scb.add(int(l[i]), int(later))
				eco.add(int(l[i]), int(later))
			}
		}
	}
	for i := range g.events {
		e := &g.events[i]
		if e.kind != read {
			continue
		}
		eco.add(int(e.from), i)
		p := g.place(e.from)
		if p < 0 {
			continue // a write that has no place yet
		}
		for _, later := range g.writes[e.loc][p+1:] {
			scb.add(i, int(later))
			eco.add(i, int(later))
		}
	}
	s.close(eco)
}

// addFences adds psc_F.
func (s *relations) addFences(g *graph, psc, hb, eco relation) {
	far := s.then(s.then(hb, eco), hb)
	or(far.bits, hb.bits)
	for a := range s.n {
		for b := range s.n {
			if far.has(a, b) && s.fence(g, a) && s.fence(g, b) {
				psc.add(a, b)
			}
		}
	}
}

func (s *relations) fence(g *graph, a int) bool {
	e := &g.events[a]
	return e.kind == fence && e.order.strict()
}

// ignore takes out of psc what leads from a light fence to what it does not
// heed, or back.
func (s *relations) ignore(g *graph, psc relation) {
	for a := range s.n {
		for b := range s.n {
			if psc.has(a, b) && !g.events[a].order.heeds(g.events[b].order) {
				psc.remove(a, b)
			}
		}
	}
}
