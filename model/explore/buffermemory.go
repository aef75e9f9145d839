package explore

// bufferedMemory is the memory of x86: stores wait in a buffer, in order, that
// its thread reads from, and reach memory at some time. What is a barrier waits
// until the buffer is empty: fences and stores that are sequentially
// consistent, and read-modify-writes that write.
//
// A compare-and-swap that fails is a load here, as in the graphs; the
// processor's is a barrier all the same, so that its executions are among ours.
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

// drains reports whether the operation is a barrier.
func (m *bufferedMemory) drains(i int, o *op) bool {
	switch o.kind {
	case opFence, opStore:
		return o.order == SeqCst
	default:
		_, writes := o.writes(m.load(i, o.loc).value)
		return writes
	}
}

func (m *bufferedMemory) ways(i int, o *op) int {
	if m.buffered(i) && m.drains(i, o) || waits(o) && !o.accepts(m.load(i, o.loc).value) {
		return 0
	}
	return 1
}

func (m *bufferedMemory) step(i int, o *op, _ int) effect {
	if m.drains(i, o) {
		e := m.flatMemory.step(i, o, 0)
		e.touched.owner, e.touched.barrier = int8(i), true
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
		return effect{value: c.value, touched: footprint{loc: o.loc, owner: int8(i)}}
	}
}

func (m *bufferedMemory) buffered(i int) bool { return len(m.buffers[i]) > 0 }

func (m *bufferedMemory) flush(i int) footprint {
	s := m.buffers[i][0]
	m.buffers[i] = m.buffers[i][1:]
	m.cells[s.loc] = s.cell
	return footprint{loc: s.loc, writes: true, owner: int8(i), entry: s.entry, flushes: true}
}
