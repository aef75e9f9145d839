package explore

// step lets thread i do its operation. half means that the graph holds the
// read of it already, and only the write is to be added. It returns false if
// this graph is not to be continued. The thread is blocked now, or has its
// result.
func (e *engine) step(i int, half bool) bool {
	t := e.w.threads[i]
	o := &t.op
	if e.w.room > 0 && e.unmade(i) {
		e.failUnmade(i)
		e.over = true
		return false
	}
	if t.twin != nil && !half && !e.agree(t) {
		e.over = true
		return false
	}
	pending := len(e.pending)
	switch o.kind {
	case opFence:
		e.addFence(i, o)
	case opChoose:
		e.addChoice(i, o)
	case opRead, opWrite:
		if !e.addPlain(i, o) {
			e.over = true
			return false
		}
	case opStore:
		e.addWrite(i, o, o.arg, nil)
	case opSpin:
		return e.spins(i)
	default:
		if !half {
			e.addRead(i, o)
		}
		r := *e.g.last(i)
		t.result = r.value
		e.blocked[i] = !o.accepts(r.value)
		if v, writes := o.writes(r.value); writes && !e.blocked[i] {
			e.addWrite(i, o, v, &r)
		}
	}
	e.share(e.pending[pending:])
	if !e.blocked[i] {
		e.at[i] = len(e.g.threads[i])
	}
	return true
}

// addFence adds a fence.
func (e *engine) addFence(i int, o *op) {
	f := e.g.next(i, fence, o)
	if o.order.acquires() {
		f.hb.join(&f.pending)
	}
	if o.order.releases() {
		f.fenced = f.hb
	}
	e.g.add(f)
}

// addChoice adds a choice, of 0; graphs with the others are put on the pending
// list.
func (e *engine) addChoice(i int, o *op) {
	c := e.g.next(i, choice, o)
	most := o.arg - 1
	if twin := e.g.twin(&c); twin >= 0 {
		most = e.g.events[twin].value
	}
	id := e.g.add(c)
	for v := most; v > 0; v-- {
		e.g.events[id].value = v
		e.g.liken(&e.g.events[id])
		e.push(e.g)
	}
	e.g.events[id].value = 0
	e.g.liken(&e.g.events[id])
	e.w.threads[i].result = 0
}

// addPlain adds a plain access. It never branches: unless it races, the writes
// to its location are ordered by happens-before, and it reads the last.
func (e *engine) addPlain(i int, o *op) bool {
	k := plainRead
	if o.kind == opWrite {
		k = plainWrite
	}
	a := e.g.next(i, k, o)
	a.from, a.value = e.g.newest(o.loc), o.arg
	for id := range e.g.events {
		b := &e.g.events[id]
		if b.loc == o.loc && (k == plainWrite || b.kind == plainWrite) && !b.known(&a.hb) {
			e.g.add(a)
			e.fail("data race on %s: %s and %s are not ordered by happens-before",
				e.w.locs[o.loc].name, e.event(b), e.event(&a))
			return false
		}
	}
	if k == plainRead {
		a.value = e.g.events[a.from].value
		e.w.threads[i].result = a.value
		e.g.add(a)
		return true
	}
	e.g.writes[o.loc] = append(e.g.writes[o.loc], e.g.add(a))
	return true
}

// newWrite returns the write that thread i does next; r is its read if it is
// half of a read-modify-write.
func (e *engine) newWrite(g *graph, i int, o *op, r *event) event {
	w := g.next(i, write, o)
	w.rmw = r != nil
	if w.order.releases() || !e.model.relaxed() {
		w.message = w.hb
	} else {
		w.message = w.fenced
	}
	if r != nil { // a release sequence goes on through read-modify-writes
		w.message.join(&g.events[r.from].message)
	}
	return w
}

// addWrite adds a write at the end of coherence order, or as late as it can
// stand; other places, and reads that may read it instead of what they have
// read, are put on the pending list.
func (e *engine) addWrite(i int, o *op, value uint64, r *event) {
	g := e.g
	w := e.newWrite(g, i, o, r)
	w.value = value
	id := g.add(w)
	e.revisits(g, id)
	chosen := -1
	low, high := e.places(g, id, len(g.writes[o.loc])-1)
	for p := high; p >= low; p-- {
		if e.splits(g, o.loc, p) {
			continue
		}
		last := p == len(g.writes[o.loc])-1
		g.insert(id, p)
		good := last || e.check.consistent(e.model, g, id)
		switch {
		case !good:
		case chosen < 0:
			chosen = p
		default:
			e.push(g)
		}
		g.remove(id, p)
		if !good && e.descends(g, o, false) {
			break
		}
	}
	if chosen < 0 {
		panic("explore: a write has no place in coherence order")
	}
	g.insert(id, chosen)
}

// places returns the first and last place of coherence order behind which
// write id, not yet inserted, can stand.
func (e *engine) places(g *graph, id int32, last int) (low, high int) {
	w := &g.events[id]
	if w.rmw { // right behind what its read read
		p := g.place(g.events[g.threads[w.thread][w.index-1]].from)
		return p, p
	}
	return max(g.floor(w.loc, &w.hb), g.behind(w)), last
}

// descends reports whether an event that cannot read from or stand at one place
// of coherence order cannot at any earlier one either. The cycle that it would
// close leads from the next place through what precedes the event in program
// order: an earlier place leads there as well. Heavy fences and RC11's axiom add
// other edges; a compare-and-swap that would succeed, barrier, is one under TSO,
// where one that fails is not; and a send that fails has no edges under Go.
func (e *engine) descends(g *graph, o *op, barrier bool) bool {
	switch e.model {
	case Go:
		return !o.sends()
	case TSO:
		return !barrier && heavies(g) == 0
	default:
		return !e.model.relaxed()
	}
}

// splits reports whether a write behind place p would come between a
// read-modify-write and what it read.
func (e *engine) splits(g *graph, loc int32, p int) bool {
	l := g.writes[loc]
	return p+1 < len(l) && g.events[l[p+1]].rmw
}
