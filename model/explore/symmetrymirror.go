package explore

// mirror runs a complete execution again, with goroutines that do the same in each
// other's places: each is to do what the next one of them has done, when it reads
// what that has read. A difference, or a failure, is a violation: the execution is one
// that was left out. Once in a while is enough: it looks for goroutines that are
// told apart by something else than what they read.
func (e *engine) mirror() {
	g, before := e.g, e.w.threads
	next := following(before)
	e.build()
	h := e.exchanged(g, next)
	e.g, e.lead = h, nobody
	defer h.recycle(e)
	defer e.w.abandon()
	broken := e.retrace()
	e.g = g // which the violation shows, unless the goroutines do the same
	for i, t := range e.w.threads {
		if t.same && e.found == nil {
			e.parallel(t, before[next[i]], h)
		}
	}
	for _, t := range e.w.threads {
		if t.failed != "" && e.found == nil {
			e.g = h
			e.fail("%s: %s", t.name, t.failed)
			e.g = g
		}
	}
	if broken != nil && e.found == nil {
		panic(broken)
	}
}

// retrace replays the graph and returns what that panicked with: goroutines may do
// what is not in it.
func (e *engine) retrace() (broken any) {
	defer func() { broken = recover() }()
	e.replay()
	return nil
}

// parallel compares what t has done in graph h with what another thread did.
func (e *engine) parallel(t, other *thread, h *graph) {
	at, own := 0, h.threads[t.id]
	for k := range max(len(t.did), len(other.did)) {
		switch {
		case k >= len(t.did) && (!t.done || t.failed != ""):
			return // it waits for one that does something else, or has failed
		case k >= len(t.did):
			e.fail(unlike+": %s ends before %s, which %s did when it had read the same", t.name, e.operation(&other.did[k]), other.name)
			return
		case k >= len(other.did):
			e.fail(unlike+": %s does %s where %s had ended, having read the same", t.name, e.operation(&t.did[k]), other.name)
			return
		}
		v := h.events[own[at]].value
		if what := t.did[k].differs(&other.did[k], v); what != "" {
			e.fail(unlike+": %s does %s, %s did %s when it had read the same (%s)",
				t.name, e.operation(&t.did[k]), other.name, e.operation(&other.did[k]), what)
			return
		}
		at++
		if _, writes := t.did[k].writes(v); writes {
			at++
		}
	}
	for k, v := range other.outs { // those who wait have returned above
		if k >= len(t.outs) || t.outs[k] != v {
			e.fail(unlike+": %s notes %v, %s noted %v when it had read the same", t.name, t.outs, other.name, other.outs)
			return
		}
	}
}

// following returns, for each thread, the next one that does the same, the first one
// for the last; itself if there is none.
func following(threads []*thread) []int {
	next := make([]int, len(threads))
	first := 0
	for i, t := range threads {
		if next[i] = i; t.twin == nil {
			first = i
			continue
		}
		next[i], next[t.twin.id] = first, i
	}
	return next
}

// exchanged returns a graph in which each thread has done what the next one did.
func (e *engine) exchanged(g *graph, next []int) *graph {
	h := e.copy(g)
	place := make([]int8, len(next)) // by thread: who does it now
	for i, n := range next {
		place[n] = int8(i)
		h.threads[i] = append(h.threads[i][:0], g.threads[n]...)
	}
	for i := range h.events {
		ev := &h.events[i]
		if ev.thread < 0 {
			continue
		}
		ev.thread = place[ev.thread]
		for _, c := range []*clock{&ev.hb, &ev.porf, &ev.pending, &ev.fenced, &ev.message} {
			old := *c
			for t, p := range place {
				c[p] = old[t]
			}
		}
	}
	return h
}
