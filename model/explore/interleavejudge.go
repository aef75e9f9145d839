package explore

import (
	"fmt"
)

// complete judges a run in which nobody can go on.
func (it *interleaver) complete() {
	waiting, woken, looking := false, false, false
	for i, t := range it.w.threads {
		switch {
		case t.done || i == it.join:
		case t.op.kind == opLookAgain:
			looking = true
			woken = woken || it.changed(i)
		default:
			waiting = true
			woken = woken || t.op.accepts(it.memory.newest(t.op.loc)) || t.op.relieved(it.memory.newest)
		}
	}
	switch {
	case !it.memory.consistent() || woken:
		it.stuck++
	case looking:
		it.stuck++
		it.fail("livelock: what is read again and again does not change any more")
	case waiting:
		it.stuck++
		it.fail("deadlock: nobody can go on")
	default:
		it.executions++
		if err := it.observed(); err != nil {
			it.fail("%v", err)
		}
	}
}

// observed shows the execution to the observer.
func (it *interleaver) observed() error {
	if it.observe == nil {
		return nil
	}
	outs := make([][]uint64, len(it.w.threads))
	for i, t := range it.w.threads {
		outs[i] = t.outs
	}
	return it.observe(outs)
}

// fail notes a violation, unless memory finds that what led to it cannot be.
func (it *interleaver) fail(format string, args ...any) {
	v := &Violation{Reason: fmt.Sprintf(format, args...)}
	for _, other := range it.found {
		if kindOf(other) == kindOf(v) {
			return
		}
	}
	if it.memory.consistent() {
		v.Trace = it.trace()
		it.found = append(it.found, v)
	}
}
