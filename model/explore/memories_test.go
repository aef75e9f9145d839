package explore

import "maps"

// InterleaveOver is Interleave over one of [Memories].
func InterleaveOver(memory string, b Bounds, scenario func(*World), observe func(outs [][]uint64) error) Result {
	it := &interleaver{memory: Memories[memory](), scenario: scenario, observe: observe}
	return it.explore(b)
}

// InterleaveAll is Interleave without reduction: all interleavings.
func InterleaveAll(m Model, b Bounds, scenario func(*World), observe func(outs [][]uint64) error) Result {
	it := &interleaver{model: m, scenario: scenario, observe: observe}
	it.tree.naive = true
	return it.explore(b)
}

// Violations returns one violation of each kind that interleavings find.
func Violations(m Model, scenario func(*World)) []*Violation {
	it := &interleaver{model: m, scenario: scenario, persist: true}
	it.explore(Bounds{})
	return it.found
}

// Take waits until the location holds old and replaces it by v in one step.
func (a *Atomic) Take(old, v uint64, o Order) {
	a.w.do(op{kind: opCAS, loc: a.id, order: o, failed: o, arg: old, new: v, waits: true})
}

// Memories are other memories than those that the models have.
var Memories = map[string]func() memory{
	"global view": func() memory { return &globalMachine{} },
	"selfish":     func() memory { return &selfish{} },
}

// WrongMemories are those that are wrong on purpose.
var WrongMemories = map[string]func() memory{
	"reads out of coherence order":     func() memory { return &incoherent{} },
	"two updates read one write":       func() memory { return &torn{} },
	"release sequences end at updates": func() memory { return &forgetful{} },
	"fences do nothing":                func() memory { return &fenceless{} },
	"no axiom for seqcst":              func() memory { return &lawless{} },
	"steps depend on nothing":          func() memory { return &hasty{} },
	"light fences are nothing":         func() memory { return &without{order: Light} },
	"heavy fences are nothing":         func() memory { return &without{order: Heavy} },
	"light fences are seqcst":          func() memory { return &promoted{} },
}

// WrongChannels are those that take channels wrong under Go.
var WrongChannels = map[string]func() memory{
	"sends that fail are in order":  func() memory { return &flatMemory{} },
	"sends that fail learn":         func() memory { return &telling{order: AcqRel, failed: Acquire} },
	"sends that fail are strict":    func() memory { return &telling{order: AcqRel, failed: SeqCst} },
	"receives do not tell the send": func() memory { return &telling{order: Release, failed: Relaxed} },
}

func init() {
	maps.Copy(Memories, WrongMemories)
	maps.Copy(Memories, WrongChannels)
}

// globalMachine is a view machine that goes forward in time with sequentially
// consistent events as well. Such a fence takes turns with a global view that
// it learns and adds to; such an access is one of the newest message.
//
// It needs no axiom, but is stronger than RC11: two fences are ordered also if
// only a chain of relaxed accesses leads from one to the other, and accesses if
// others than sequentially consistent ones are mixed in. It is RC11 for
// programs in which all reads acquire and all writes release, and a location is
// accessed by sequentially consistent accesses only, or by none.
//
// Of asymmetric fences there are two more views. A light fence adds to its own
// and learns that of heavy ones; a heavy one learns all three.
type globalMachine struct {
	viewMachine
	strict, light, heavy view
}

func (m *globalMachine) reset(w *World) {
	m.viewMachine.reset(w)
	for _, v := range []*view{&m.strict, &m.light, &m.heavy} {
		*v = m.cut(m.messages[0].view, len(w.locs))
	}
}

func (m *globalMachine) ways(i int, o *op) int {
	n := m.viewMachine.ways(i, o)
	if o.kind == opFence || o.order != SeqCst {
		return n
	}
	if waits(o) && !o.accepts(m.newest(o.loc)) {
		return 0
	}
	return 1
}

func (m *globalMachine) step(i int, o *op, way int) effect {
	e := m.viewMachine.step(i, o, way)
	if o.kind != opFence || !o.order.strict() {
		return e
	}
	t := &m.threads[i]
	m.learn(t.now, m.heavy)
	own := map[Order]view{SeqCst: m.strict, Light: m.light, Heavy: m.heavy}[o.order]
	if o.order != Light {
		m.learn(t.now, m.strict)
	}
	if o.order == Heavy {
		m.learn(t.now, m.light)
	}
	m.learn(own, t.now)
	if o.order != Light { // what it learned is released
		m.learn(t.fenced, t.now)
	}
	e.touched.fenced = true
	return e
}

func (m *globalMachine) consistent() bool { return true }

// incoherent lets loads read messages that the thread has left behind.
type incoherent struct{ viewMachine }

func (m *incoherent) ways(i int, o *op) int {
	if o.kind == opLoad {
		m.threads[i].now[o.loc] = o.loc // the initial message
	}
	return m.viewMachine.ways(i, o)
}

// torn lets others write between the halves of an update.
type torn struct{ viewMachine }

func (m *torn) step(i int, o *op, way int) effect {
	e := m.viewMachine.step(i, o, way)
	m.messages[len(m.messages)-1].rmw = false
	return e
}

// forgetful gives the message of an update only what the update releases.
type forgetful struct{ viewMachine }

func (m *forgetful) step(i int, o *op, way int) effect {
	e := m.viewMachine.step(i, o, way)
	if s := &m.messages[len(m.messages)-1]; s.rmw && e.touched.writes && !o.order.releases() {
		t := &m.threads[i]
		s.hb, s.view = t.fencedHB, m.cut(t.fenced, len(t.fenced))
		s.view[o.loc] = int32(len(m.messages) - 1)
	}
	return e
}

// fenceless ignores fences.
type fenceless struct{ viewMachine }

func (m *fenceless) step(i int, o *op, way int) effect {
	if o.kind == opFence {
		return effect{touched: footprint{loc: -1}}
	}
	return m.viewMachine.step(i, o, way)
}

// lawless has acquire and release only.
type lawless struct{ viewMachine }

func (*lawless) consistent() bool { return true }

// hasty says of loads that they depend on nothing.
type hasty struct{ viewMachine }

func (m *hasty) step(i int, o *op, way int) effect {
	e := m.viewMachine.step(i, o, way)
	if o.kind == opLoad {
		e.touched.loc = -1
	}
	return e
}

// without ignores the fences of one order.
type without struct {
	viewMachine
	order Order
}

func (m *without) step(i int, o *op, way int) effect {
	if o.kind == opFence && o.order == m.order {
		return effect{touched: footprint{loc: -1}}
	}
	return m.viewMachine.step(i, o, way)
}

// promoted takes light fences for sequentially consistent ones.
type promoted struct{ viewMachine }

func (m *promoted) step(i int, o *op, way int) effect {
	p := *o
	if p.kind == opFence && p.order == Light {
		p.order = SeqCst
	}
	return m.viewMachine.step(i, &p, way)
}

// telling is Go's memory with sends of other orders.
type telling struct {
	goMachine
	order, failed Order
}

func (m *telling) step(i int, o *op, way int) effect {
	if !o.sends() {
		return m.goMachine.step(i, o, way)
	}
	p := *o
	p.order, p.failed = m.order, m.failed
	return m.viewMachine.step(i, &p, way)
}

// selfish is TSO with heavy fences that empty their own thread's buffer only.
type selfish struct{ bufferedMemory }

func (m *selfish) step(i int, o *op, way int) effect {
	p := *o
	if p.kind == opFence && p.order == Heavy {
		p.order = SeqCst
	}
	return m.bufferedMemory.step(i, &p, way)
}

func (m *selfish) ways(i int, o *op) int {
	if o.kind == opFence && o.order == Heavy && m.buffered(i) {
		return 0
	}
	return m.bufferedMemory.ways(i, o)
}
