package explore

// bufferedMemory is the memory of x86: stores wait in a buffer, in order, that
// its thread reads from, and reach memory at some time. What is a barrier waits
// until the buffer is empty: fences and stores that are sequentially
// consistent, and updates. A compare-and-swap that succeeds is a barrier as
// well; it empties the buffer itself, because whether it has to depends on what
// it reads. One that fails is a load here, as in the graphs; the processor's is
// a barrier all the same, so that its executions are among ours. A heavy fence
// empties the buffers of all threads.
type bufferedMemory struct {
	flatMemory
	buffers [][]pendingStore
	entries []int16 // by thread: how many stores its buffer has ever held
}

// pendingStore is a store that has not reached memory.
type pendingStore struct {
	cell
	loc   int32
	entry int16
}

func (m *bufferedMemory) reset(w *World) {
	m.flatMemory.reset(w)
	m.buffers = append(m.buffers[:0], make([][]pendingStore, len(w.threads))...)
	m.entries = append(m.entries[:0], make([]int16, len(w.threads))...)
}

// load returns what the thread reads.
func (m *bufferedMemory) load(i int, loc int32) *cell {
	b := m.buffers[i]
	for k := len(b) - 1; k >= 0; k-- {
		if b[k].loc == loc {
			return &b[k].cell
		}
	}
	return &m.cells[loc]
}

// drains reports whether the operation waits for the buffer to be empty.
func drains(o *op) bool {
	return o.kind == opUpdate || (o.kind == opFence || o.kind == opStore) && o.order == SeqCst
}

func (m *bufferedMemory) ways(i int, o *op) int {
	if m.buffered(i) && drains(o) || waits(o) && !o.accepts(m.load(i, o.loc).value) {
		return 0
	}
	return 1
}

func (m *bufferedMemory) step(i int, o *op, _ int) effect {
	if o.kind == opFence && o.order == Heavy {
		return m.heavy(i, o)
	}
	succeeds := o.kind == opCAS && m.load(i, o.loc).value == o.arg
	if drains(o) || succeeds {
		emptied := m.pending(i)
		for m.buffered(i) {
			m.flush(i)
		}
		e := m.flatMemory.step(i, o, 0)
		e.touched.owner, e.touched.barrier, e.touched.emptied = int8(i), true, emptied
		return e
	}
	hb := m.tick(i)
	switch o.kind {
	case opFence:
		return effect{touched: footprint{loc: -1, owner: int8(i)}}
	case opStore:
		m.entries[i]++
		s := pendingStore{cell{o.arg, *hb}, o.loc, m.entries[i]}
		m.buffers[i] = append(m.buffers[i], s)
		return effect{touched: footprint{loc: -1, owner: int8(i), entry: s.entry}}
	default:
		c := m.load(i, o.loc)
		hb.learn(&c.hb)
		f := footprint{loc: o.loc, owner: int8(i)}
		if o.kind == opCAS { // it would have emptied the buffer had it read something else
			f.emptied = m.pending(i)
		}
		return effect{value: c.value, touched: f}
	}
}

// heavy empties all buffers.
func (m *bufferedMemory) heavy(i int, o *op) effect {
	var emptied mask
	for k := range m.buffers {
		emptied |= m.pending(k)
		for m.buffered(k) {
			m.flush(k)
		}
	}
	e := m.flatMemory.step(i, o, 0)
	e.touched.owner, e.touched.barrier, e.touched.emptied, e.touched.heavy = int8(i), true, emptied, true
	return e
}

func (m *bufferedMemory) buffered(i int) bool { return len(m.buffers[i]) > 0 }

func (m *bufferedMemory) flush(i int) footprint {
	s := m.buffers[i][0]
	m.buffers[i] = m.buffers[i][1:]
	m.cells[s.loc] = s.cell
	return footprint{loc: s.loc, writes: true, owner: int8(i), entry: s.entry, flushes: true}
}

// pending returns where the thread has written what is not in memory.
func (m *bufferedMemory) pending(i int) (where mask) {
	for _, s := range m.buffers[i] {
		where |= 1 << (s.loc & 63)
	}
	return where
}
