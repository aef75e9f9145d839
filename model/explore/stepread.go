package explore

// setRead lets r, which has the clocks it began with, read w.
func (e *engine) setRead(g *graph, r *event, w int32) {
	s := &g.events[w]
	r.from, r.value = w, s.value
	r.rmw = r.op == opUpdate || r.op == opCAS && s.value == r.arg
	r.order = r.failed
	if r.rmw {
		r.order = r.ordered
	}
	r.porf.join(&s.porf)
	g.liken(r)
	if e.model == Go && r.missed() {
		return
	}
	r.pending.join(&s.message)
	if !e.model.relaxed() || r.order.acquires() {
		r.hb.join(&s.message)
	}
}

// nextRead returns a read that follows what thread i has done, and reads nothing
// yet.
func (g *graph) nextRead(i int, o *op) event {
	r := g.next(i, read, o)
	r.ordered, r.failed, r.arg, r.send = o.order, o.order, o.arg, o.sends()
	if o.kind == opCAS {
		r.failed = o.failed
	}
	return r
}

// addRead adds a read, of the newest write it can read; graphs in which it
// reads others are put on the pending list. Nothing follows from reading the
// newest one, so that it is always consistent; and so is to write it.
func (e *engine) addRead(i int, o *op) {
	g := e.g
	base := g.nextRead(i, o)
	writes := g.writes[o.loc]
	low := g.floor(o.loc, &base.hb)
	twin := g.twin(&base)
	id := g.add(base)
	chosen := event{from: -1}
	for p := len(writes) - 1; p >= low; p-- {
		if p < len(writes)-1 && !o.accepts(g.events[writes[p]].value) {
			continue // it would wait for ever: only the newest write may be followed by one that revisits it
		}
		if !g.sorted(twin, writes[p]) {
			continue
		}
		r := base
		e.setRead(g, &r, writes[p])
		g.events[id] = r
		if p < len(writes)-1 && !e.check.consistent(e.model, g, id) {
			if e.descends(g, o, r.rmw) {
				break
			}
			continue
		}
		switch {
		case r.rmw && g.taken(r.from):
			e.takeOver(id, o)
		case chosen.from < 0:
			chosen = r
		default:
			e.push(g)
		}
	}
	if chosen.from < 0 {
		panic("explore: a read has nothing to read")
	}
	g.events[id] = chosen
}

// takeOver explores what follows when read id, the first half of a
// read-modify-write, reads a write that another one has read: that is possible
// only if the other one then reads what this one writes.
func (e *engine) takeOver(id int32, o *op) {
	h := e.copy(e.g)
	defer h.recycle(e)
	r := &h.events[id]
	w := e.newWrite(h, int(r.thread), o, r)
	w.value, _ = o.writes(r.value)
	e.revisits(h, h.add(w))
}
