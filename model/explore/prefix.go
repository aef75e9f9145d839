package explore

// restrict returns a copy of the part of a graph that the culprits depend on,
// itself an execution; of all of it if there are none.
func (g *graph) restrict(culprits []int32) *graph {
	needed := g.all()
	if len(culprits) > 0 {
		needed = clock{}
	}
	for _, id := range culprits {
		g.need(id, &needed)
	}
	h := &graph{join: g.join, twins: g.twins, threads: make([][]int32, len(g.threads)), writes: make([][]int32, len(g.writes))}
	number := make([]int32, len(g.events))
	for x := range g.events {
		number[x] = -1
		if g.events[x].known(&needed) {
			number[x] = int32(len(h.events))
			h.events = append(h.events, g.events[x])
		}
	}
	for x := range h.events {
		if ev := &h.events[x]; ev.from >= 0 {
			ev.from = number[ev.from]
		}
	}
	renumber(h.threads, g.threads, number)
	renumber(h.writes, g.writes, number)
	return h
}

// need adds what event id depends on by program order and reads-from, itself
// included.
func (g *graph) need(id int32, needed *clock) {
	if g.twins == nil {
		needed.join(&g.events[id].porf)
		return
	}
	var todo []int32
	ask := func(id int32) {
		if ev := &g.events[id]; !ev.known(needed) {
			needed[ev.thread] = uint16(ev.index) + 1
			todo = append(todo, g.threads[ev.thread][:ev.index+1]...)
			if int(ev.thread) == g.join {
				*needed = g.all()
			}
		}
	}
	ask(id)
	for len(todo) > 0 {
		ev := &g.events[todo[len(todo)-1]]
		todo = todo[:len(todo)-1]
		if ev.kind == read {
			ask(ev.from)
		}
	}
}

// all returns the clock that knows every event.
func (g *graph) all() (c clock) {
	for i := range g.threads {
		c[i] = uint16(len(g.threads[i]))
	}
	return c
}

// linear returns the events, without the initial values, in an order in which
// reads come after the writes that they read, with few changes from one thread
// to another.
func (g *graph) linear() (order []int32) {
	at := make([]int, len(g.threads))
	done := make([]bool, len(g.events))
	ready := func(i int) bool {
		if at[i] >= len(g.threads[i]) || i == g.join && len(order) < g.beforeJoin() {
			return false
		}
		ev := &g.events[g.threads[i][at[i]]]
		return ev.from < 0 || g.events[ev.from].thread < 0 || done[ev.from]
	}
	for i := 0; i < len(g.threads); i++ {
		if !ready(i) {
			continue
		}
		for ready(i) {
			id := g.threads[i][at[i]]
			order, done[id] = append(order, id), true
			at[i]++
		}
		i = -1 // from the first thread again
	}
	return order
}

// beforeJoin counts the events of the threads that are joined.
func (g *graph) beforeJoin() (n int) {
	for i, l := range g.threads {
		if i != g.join {
			n += len(l)
		}
	}
	return n
}
