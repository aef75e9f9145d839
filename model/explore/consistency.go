package explore

// Model is a memory model.
type Model uint8

const (
	// SC is sequential consistency.
	SC Model = iota
	// Go is Go's memory model: atomics, and what is done with channels, are
	// sequentially consistent, and one happens before another if it is observed
	// by it; but for sends that fail, see [Channel].
	Go
	// TSO is the model of x86: a store may be delayed past later loads.
	TSO
	// RC11 is C11 as repaired by Lahav, Vafeiadis, Kang, Hur, Dreyer (PLDI
	// 2017), with the declared orders.
	RC11
)

// String returns the model as it is named on command lines.
func (m Model) String() string { return [...]string{"sc", "go", "tso", "rc11"}[m] }

// relaxed reports whether the declared orders matter.
func (m Model) relaxed() bool { return m == RC11 }

// consistency decides whether graphs are executions of a model. It keeps
// scratch space between calls.
type consistency struct {
	coNext []int32 // by write: the next one in coherence order, -1
	reader []int32 // by write: the first of its readers, -1
	others []int32 // by read: the next reader of the same write, -1
	seen   []bool
	before []int32 // by event: how many predecessors are still to come
	stack  []int32
	strict strictOrder
	back   [][]int32 // by event: what comes right before it
}

// consistent reports whether g is an execution of m. If id is not negative, g
// was one before event id was added, read elsewhere or put in its place, so
// that only cycles through id are looked for.
func (c *consistency) consistent(m Model, g *graph, id int32) bool {
	if m == RC11 && seqcst(g) < 2 {
		return true
	}
	c.index(g)
	switch m {
	case SC:
		return c.acyclic(g, id, scSuccessors)
	case Go:
		return c.acyclic(g, id, goSuccessors)
	case RC11: // whatever is consistent under SC is so here; the rest is slower to tell
		return c.acyclic(g, id, scSuccessors) || c.strict.ordered(g)
	default:
		return c.acyclic(g, id, coherenceSuccessors) && c.acyclic(g, id, tsoSuccessors) && (heavies(g) == 0 || c.drained(g))
	}
}

// seqcst counts the sequentially consistent events, asymmetric fences
// included.
func seqcst(g *graph) (n int) {
	for i := range g.events {
		if e := &g.events[i]; e.order.strict() && e.thread >= 0 {
			n++
		}
	}
	return n
}

// index fills the lists that successors are found by.
func (c *consistency) index(g *graph) {
	n := len(g.events)
	if cap(c.coNext) < n {
		c.coNext, c.reader, c.others = make([]int32, 2*n), make([]int32, 2*n), make([]int32, 2*n)
		c.seen = make([]bool, 2*n)
	}
	c.coNext, c.reader, c.others = c.coNext[:n], c.reader[:n], c.others[:n]
	for i := range n {
		c.coNext[i], c.reader[i] = -1, -1
	}
	for _, l := range g.writes {
		for i := 1; i < len(l); i++ {
			c.coNext[l[i-1]] = l[i]
		}
	}
	for i := range g.events {
		if e := &g.events[i]; e.kind == read {
			c.others[i] = c.reader[e.from]
			c.reader[e.from] = int32(i)
		}
	}
}

// successors calls f for what comes after x, until f returns true.
type successors func(c *consistency, g *graph, x int32, f func(int32))

// acyclic reports whether there is no cycle through id, or none at all if id
// is negative.
func (c *consistency) acyclic(g *graph, id int32, next successors) bool {
	c.seen = c.seen[:len(g.events)]
	if id >= 0 {
		clear(c.seen)
		return !c.reaches(g, id, id, next)
	}
	return c.sortable(g, next)
}

// sortable reports whether the events can be put in an order in which nothing
// comes before what it succeeds.
func (c *consistency) sortable(g *graph, next successors) bool {
	c.before = append(c.before[:0], make([]int32, len(g.events))...)
	count := func(y int32) { c.before[y]++ }
	for x := range g.events {
		next(c, g, int32(x), count)
	}
	c.stack = c.stack[:0]
	for x, n := range c.before {
		if n == 0 {
			c.stack = append(c.stack, int32(x))
		}
	}
	sorted := 0
	release := func(y int32) {
		if c.before[y]--; c.before[y] == 0 {
			c.stack = append(c.stack, y)
		}
	}
	for ; len(c.stack) > 0; sorted++ {
		x := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		next(c, g, x, release)
	}
	return sorted == len(g.events)
}

// reaches reports whether a path of at least one step leads from x to y.
func (c *consistency) reaches(g *graph, x, y int32, next successors) bool {
	c.stack = append(c.stack[:0], x)
	found := false
	visit := func(z int32) {
		found = found || z == y
		if !c.seen[z] {
			c.seen[z] = true
			c.stack = append(c.stack, z)
		}
	}
	for len(c.stack) > 0 && !found {
		x = c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		next(c, g, x, visit)
	}
	return found
}

// between says which reads-from counts.
type between struct {
	within bool // that within a thread
	missed bool // that by a send that fails
}

// communication follows coherence, reads-from and from-read.
func (c *consistency) communication(g *graph, x int32, count between, f func(int32)) {
	e := &g.events[x]
	switch e.kind {
	case read:
		if n := c.coNext[e.from]; n >= 0 {
			f(n)
		}
	case write, plainWrite:
		if n := c.coNext[x]; n >= 0 {
			f(n)
		}
		for r := c.reader[x]; r >= 0; r = c.others[r] {
			if o := &g.events[r]; (count.within || o.thread != e.thread) && (count.missed || !o.missed()) {
				f(r)
			}
		}
	}
}

// joined follows the edge from the end of a thread to the one that joins it.
func joined(g *graph, e *event, f func(int32)) {
	if g.join >= 0 && len(g.threads[g.join]) > 0 && int(e.thread) != g.join && int(e.index) == len(g.threads[e.thread])-1 {
		f(g.threads[g.join][0])
	}
}

// follower follows program order.
func follower(g *graph, x int32, f func(int32)) {
	if e := &g.events[x]; e.thread >= 0 {
		if l := g.threads[e.thread]; int(e.index)+1 < len(l) {
			f(l[e.index+1])
		}
		joined(g, e, f)
	}
}

// scSuccessors is program order and communication.
func scSuccessors(c *consistency, g *graph, x int32, f func(int32)) {
	follower(g, x, f)
	c.communication(g, x, between{true, true}, f)
}

// goSuccessors is program order and communication, but that of sends that fail.
// That is RC11's partial order of what is sequentially consistent, if all atomics
// are, and sends and receives that come to pass acquire and release: these are
// read-modify-writes, so that what leads from one to the other is happens-before.
func goSuccessors(c *consistency, g *graph, x int32, f func(int32)) {
	follower(g, x, f)
	if !g.events[x].missed() {
		c.communication(g, x, between{within: true}, f)
	}
}

// coherenceSuccessors is program order within a location, and communication.
func coherenceSuccessors(c *consistency, g *graph, x int32, f func(int32)) {
	if e := &g.events[x]; e.thread >= 0 && e.loc >= 0 {
		for _, y := range g.threads[e.thread][e.index+1:] {
			if g.events[y].loc == e.loc {
				f(y)
				break
			}
		}
	}
	c.communication(g, x, between{true, true}, f)
}
