package explore

// record is what a view machine's threads have done: the events of an
// execution in the order they happened, for RC11's axiom about sequentially
// consistent events (Lahav, Vafeiadis, Kang, Hur, Dreyer: Repairing sequential
// consistency in C/C++11, PLDI 2017, section 3).
type record struct {
	deeds  []deed
	strict int      // how many are sequentially consistent
	memory []uint64 // that relations are cut from
}

// deed is an event. A read-modify-write is two.
type deed struct {
	kind    deedKind
	order   Order
	thread  int
	loc     int32
	message int32 // that it reads or writes
	hb      vector
}

type deedKind uint8

const (
	reads deedKind = iota
	writes
	fences
	others // plain accesses
)

func (r *record) reset(*World) { r.deeds, r.strict = r.deeds[:0], 0 }

func (r *record) add(d deed) {
	if d.order.strict() {
		r.strict++
	}
	r.deeds = append(r.deeds, d)
}

func (r *record) read(i int, loc int32, o Order, message int32, hb *vector) {
	r.add(deed{reads, o, i, loc, message, *hb})
}

func (r *record) write(i int, loc int32, o Order, message int32, hb *vector) {
	r.add(deed{writes, o, i, loc, message, *hb})
}

func (r *record) fence(i int, o Order, hb *vector) {
	r.add(deed{fences, o, i, -1, -1, *hb})
}

func (r *record) plain(i int, loc int32, hb *vector) {
	r.add(deed{others, Relaxed, i, loc, -1, *hb})
}

// ordered reports whether the partial order psc of the sequentially consistent
// deeds has no cycle; at gives a message's place in coherence order.
//
//	psc  = base ∪ strong
//	base = ([Esc] ∪ [Fsc] hb?) (sb ∪ sb≠loc hb sb≠loc ∪ hb∩loc ∪ co ∪ fr) ([Esc] ∪ hb? [Fsc])
//	strong = [Fsc] (hb ∪ hb eco hb) [Fsc]
//
// Heavy and light fences are among Fsc. What leads from a light fence, or to
// one, counts only if the other end is heavy.
func (r *record) ordered(at func(message int32) int32) bool {
	if r.strict < 2 {
		return true
	}
	r.memory = r.memory[:0]
	b := r.relate(at)
	step := r.then(r.then(b.far, b.hb), b.far)
	step.include(b.sb)
	step.include(b.same)
	step.include(b.later)
	psc := r.base(step, b.hb)

	eco := r.pairs()
	eco.include(b.later)
	eco.include(b.rf)
	eco.close()
	strong := r.then(r.then(b.hb, eco), b.hb)
	strong.include(b.hb)
	for a := range strong.each {
		for c := range strong.row(a).each {
			if r.strictFence(a) && r.strictFence(c) {
				psc.add(a, c)
			}
		}
	}
	r.ignore(psc)
	psc.close()
	for a := range psc.each {
		if psc.row(a).has(a) {
			return false
		}
	}
	return true
}

// basic are the relations that the axiom is made of.
type basic struct {
	sb, far  pairs // program order; between different locations
	hb, same pairs // happens-before; within a location
	later    pairs // coherence order and from-read
	rf       pairs // reads-from
}

// relate returns the relations between the deeds.
func (r *record) relate(at func(message int32) int32) basic {
	b := basic{r.pairs(), r.pairs(), r.pairs(), r.pairs(), r.pairs(), r.pairs()}
	for i := range r.deeds {
		for k := range r.deeds {
			x, y := &r.deeds[i], &r.deeds[k]
			local := x.loc >= 0 && x.loc == y.loc
			program := x.thread == y.thread && i < k
			before := i != k && y.hb[x.thread] >= x.hb[x.thread]
			b.sb.relate(i, k, program)
			b.far.relate(i, k, program && !local)
			b.hb.relate(i, k, before)
			b.same.relate(i, k, before && local)
			if local && x.kind != others && y.kind != others {
				b.later.relate(i, k, y.kind == writes && at(x.message) < at(y.message))
				b.rf.relate(i, k, x.kind == writes && y.kind == reads && x.message == y.message)
			}
		}
	}
	return b
}

// base widens step by happens-before at fences and narrows it to sequentially
// consistent deeds.
func (r *record) base(step, hb pairs) pairs {
	ends := r.pairs() // from what a step ends in, to what the axiom says it leads to
	for a := range ends.each {
		for f := range hb.row(a).each {
			ends.relate(a, f, r.strictFence(f))
		}
		ends.relate(a, a, r.deeds[a].order.strict())
	}
	reach, psc := r.then(step, ends), r.pairs()
	for a := range psc.each {
		if !r.deeds[a].order.strict() {
			continue
		}
		psc.row(a).include(reach.row(a))
		if r.strictFence(a) {
			for k := range hb.row(a).each {
				psc.row(a).include(reach.row(k))
			}
		}
	}
	return psc
}

// ignore takes out of psc what leads from a light fence, or to one, unless the
// other end is heavy.
func (r *record) ignore(psc pairs) {
	for a := range psc.each {
		for b := range psc.row(a).each {
			one, other := r.deeds[a].order, r.deeds[b].order
			if one == Light && other != Heavy || other == Light && one != Heavy {
				psc.remove(a, b)
			}
		}
	}
}

// strictFence reports whether deed a is a sequentially consistent fence.
func (r *record) strictFence(a int) bool {
	return r.deeds[a].kind == fences && r.deeds[a].order.strict()
}
