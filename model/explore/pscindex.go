package explore

// index fills in what is needed of every event.
func (s *strictOrder) index() {
	g := s.g
	n := len(g.events)
	if cap(s.rank) < n {
		s.rank, s.after, s.other = make([]int32, 2*n), make([]from, 2*n), make([]uint16, 2*n)
	}
	s.rank, s.after, s.other = s.rank[:n], s.after[:n], s.other[:n]
	for len(s.lowest) < len(g.writes) {
		s.lowest, s.first = append(s.lowest, 0), append(s.first, from{})
	}
	s.lowest, s.first = s.lowest[:len(g.writes)], s.first[:len(g.writes)]
	s.events = s.events[:0]
	for i := range g.events {
		if e := &g.events[i]; e.order.strict() && e.thread >= 0 {
			s.events = append(s.events, int32(i))
		}
	}
	s.ranks()
	for t := range g.threads {
		s.learn(t)
		s.others(t)
	}
}

// ranks compares the events at each location.
func (s *strictOrder) ranks() {
	for i := range s.rank {
		s.rank[i] = -1
	}
	for _, l := range s.g.writes {
		if s.g.events[l[0]].kind != write {
			continue
		}
		for p, id := range l {
			s.rank[id] = int32(2 * p)
		}
	}
	for i := range s.g.events {
		if e := &s.g.events[i]; e.kind == read && s.rank[e.from] >= 0 {
			s.rank[i] = s.rank[e.from] + 1
		}
	}
}

// learn notes for every event the first one of thread t that it happens before.
func (s *strictOrder) learn(t int) {
	var known clock
	for k, id := range s.g.threads[t] {
		for u, n := range s.g.events[id].hb {
			for ; u != t && known[u] < n; known[u]++ {
				s.after[s.g.threads[u][known[u]]][t] = uint16(k)
			}
		}
		s.after[id][t] = uint16(k) + 1
	}
	for u, l := range s.g.threads {
		for k := known[u]; u != t && int(k) < len(l); k++ {
			s.after[l[k]][t] = never
		}
	}
}

// others notes for every event of thread t the next one elsewhere.
func (s *strictOrder) others(t int) {
	l := s.g.threads[t]
	next := uint16(never)
	for k := len(l) - 1; k >= 0; k-- {
		e := &s.g.events[l[k]]
		switch {
		case e.kind == choice:
			continue
		case next == never:
			s.other[l[k]] = never
		case e.loc < 0 || s.g.events[l[next]].loc != e.loc:
			s.other[l[k]] = next
		default:
			s.other[l[k]] = s.other[l[next]]
		}
		next = uint16(k)
	}
}
