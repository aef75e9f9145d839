package explore

// heavies counts the heavy fences.
func heavies(g *graph) (n int) {
	for i := range g.events {
		if g.events[i].order == Heavy {
			n++
		}
	}
	return n
}

// drained reports whether g is an execution of TSO with heavy fences, each of
// which empties all store buffers at once.
//
// If a goroutine has read something before the fence, all that it stored before
// it read is in memory by then: if a read comes before the fence, so do the
// stores that precede it in program order. That, and the order of TSO, must have
// no cycle. It suffices: let happen before the first fence only what must, which
// then holds with each read the stores before it, so that nothing is left in a
// buffer; then the fence; and so on with the others.
func (c *consistency) drained(g *graph) bool {
	c.rel.reset(len(g.events))
	order := c.rel.empty()
	for x := range g.events {
		tsoSuccessors(c, g, int32(x), func(y int32) { order.add(x, int(y)) })
	}
	c.rel.close(order)
	for again := true; again; {
		again = false
		for h := range g.events {
			again = g.events[h].order == Heavy && c.drain(g, order, h) || again
		}
	}
	return !c.rel.cyclic(order)
}

// drain puts before fence h, in an order that is transitive and stays so, the
// stores whose goroutine has read something before h. It reports whether there
// were any.
func (c *consistency) drain(g *graph, order relation, h int) (found bool) {
	for _, l := range g.threads {
		looked := false
		for k := len(l) - 1; k >= 0; k-- {
			x := int(l[k])
			switch g.events[x].kind {
			case read, plainRead:
				looked = looked || order.has(x, h)
			case write, plainWrite:
				if looked && !order.has(x, h) {
					c.rel.precede(order, x, h)
					found = true
				}
			}
		}
	}
	return found
}

// precede adds a before b to an order that is transitive and stays so.
func (s *relations) precede(order relation, a, b int) {
	for x := range s.n {
		if x == a || order.has(x, a) {
			order.add(x, b)
			or(order.of(x), order.of(b))
		}
	}
}
