package explore

// A write may be read by reads that were added before it. revisits puts a
// graph on the pending list for each read that can read the new write w: the
// graph without what was added after the read and does not lead to the write.
//
// So that every execution is reached once only, the deleted events must be
// those that the exploration would add first: each a maximal one (TruST:
// Kokologiannakis, Marmanis, Gladstein, Vafeiadis: Truly Stateless, Optimal
// Dynamic Partial Order Reduction, POPL 2022).
func (e *engine) revisits(g *graph, w int32) {
	written := &g.events[w]
	for r := int32(len(g.events)) - 1; r >= 0; r-- {
		ev := &g.events[r]
		if e.mistake == neverWoken && ev.again {
			continue
		}
		if ev.kind == read && ev.loc == written.loc && !ev.known(&written.porf) && g.deletable(r, w) {
			e.revisit(g, r, w)
		}
	}
}

// deletable reports whether read r and all that was added after it and does
// not lead to write w are maximal.
func (g *graph) deletable(r, w int32) bool {
	for x := int32(len(g.events)) - 1; x >= r; x-- {
		if (x == r || g.dropped(x, r, w)) && !g.maximal(x, w) {
			return false
		}
	}
	return true
}

// dropped reports whether event x goes when w revisits r.
func (g *graph) dropped(x, r, w int32) bool {
	return x > r && x != w && !g.events[x].known(&g.events[w].porf)
}

// maximal reports whether event x is what exploration would have added first:
// a read of the newest write, or a newest write that is not read, among the
// events that were there before x or that lead to w; a choice of 0.
func (g *graph) maximal(x, w int32) bool {
	ev := &g.events[x]
	source := x
	switch ev.kind {
	case read:
		source = ev.from
	case write:
		for i := range g.events {
			if o := &g.events[i]; o.kind == read && o.from == x && g.precedes(int32(i), x, w) {
				return false
			}
		}
	case choice:
		return ev.value == 0
	default:
		return true
	}
	l := g.writes[ev.loc]
	for i := len(l) - 1; i >= 0 && l[i] != source; i-- {
		if g.precedes(l[i], x, w) {
			return false
		}
	}
	return true
}

// precedes reports whether x was there before y or leads to w.
func (g *graph) precedes(x, y, w int32) bool {
	return x <= y || x != w && g.events[x].known(&g.events[w].porf)
}

// revisit puts the graphs on the pending list in which read r reads write w,
// one for each place that w can have.
func (e *engine) revisit(g *graph, r, w int32) {
	h, r, w := e.without(g, r, w)
	defer h.recycle(e)
	old := &h.events[r]
	own := h.threads[old.thread]
	h.threads[old.thread] = own[:len(own)-1]
	o := op{kind: old.op, loc: old.loc}
	if old.repeat {
		o.again = int32(old.index) // whichever
	}
	fresh := h.next(int(old.thread), read, &o)
	fresh.ordered, fresh.failed, fresh.arg, fresh.send = old.ordered, old.failed, old.arg, old.send
	h.threads[old.thread] = own

	low, high := e.places(h, w, len(h.writes[old.loc])-1)
	before := fresh.hb
	before[fresh.thread]-- // not r itself
	low = max(low, h.floor(old.loc, &before))
	twin := h.twin(&fresh)
	for p := high; p >= low; p-- {
		if e.splits(h, old.loc, p) {
			continue
		}
		h.insert(w, p)
		h.events[r] = fresh
		e.setRead(h, &h.events[r], w)
		if h.sorted(twin, w) && e.check.consistent(e.model, h, -1) {
			e.push(h)
		}
		h.remove(w, p)
	}
}

// without returns the graph without what goes when w, which has no place in
// coherence order yet, revisits r, and the new numbers of r and w.
func (e *engine) without(g *graph, r, w int32) (h *graph, newR, newW int32) {
	h = e.fresh(g)
	number := e.number[:0]
	for x := range g.events {
		if g.dropped(int32(x), r, w) {
			number = append(number, -1)
			continue
		}
		number = append(number, int32(len(h.events)))
		h.events = append(h.events, g.events[x])
	}
	e.number = number
	for x := range h.events {
		if ev := &h.events[x]; ev.from >= 0 {
			ev.from = number[ev.from]
		}
	}
	renumber(h.threads, g.threads, number)
	renumber(h.writes, g.writes, number)
	return h, number[r], number[w]
}

// renumber copies lists without what has no number any more.
func renumber(to, from [][]int32, number []int32) {
	for i, l := range from {
		for _, x := range l {
			if number[x] >= 0 {
				to[i] = append(to[i], number[x])
			}
		}
	}
}
