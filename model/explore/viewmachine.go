package explore

// viewMachine is RC11 as a machine without promises. Memory is a list of
// messages for each location, in coherence order. A thread has a view: the
// oldest message of each location that it can still read. A message carries
// the view that a reader who acquires it gets. A store puts its message
// anywhere behind the thread's view, but not between a read-modify-write and
// the message that it has read.
//
// That is RC11 without its axiom for sequentially consistent events, which no
// machine that goes forward in time has exactly: one whose fences or accesses
// take turns with a global view is stronger, because it orders them by
// time, and so by chains of relaxed accesses that the axiom ignores. Here such
// events are no more than acquire and release, and what the axiom forbids is
// left out in the end (see [record]).
//
// Invariants: messages of a location are numbered without gaps by at; a view
// only moves towards greater at.
type viewMachine struct {
	unbuffered
	record
	messages []message
	order    [][]int32 // by location: its messages, in coherence order
	threads  []viewThread
	options  []int32
	memory   []int32 // where views are cut from
}

// message is a write.
type message struct {
	cell
	at   int32 // its place in its location's order
	rmw  bool  // right behind what it has read
	view view
}

// view holds a message for each location.
type view []int32

// viewThread is what a thread knows: its view now, the one it would get by an
// acquire fence, and the one it had at its last release fence; for each what
// happened before.
type viewThread struct {
	now, acquirable, fenced    view
	hb, acquirableHB, fencedHB vector
}

// forever is the option to wait for ever.
const forever = -1

func (m *viewMachine) reset(w *World) {
	n := len(w.locs)
	m.record.reset(w)
	m.messages, m.order, m.memory = m.messages[:0], m.order[:0], m.memory[:0]
	initial := m.cut(nil, n)
	for i, l := range w.locs {
		initial[i] = int32(i)
		m.messages = append(m.messages, message{cell: cell{value: l.init}, view: initial})
		m.order = append(m.order, []int32{int32(i)})
	}
	m.threads = m.threads[:0]
	for range w.threads {
		m.threads = append(m.threads, viewThread{
			now: m.cut(initial, n), acquirable: m.cut(initial, n), fenced: m.cut(initial, n),
		})
	}
}

// cut returns a view with n locations, a copy of v if that is not nil.
func (m *viewMachine) cut(v view, n int) view {
	if cap(m.memory)-len(m.memory) < n {
		m.memory = make([]int32, 0, 1024+n) // older views keep the old one
	}
	from := len(m.memory)
	m.memory = m.memory[:from+n]
	u := m.memory[from : from+n : from+n]
	copy(u, v)
	return u
}

// learn moves v to the later messages of u.
func (m *viewMachine) learn(v, u view) {
	for l := range v {
		if m.messages[u[l]].at > m.messages[v[l]].at {
			v[l] = u[l]
		}
	}
}

// taken reports whether a read-modify-write has read the message and so stands
// right behind it.
func (m *viewMachine) taken(loc int32, at int) bool {
	l := m.order[loc]
	return at+1 < len(l) && m.messages[l[at+1]].rmw
}

// look fills in the messages that the thread can read, or that its store can
// stand behind, the latest first. One who might wait can do so for ever unless
// the latest message would do.
func (m *viewMachine) look(i int, o *op) {
	m.options = m.options[:0]
	l := m.order[o.loc]
	oldest := int(m.messages[m.threads[i].now[o.loc]].at)
	for at := len(l) - 1; at >= oldest; at-- {
		writes := o.kind == opStore
		if !writes {
			v := m.messages[l[at]].value
			if !o.accepts(v) {
				continue
			}
			_, writes = o.writes(v)
		}
		if !writes || !m.taken(o.loc, at) {
			m.options = append(m.options, l[at])
		}
	}
	if waits(o) && len(m.options) > 0 && !o.accepts(m.newest(o.loc)) {
		m.options = append(m.options, forever)
	}
}

func (m *viewMachine) ways(i int, o *op) int {
	if o.kind == opFence {
		return 1
	}
	m.look(i, o)
	return len(m.options)
}

func (m *viewMachine) step(i int, o *op, way int) effect {
	if o.kind == opFence {
		m.fence(i, o.order)
		return effect{touched: footprint{loc: -1}}
	}
	m.look(i, o)
	from := m.options[way]
	if from == forever {
		return effect{left: true, touched: footprint{loc: o.loc}}
	}
	if o.kind == opStore {
		m.write(i, o.loc, o.arg, o.order, from)
		return effect{touched: footprint{loc: o.loc, writes: true}}
	}
	value := m.messages[from].value
	v, writes := o.writes(value)
	order := o.order
	if o.kind == opCAS && !writes {
		order = o.failed
	}
	m.read(i, o.loc, order, from)
	if writes {
		m.write(i, o.loc, v, order, from)
		m.follow(from)
	}
	return effect{value: value, touched: footprint{loc: o.loc, writes: writes}}
}

func (m *viewMachine) fence(i int, o Order) {
	t := m.begin(i)
	if o.acquires() {
		m.learn(t.now, t.acquirable)
		t.hb.learn(&t.acquirableHB)
	}
	if o.releases() {
		t.fenced, t.fencedHB = m.cut(t.now, len(t.now)), t.hb
	}
	m.record.fence(i, o, &t.hb)
}

// begin begins an event of the thread.
func (m *viewMachine) begin(i int) *viewThread {
	t := &m.threads[i]
	t.hb[i]++
	return t
}

// read lets the thread read a message.
func (m *viewMachine) read(i int, loc int32, o Order, from int32) {
	t, s := m.begin(i), &m.messages[from]
	if s.at > m.messages[t.now[loc]].at {
		t.now[loc] = from
	}
	m.learn(t.acquirable, s.view)
	t.acquirableHB.learn(&s.hb)
	if o.acquires() {
		m.learn(t.now, s.view)
		t.hb.learn(&s.hb)
	}
	m.record.read(i, loc, o, from, &t.hb)
}

// write puts a message behind another one.
func (m *viewMachine) write(i int, loc int32, value uint64, o Order, behind int32) {
	t := m.begin(i)
	id := int32(len(m.messages))
	m.insert(id, loc, m.messages[behind].at+1)
	s := message{cell: cell{value, t.fencedHB}, at: m.messages[behind].at + 1}
	known := t.fenced
	if o.releases() {
		known, s.hb = t.now, t.hb
	}
	s.view = m.cut(known, len(known))
	m.messages = append(m.messages, s)
	s.view[loc], t.now[loc] = id, id
	m.record.write(i, loc, o, id, &t.hb)
}

// insert gives a new message its place in coherence order.
func (m *viewMachine) insert(id, loc, at int32) {
	l := append(m.order[loc], 0)
	copy(l[at+1:], l[at:])
	l[at] = id
	for _, later := range l[at+1:] {
		m.messages[later].at++
	}
	m.order[loc] = l
}

// follow makes the newest message that of a read-modify-write that has read
// from: it carries what that carries.
func (m *viewMachine) follow(from int32) {
	s := &m.messages[len(m.messages)-1]
	s.rmw = true
	m.learn(s.view, m.messages[from].view)
	s.hb.learn(&m.messages[from].hb)
}

func (m *viewMachine) access(i int, o *op) *vector {
	t := m.begin(i)
	m.record.plain(i, o.loc, &t.hb)
	return &t.hb
}

func (m *viewMachine) join(i int) {
	t := &m.threads[i]
	for k := range m.threads {
		m.learn(t.now, m.threads[k].now)
		t.hb.learn(&m.threads[k].hb)
	}
}

func (m *viewMachine) newest(loc int32) uint64 {
	l := m.order[loc]
	return m.messages[l[len(l)-1]].value
}

func (m *viewMachine) consistent() bool {
	return m.record.ordered(func(message int32) int32 { return m.messages[message].at })
}
