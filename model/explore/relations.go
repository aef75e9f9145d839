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

// cyclic reports whether a transitive relation relates anything to itself.
func (s *relations) cyclic(r relation) bool {
	for a := range s.n {
		if r.has(a, a) {
			return true
		}
	}
	return false
}

// reset takes all memory back. There are n rows from now on.
func (s *relations) reset(n int) {
	s.free = append(s.free, s.used...)
	s.used = s.used[:0]
	s.n, s.words = n, (n+63)/64
}
