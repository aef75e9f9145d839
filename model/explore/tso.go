package explore

// tsoSuccessors is program order without that from a store to later loads
// unless there is a barrier between them, and communication between threads.
// All that a thread has stored is in memory when it is joined.
func tsoSuccessors(c *consistency, g *graph, x int32, f func(int32)) {
	if e := &g.events[x]; e.thread >= 0 && e.lasting() {
		stores := (e.kind == write || e.kind == plainWrite) && !barrier(e)
		keepOrder(g, stores, g.threads[e.thread][e.index+1:], f)
		if g.join >= 0 && int(e.thread) != g.join {
			keepOrder(g, false, g.threads[g.join], f)
		}
	}
	c.communication(g, x, between{false, true}, f)
}

// lasting reports whether the order of x86 has the event at all.
func (e *event) lasting() bool { return e.kind != choice && (e.kind != fence || barrier(e)) }

// keepOrder calls f for the first of the events that come after one, a store or
// not, from which the others follow.
func keepOrder(g *graph, store bool, events []int32, f func(int32)) {
	for _, y := range events {
		e := &g.events[y]
		loads := (e.kind == read || e.kind == plainRead) && !barrier(e)
		if !e.lasting() || store && loads {
			continue
		}
		f(y)
		if store || loads || barrier(e) {
			return
		}
	}
}

// barrier reports whether x86 empties the store buffer with the event.
func barrier(e *event) bool {
	return e.rmw || e.order == SeqCst && (e.kind == fence || e.kind == write) || e.order == Heavy
}
