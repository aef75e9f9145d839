package explore

// memory is what the interleaver's threads run over.
type memory interface {
	// reset begins an execution.
	reset(w *World)
	// ways returns in how many ways the thread can do the operation: 0 if it
	// has to wait.
	ways(thread int, o *op) int
	// step does the operation in one of the ways.
	step(thread int, o *op, way int) effect
	// access notes a plain access and returns what happens before it.
	access(thread int, o *op) *vector
	// buffered reports whether the thread has written what is not in memory.
	buffered(thread int) bool
	// flush lets the oldest of that reach memory.
	flush(thread int) footprint
	// join lets the thread know all that others have done.
	join(thread int)
	// newest returns the last value of the location.
	newest(loc int32) uint64
	// consistent reports whether what was done so far is an execution.
	consistent() bool
}

// memoryOf returns the memory that has the executions of m.
func memoryOf(m Model, w *World) memory {
	switch {
	case m == TSO:
		return &bufferedMemory{}
	case m == RC11:
		return &viewMachine{}
	case m == Go && w.channels:
		return &goMachine{}
	default:
		return &flatMemory{}
	}
}

// effect is what a step did.
type effect struct {
	value   uint64 // the operation's result
	touched footprint
	left    bool // the thread waits for ever
}

// flatMemory holds one value per location: sequential consistency. A read that
// observes a write learns what happened before it, as in Go.
type flatMemory struct {
	unbuffered
	causality
	cells []cell
}

// cell is the value of a location and what was known when it was written.
type cell struct {
	value uint64
	hb    vector
}

func (m *flatMemory) reset(w *World) {
	m.causality.reset(w)
	m.cells = m.cells[:0]
	for _, l := range w.locs {
		m.cells = append(m.cells, cell{value: l.init})
	}
}

func (m *flatMemory) ways(_ int, o *op) int {
	if o.loc >= 0 && waits(o) && !o.accepts(m.cells[o.loc].value) {
		return 0
	}
	return 1
}

func (m *flatMemory) step(i int, o *op, _ int) effect {
	hb := m.tick(i)
	if o.kind == opFence {
		return effect{touched: footprint{loc: -1}}
	}
	c := &m.cells[o.loc]
	old := c.value
	v, writes := o.arg, true
	if o.kind != opStore {
		hb.learn(&c.hb)
		v, writes = o.writes(old)
	}
	if writes {
		*c = cell{v, *hb}
	}
	return effect{value: old, touched: footprint{loc: o.loc, writes: writes}}
}

func (m *flatMemory) newest(loc int32) uint64 { return m.cells[loc].value }

// waits reports whether the operation may have to wait.
func waits(o *op) bool { return o.kind == opAwait || o.waits }

// unbuffered is the part of a memory that all writes reach at once.
type unbuffered struct{}

func (unbuffered) buffered(int) bool   { return false }
func (unbuffered) flush(int) footprint { panic("explore: nothing is buffered") }
func (unbuffered) consistent() bool    { return true }

// causality is what happens before the next step of each thread.
type causality struct{ hb []vector }

func (c *causality) reset(w *World) {
	c.hb = append(c.hb[:0], make([]vector, len(w.threads))...)
}

// tick begins a step.
func (c *causality) tick(i int) *vector {
	c.hb[i][i]++
	return &c.hb[i]
}

func (c *causality) access(i int, _ *op) *vector { return c.tick(i) }

func (c *causality) join(i int) {
	for k := range c.hb {
		c.hb[i].learn(&c.hb[k])
	}
}

// plainMemory holds the plain locations and finds races for them.
type plainMemory struct{ cells []plainCell }

// plainCell is the value of a plain location, who wrote it last, and who has
// read it since: the number of the step of each thread that did, or 0.
type plainCell struct {
	value  uint64
	writer int
	wrote  uint16
	read   vector
}

func (m *plainMemory) reset(w *World) {
	m.cells = m.cells[:0]
	for _, l := range w.locs {
		m.cells = append(m.cells, plainCell{value: l.init})
	}
}

// access does a plain access and returns its value; other is a thread whose
// access it races with, or -1. hb is what happens before it, itself included.
func (m *plainMemory) access(i int, o *op, hb *vector) (value uint64, other int) {
	c := &m.cells[o.loc]
	other = -1
	if c.wrote > hb[c.writer] {
		other = c.writer
	}
	if o.kind == opRead {
		c.read[i] = hb[i]
		return c.value, other
	}
	for k := range c.read {
		if c.read[k] > hb[k] {
			other = k
		}
	}
	*c = plainCell{value: o.arg, writer: i, wrote: hb[i]}
	return o.arg, other
}
