package explore

// manyParts is how many graphs are to be pending before they are shared. The
// largest is a small part of the whole then, because the trunk goes on with what
// seems the largest.
const manyParts = 512

// explore explores what the bounds say, and reports whether it is all there is.
func (e *engine) explore() bool {
	e.pending = append(e.pending, nil)
	if e.bounds.Claim == nil {
		if !e.rest() {
			return false
		}
		e.explored = 1
		return true
	}
	part, ok := e.bounds.Claim()
	if !ok || !e.trunk(part == 0) {
		return false
	}
	parts := e.pending
	for ; ok && part <= uint64(len(parts)); part, ok = e.bounds.Claim() {
		if part == 0 {
			continue
		}
		e.pending = []*graph{parts[part-1]}
		if !e.rest() {
			return false
		}
	}
	return ok
}

// rest explores all that is pending and reports whether it has: a violation or
// a bound ends it.
func (e *engine) rest() bool {
	for len(e.pending) > 0 && e.found == nil && !e.bounded() {
		last := len(e.pending) - 1
		g := e.pending[last]
		e.pending = e.pending[:last]
		e.visit(g)
		e.report()
	}
	return len(e.pending) == 0 && e.found == nil
}

// bounded reports whether enough executions were explored.
func (e *engine) bounded() bool {
	return e.bounds.Executions > 0 && e.executions+e.stuck >= e.bounds.Executions
}

// trunk explores until enough is pending, with what seems the largest first, and
// reports whether the exploration goes on. It counts only if it is ours.
func (e *engine) trunk(ours bool) bool {
	observe := e.observe
	if !ours {
		e.observe = nil
	}
	for n := len(e.pending); n > 0 && n < manyParts && e.found == nil && !e.bounded(); n = len(e.pending) {
		largest := 0
		for i, g := range e.pending {
			if g != nil && g.weight > e.pending[largest].weight {
				largest = i
			}
		}
		g := e.pending[largest]
		e.pending[largest] = e.pending[n-1]
		e.pending = e.pending[:n-1]
		e.visit(g)
	}
	e.observe = observe
	over := e.found != nil
	if !ours {
		e.executions, e.stuck, e.explored, e.found = 0, 0, 0, nil
	}
	return !over
}
