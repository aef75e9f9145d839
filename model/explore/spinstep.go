package explore

// done notes what thread i's last operation has returned.
func (e *engine) done(t *thread) {
	const prime = 1099511628211
	t.history = (t.history ^ t.result ^ uint64(uint32(t.op.loc))<<32) * prime
	if t.waits > 0 {
		own := e.g.threads[t.id][:e.at[t.id]]
		t.spin.note(&t.op, &e.g.events[own[len(own)-1]], len(own)-1)
	}
}

// repeat adds a read of what the read that it repeats has read. It returns false
// if o repeats none, or that is not possible any more.
func (e *engine) repeat(i int, o *op) bool {
	if o.again == 0 {
		return false
	}
	g := e.g
	from := g.events[g.threads[i][o.again-1]].from
	r := g.nextRead(i, o)
	if g.place(from) < g.floor(o.loc, &r.hb) {
		return false
	}
	r.again = true
	e.setRead(g, &r, from)
	id := g.add(r)
	if from == g.newest(o.loc) || e.check.consistent(e.model, g, id) {
		return true
	}
	g.events = g.events[:id]
	g.threads[i] = g.threads[i][:len(g.threads[i])-1]
	return false
}

// spins blocks thread i, which would do the same for ever. It returns false if
// that is so whatever follows.
//
// That is so if the last of its reads that is no repetition has not read the
// newest write: then a write that would revisit it, or a read before it, would
// do so in another graph, in which it has read that.
func (e *engine) spins(i int) bool {
	e.blocked[i] = true
	last := -1
	for _, r := range e.w.threads[i].spin.reads {
		if r.op.kind == opLoad || r.op.kind == opCAS {
			last = max(last, r.index)
		}
	}
	if last < 0 {
		return true
	}
	id := e.g.threads[i][last]
	r := &e.g.events[id]
	l := e.g.writes[r.loc]
	for k := len(l) - 1; l[k] != r.from; k-- {
		if l[k] < id {
			e.stuck++
			e.over = true
			return false
		}
	}
	return true
}

// spinsOnNewest reports whether all that thread i goes on reading is the newest.
func (e *engine) spinsOnNewest(i int) bool {
	for _, r := range e.w.threads[i].spin.reads {
		if ev := &e.g.events[e.g.threads[i][r.index]]; r.again && ev.kind == read && ev.from != e.g.newest(ev.loc) {
			return false
		}
	}
	return true
}
