package explore

import (
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore/report"
)

// Violation is an execution that should not be.
type Violation struct {
	Reason  string
	Trace   string          // the execution, one event per line
	Failure *report.Failure // the same with all that is known; nil unless Bounds.Report asked for it
	Token   string          // what [Replay] finds it again by; "" if it is too long, or Failure is nil

	graph    *graph
	culprits []int32 // the events that show it; none: all do
	race     []event // the two accesses that race
}

// Error returns the reason and the trace.
func (v *Violation) Error() string { return v.Reason + "\n" + v.Trace }

// patience is how many executions are looked at for a shorter violation.
const patience = 2000

// violation returns what is wrong with the execution so far.
func (e *engine) violation(reason string) *Violation {
	v := &Violation{Reason: reason, Trace: e.trace(), graph: e.g.restrict(nil)}
	if strings.HasPrefix(reason, unlike) {
		return v
	}
	last := int32(len(e.g.events)) - 1
	if strings.HasPrefix(reason, "data race") {
		if other := e.racing(last); other >= 0 {
			v.culprits = []int32{other, last}
			v.race = []event{e.g.events[other], e.g.events[last]}
			return v
		}
	}
	for i, t := range e.w.threads {
		if l := e.g.threads[i]; t.failed != "" && len(l) > 0 {
			v.culprits = []int32{l[len(l)-1]}
			break
		}
	}
	return v
}

// racing returns an event that races with a.
func (e *engine) racing(a int32) int32 {
	second := &e.g.events[a]
	for id := range e.g.events {
		first := &e.g.events[id]
		writes := second.kind == plainWrite || first.kind == plainWrite
		if int32(id) != a && first.loc == second.loc && first.loc >= 0 && writes && !first.known(&second.hb) {
			return int32(id)
		}
	}
	return -1
}

// shortest looks on for a violation of the same kind with fewer events, for
// some executions.
func (e *engine) shortest() *Violation {
	best := e.found
	size := func(v *Violation) int { return len(v.graph.restrict(v.culprits).events) }
	for n := 0; n < patience && len(e.pending) > 0; n++ {
		e.found = nil
		e.next()
		if e.found != nil && kindOf(e.found) == kindOf(best) && size(e.found) < size(best) {
			best = e.found
		}
	}
	e.found = best
	return best
}

// next visits the pending graph that was put there last.
func (e *engine) next() {
	g := e.pending[len(e.pending)-1]
	e.pending = e.pending[:len(e.pending)-1]
	e.visit(g)
}

// explainIn fills in the failure of a violation and the token to find it again by.
func (e *engine) explainIn(v *Violation) {
	v.Failure = e.explain(v)
	if !strings.HasPrefix(v.Reason, unlike) { // goroutines that do the same may do it in any order in a replay
		v.Token = e.token(v)
	}
}
