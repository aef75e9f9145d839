package explore

import "fmt"

// replay brings every goroutine to where the graph ends. It returns the thread
// that has done the read of a read-modify-write and not yet the write, or -1.
//
// No read is replayed before the write that it reads. So what is not a location
// and is kept in order by those that are, like fields under a lock, goes through
// the same changes as it did.
func (e *engine) replay() int {
	half := -1
	for before := -1; before != e.passed; {
		before = e.passed
		for i, t := range e.w.threads {
			if !t.started {
				if i == e.g.join && !e.joinable() {
					continue
				}
				e.w.start(t)
			}
			for e.replayable(i) {
				n := e.pass(i)
				if n < 0 {
					half = i
				}
				if n <= 0 {
					break
				}
				e.w.proceed(t)
			}
		}
	}
	return half
}

// pass lets the operation of thread i return what it did in the graph, and
// returns how many events it has there, see passes.
func (e *engine) pass(i int) int {
	n := e.passes(i)
	if n > 0 {
		if loc := e.g.events[e.g.threads[i][e.at[i]]].loc; loc != e.w.threads[i].op.loc {
			panic(fmt.Sprintf("explore: %s does not do the same when it reads the same", e.w.threads[i].name))
		}
		e.w.threads[i].result = e.g.events[e.g.threads[i][e.at[i]]].value
		e.at[i] += n
		e.passed += n
	}
	return n
}

// replayable reports whether thread i has events to go through, the next of
// which reads nothing that is still to be written.
func (e *engine) replayable(i int) bool {
	if e.w.threads[i].done || e.at[i] >= len(e.g.threads[i]) {
		return false
	}
	ev := &e.g.events[e.g.threads[i][e.at[i]]]
	if ev.kind != read {
		return true
	}
	from := &e.g.events[ev.from]
	return from.thread < 0 || e.at[from.thread] > int(from.index)
}

// passes returns how many events the next operation of thread i has in the
// graph: 0 if it waits, -1 if the second of two is missing.
func (e *engine) passes(i int) int {
	o, ev := &e.w.threads[i].op, &e.g.events[e.g.threads[i][e.at[i]]]
	if ev.kind == read && !o.accepts(ev.value) {
		e.blocked[i] = true
		return 0
	}
	if _, writes := o.writes(ev.value); !writes {
		return 1
	}
	if e.at[i]+2 > len(e.g.threads[i]) {
		return -1
	}
	return 2
}
