package explore

import (
	"fmt"
	"strings"
)

// Result says what was explored.
type Result struct {
	Model      Model
	Executions uint64     // complete executions
	Stuck      uint64     // executions that end with somebody waiting
	Exhaustive bool       // there are no others
	Explored   float64    // the estimated fraction of all executions; see Progress
	Violation  *Violation // the first one found; it ends the exploration
}

// String returns the result on one line.
func (r Result) String() string {
	kind := "BOUNDED"
	if r.Exhaustive {
		kind = "EXHAUSTIVE"
	}
	return fmt.Sprintf("%s %v: %d executions", kind, r.Model, r.Executions)
}

// Bounds limit an exploration.
type Bounds struct {
	Executions uint64 // stop after so many, complete or stuck; 0: no limit
	Weaken     string // take the order of the site at this position as the next weaker one

	Progress func(Progress)                // called about once a second; may be nil
	Claim    func() (part uint64, ok bool) // says which parts are explored, see Several workers above; nil: all
	Report   bool                          // look on for a short violation, and fill in its Failure and Token

	Models []Model // of [Check]: which are explored; nil: Go, TSO, RC11
}

// Explore runs scenario once for every execution that the model allows. The
// observer, which may be nil, is called for each that is complete; its error is
// a violation.
func Explore(m Model, b Bounds, scenario func(*World), observe func(*Execution) error) Result {
	e := &engine{model: m, scenario: scenario, observe: observe, weak: b.Weaken, bounds: b}
	defer e.crew.dismiss()
	exhaustive := e.explore()
	r := Result{
		Model: m, Executions: e.executions, Stuck: e.stuck, Explored: e.explored,
		Exhaustive: exhaustive && e.found == nil, Violation: e.found,
	}
	if e.found != nil && b.Report {
		r.Violation = e.shortest()
		e.explainIn(r.Violation)
	}
	return r
}

// trace writes the execution so far, one event per line, a column per thread.
func (e *engine) trace() string {
	var b strings.Builder
	for i := range e.g.events {
		if ev := &e.g.events[i]; ev.thread >= 0 {
			fmt.Fprintf(&b, "%*s%s\n", 30*int(ev.thread), "", e.event(ev))
		}
	}
	return b.String()
}

// event describes an event: its thread, operation, value, and what it read.
func (e *engine) event(ev *event) string {
	who := fmt.Sprintf("%s.%d ", e.w.threads[ev.thread].name, ev.index)
	if ev.kind == fence {
		return who + "fence " + ev.order.String()
	}
	if ev.kind == choice {
		return fmt.Sprintf("%schooses %d", who, ev.value)
	}
	name := e.w.locs[ev.loc].name
	switch ev.kind {
	case read:
		stale := ""
		if ev.from != e.g.newest(ev.loc) {
			stale = ", not the newest"
		}
		return fmt.Sprintf("%s%s.Load(%v) = %d [from %s%s]", who, name, ev.order, ev.value, e.source(ev.from), stale)
	case write:
		return fmt.Sprintf("%s%s.Store(%d, %v)", who, name, ev.value, ev.order)
	case plainRead:
		return fmt.Sprintf("%sread %s = %d", who, name, ev.value)
	default:
		return fmt.Sprintf("%s%s = %d", who, name, ev.value)
	}
}

// source names the event that wrote something.
func (e *engine) source(id int32) string {
	w := &e.g.events[id]
	if w.thread < 0 {
		return "the start"
	}
	return fmt.Sprintf("%s.%d", e.w.threads[w.thread].name, w.index)
}
