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
	c.back = emptied(c.back, len(g.events))
	for x := range g.events {
		tsoSuccessors(c, g, int32(x), func(y int32) { c.back[y] = append(c.back[y], int32(x)) })
	}
	for again := true; again; {
		again = false
		for h := range g.events {
			again = g.events[h].order == Heavy && c.drain(g, int32(h)) || again
		}
	}
	return c.sortable(g, func(c *consistency, _ *graph, x int32, f func(int32)) {
		for _, y := range c.back[x] {
			f(y)
		}
	})
}

// drain puts before fence h the stores whose goroutine has read something before
// h. It reports whether there were any.
func (c *consistency) drain(g *graph, h int32) (found bool) {
	clear(c.seen)
	c.stack = append(c.stack[:0], h)
	for len(c.stack) > 0 {
		x := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		for _, y := range c.back[x] {
			if !c.seen[y] {
				c.seen[y] = true
				c.stack = append(c.stack, y)
			}
		}
	}
	for _, l := range g.threads {
		looked := false
		for k := len(l) - 1; k >= 0; k-- {
			switch x := l[k]; g.events[x].kind {
			case read, plainRead:
				looked = looked || c.seen[x]
			case write, plainWrite:
				if looked && !c.seen[x] {
					c.back[h] = append(c.back[h], x)
					found = true
				}
			}
		}
	}
	return found
}
