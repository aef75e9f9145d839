package explore

import "fmt"

// unlike begins the reason of a violation by goroutines that do not do the same.
const unlike = "not the same"

// agree reports whether thread t, which does the same as the one before it, is
// about to do what that has done at the same place, if both have read the same
// so far. If not, that is a violation.
func (e *engine) agree(t *thread) bool {
	n := len(e.g.threads[t.id])
	if n > 0 && !e.g.last(t.id).alike || t.op.again > 0 || t.op.kind == opSpin {
		return true
	}
	id := e.g.twin(&event{thread: int8(t.id), index: int16(n)})
	if id < 0 {
		e.fail(unlike+": %s is about to do %s where %s has ended, and both have read the same",
			t.name, e.operation(&t.op), t.twin.name)
		return false
	}
	mine, other := &t.op, &t.twin.did[n]
	what := mine.differs(other, e.g.events[id].value)
	if what == "" {
		return true
	}
	e.fail(unlike+": %s is about to do %s, %s has done %s, and both have read the same (%s)",
		t.name, e.operation(mine), t.twin.name, e.operation(other), what)
	return false
}

// agreed reports whether no goroutine has ended where the one before it that
// does the same, and has read the same, has gone on.
func (e *engine) agreed() bool {
	for i, t := range e.w.threads {
		if t.twin == nil || !t.done {
			continue
		}
		n := len(e.g.threads[i])
		if id := e.g.twin(&event{thread: int8(i), index: int16(n)}); id >= 0 {
			e.fail(unlike+": %s has ended where %s has done %s, and both have read the same",
				t.name, t.twin.name, e.operation(&t.twin.did[n]))
			return false
		}
	}
	return true
}

// differs names in what two operations differ that read v, if they read; "" if
// they do not.
func (o *op) differs(p *op, v uint64) string {
	switch {
	case o.kind != p.kind:
		return "kind"
	case o.loc != p.loc:
		return "location"
	case o.order != p.order || o.failed != p.failed:
		return "order"
	case o.arg != p.arg || o.new != p.new:
		return "value"
	case o.waits != p.waits || o.relief != p.relief || o.accepts(v) != p.accepts(v):
		return "what it waits for"
	}
	x, writes := o.writes(v)
	if y, also := p.writes(v); x != y || writes != also {
		return "new value"
	}
	return ""
}

// operation describes what a goroutine is about to do.
func (e *engine) operation(o *op) string {
	name := ""
	if o.loc >= 0 {
		name = e.w.locs[o.loc].name
	}
	switch o.kind {
	case opLoad, opAwait:
		return fmt.Sprintf("%s.Load(%v)", name, o.order)
	case opUpdate:
		return fmt.Sprintf("%s.Update(%v)", name, o.order)
	case opCAS:
		return fmt.Sprintf("%s.CompareAndSwap(%d, %d, %v)", name, o.arg, o.new, o.order)
	case opStore:
		return fmt.Sprintf("%s.Store(%d, %v)", name, o.arg, o.order)
	case opFence:
		return fmt.Sprintf("Fence(%v)", o.order)
	case opChoose:
		return fmt.Sprintf("Choose(%d)", o.arg)
	case opRead:
		return "read " + name
	default:
		return fmt.Sprintf("%s = %d", name, o.arg)
	}
}
