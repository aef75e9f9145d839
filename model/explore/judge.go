package explore

import "fmt"

// complete judges an execution in which nobody can go on.
func (e *engine) complete() {
	if e.g.twins != nil && !e.agreed() {
		return
	}
	for i, t := range e.w.threads {
		if e.blocked[i] || !t.done {
			e.judgeStuck()
			return
		}
	}
	e.executions++
	if e.observe != nil {
		if err := e.observe(&Execution{e}); err != nil {
			e.fail("%v", err)
		}
	}
	if e.g.twins != nil && e.found == nil && e.executions&(e.executions-1) == 0 {
		e.mirror()
	}
}

// judgeStuck looks at an execution that ends with somebody waiting. If
// everybody who waits has read the newest value, nothing will ever wake them;
// otherwise another execution goes on where this one stops.
func (e *engine) judgeStuck() {
	e.stuck++
	spinner := ""
	for i := range e.blocked {
		switch {
		case !e.blocked[i]:
		case e.w.threads[i].op.kind == opSpin:
			if spinner = e.w.threads[i].name; !e.spinsOnNewest(i) {
				return
			}
		default:
			if r := e.g.last(i); r.from != e.g.newest(r.loc) || e.w.threads[i].op.relieved(e.newest) {
				return
			}
		}
	}
	if spinner != "" && e.mistake != takenForDone {
		e.fail("livelock: %s looks again and again, and what it reads does not change any more", spinner)
	}
	if spinner == "" {
		e.fail("deadlock: whoever waits has seen the newest value")
	}
}

// newest returns the last value of a location.
func (e *engine) newest(loc int32) uint64 { return e.g.events[e.g.newest(loc)].value }

// fail notes a violation, the first one.
func (e *engine) fail(format string, args ...any) {
	if e.found == nil {
		e.found = e.violation(fmt.Sprintf(format, args...))
	}
}
