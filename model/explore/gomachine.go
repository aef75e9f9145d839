package explore

// goMachine is Go's memory model as RC11 has it: atomics are sequentially
// consistent, a send or receive that comes to pass acquires and releases, a send
// that fails is relaxed, and fences are nothing, since Go has none.
type goMachine struct{ viewMachine }

func (m *goMachine) step(i int, o *op, way int) effect {
	if o.kind == opFence {
		return effect{touched: footprint{loc: -1}}
	}
	p := *o
	switch {
	case o.sends():
		p.order, p.failed = AcqRel, Relaxed
	case o.channel:
		p.order, p.failed = AcqRel, Acquire
	default:
		p.order, p.failed = SeqCst, SeqCst
	}
	return m.viewMachine.step(i, &p, way)
}
