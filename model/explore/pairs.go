package explore

import "math/bits"

// set is a set of small numbers, a bit for each.
type set []uint64

func (s set) has(a int) bool { return s[a>>6]>>(a&63)&1 != 0 }

// include adds the members of t.
func (s set) include(t set) {
	for i := range s {
		s[i] |= t[i]
	}
}

// each calls f for the members in order, which it may remove, until f returns
// false.
func (s set) each(f func(int) bool) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			if !f(i<<6 + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}

// pairs is a relation between numbers below n: for each, the set of those it is
// related to.
type pairs struct {
	n    int
	bits set
}

// pairs returns an empty relation between the deeds, which is good until the
// next time that memory is taken back.
func (r *record) pairs() pairs {
	n := len(r.deeds)
	size := n * ((n + 63) >> 6)
	if cap(r.memory)-len(r.memory) < size {
		r.memory = make([]uint64, 0, 16*size) // older ones keep theirs
	}
	from := len(r.memory)
	r.memory = r.memory[:from+size]
	p := pairs{n, r.memory[from : from+size]}
	clear(p.bits)
	return p
}

// row returns what a is related to.
func (p pairs) row(a int) set {
	words := (p.n + 63) >> 6
	return p.bits[a*words : (a+1)*words]
}

// each calls f for the numbers below n until f returns false.
func (p pairs) each(f func(int) bool) {
	for a := 0; a < p.n && f(a); a++ {
	}
}

func (p pairs) add(a, b int)    { p.row(a)[b>>6] |= 1 << (b & 63) }
func (p pairs) remove(a, b int) { p.row(a)[b>>6] &^= 1 << (b & 63) }
func (p pairs) include(q pairs) { p.bits.include(q.bits) }

// relate relates a to b if so.
func (p pairs) relate(a, b int, so bool) {
	if so {
		p.add(a, b)
	}
}

// then returns the composition: p, and then q.
func (r *record) then(p, q pairs) pairs {
	c := r.pairs()
	for a := range p.each {
		for b := range p.row(a).each {
			c.row(a).include(q.row(b))
		}
	}
	return c
}

// close makes the relation transitive.
func (p pairs) close() {
	for k := range p.each {
		for a := range p.each {
			if p.row(a).has(k) {
				p.row(a).include(p.row(k))
			}
		}
	}
}
