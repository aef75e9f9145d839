package explore

import "math/bits"

// record is what a view machine's threads have done: the events of an
// execution in the order they happened, for RC11's axiom about sequentially
// consistent events (Lahav, Vafeiadis, Kang, Hur, Dreyer: Repairing sequential
// consistency in C/C++11, PLDI 2017, section 3).
type record struct {
	deeds  []deed
	strict int // how many are sequentially consistent
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

// pairs is a relation between at most 64 deeds: for each, the set of those it
// is related to.
type pairs [64]uint64

// ordered reports whether the partial order psc of the sequentially consistent
// deeds has no cycle; at gives a message's place in coherence order.
//
//	psc  = base ∪ strong
//	base = ([Esc] ∪ [Fsc] hb?) (sb ∪ sb≠loc hb sb≠loc ∪ hb∩loc ∪ co ∪ fr) ([Esc] ∪ hb? [Fsc])
//	strong = [Fsc] (hb ∪ hb eco hb) [Fsc]
func (r *record) ordered(at func(message int32) int32) bool {
	if r.strict < 2 {
		return true
	}
	if len(r.deeds) > 64 {
		panic("explore: more than 64 events, some of them sequentially consistent")
	}
	b := r.relate(at)
	elsewhere := b.far.then(&b.hb)
	elsewhere = elsewhere.then(&b.far)
	step := b.sb.with(&b.same)
	step = step.with(&b.later)
	step = step.with(&elsewhere)
	psc := r.base(&step, &b.hb)

	eco := b.later.with(&b.rf)
	eco.close()
	strong := b.hb.then(&eco)
	strong = strong.then(&b.hb)
	strong = strong.with(&b.hb)
	fences := r.strictFences()
	for rest := fences; rest != 0; rest &= rest - 1 {
		a := bits.TrailingZeros64(rest)
		psc[a] |= strong[a] & fences
	}
	r.ignore(&psc)
	psc.close()
	for a := range psc {
		if psc[a]>>a&1 != 0 {
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
func (r *record) relate(at func(message int32) int32) (b basic) {
	for i := range r.deeds {
		for k := range r.deeds {
			x, y := &r.deeds[i], &r.deeds[k]
			local := x.loc >= 0 && x.loc == y.loc
			program := x.thread == y.thread && i < k
			before := i != k && y.hb[x.thread] >= x.hb[x.thread]
			b.sb.add(i, k, program)
			b.far.add(i, k, program && !local)
			b.hb.add(i, k, before)
			b.same.add(i, k, before && local)
			if local && x.kind != others && y.kind != others {
				b.later.add(i, k, y.kind == writes && at(x.message) < at(y.message))
				b.rf.add(i, k, x.kind == writes && y.kind == reads && x.message == y.message)
			}
		}
	}
	return b
}

// base widens step by happens-before at fences and narrows it to sequentially
// consistent deeds.
func (r *record) base(step, hb *pairs) (psc pairs) {
	fences := r.strictFences()
	var ends pairs // from what a step ends in, to what the axiom says it leads to
	for a := range r.deeds {
		ends[a] = hb[a] & fences
		if r.deeds[a].order.strict() {
			ends[a] |= 1 << a
		}
	}
	reach := step.then(&ends)
	for a := range r.deeds {
		if !r.deeds[a].order.strict() {
			continue
		}
		psc[a] = reach[a]
		if fences>>a&1 != 0 {
			for rest := hb[a]; rest != 0; rest &= rest - 1 {
				psc[a] |= reach[bits.TrailingZeros64(rest)]
			}
		}
	}
	return psc
}

// ignore takes out of psc what leads from a light fence, or to one, unless the
// other end is heavy.
func (r *record) ignore(psc *pairs) {
	var light, heavy uint64
	for a := range r.deeds {
		switch r.deeds[a].order {
		case Light:
			light |= 1 << a
		case Heavy:
			heavy |= 1 << a
		}
	}
	for a := range r.deeds {
		switch {
		case light>>a&1 != 0:
			psc[a] &= heavy
		case heavy>>a&1 == 0:
			psc[a] &^= light
		}
	}
}

// strictFences returns the set of the sequentially consistent fences.
func (r *record) strictFences() (set uint64) {
	for a := range r.deeds {
		if d := &r.deeds[a]; d.kind == fences && d.order.strict() {
			set |= 1 << a
		}
	}
	return set
}

// add relates a to b if so.
func (p *pairs) add(a, b int, so bool) {
	if so {
		p[a] |= 1 << b
	}
}

// with returns the union.
func (p *pairs) with(q *pairs) (u pairs) {
	for a := range p {
		u[a] = p[a] | q[a]
	}
	return u
}

// then returns the composition: p, and then q.
func (p *pairs) then(q *pairs) (c pairs) {
	for a := range p {
		for rest := p[a]; rest != 0; rest &= rest - 1 {
			c[a] |= q[bits.TrailingZeros64(rest)]
		}
	}
	return c
}

// close makes the relation transitive.
func (p *pairs) close() {
	for k := range p {
		if p[k] == 0 {
			continue
		}
		for a := range p {
			if p[a]>>k&1 != 0 {
				p[a] |= p[k]
			}
		}
	}
}
