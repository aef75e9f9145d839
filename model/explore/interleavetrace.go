package explore

import (
	"fmt"
	"strings"
)

// step is a line of a trace.
type step struct {
	actor int
	op    op
	value uint64
	left  bool
}

// kindOf returns what a violation's reason begins with: "deadlock", "data".
func kindOf(v *Violation) string {
	kind, _, _ := strings.Cut(v.Reason, " ")
	return strings.TrimSuffix(kind, ":")
}

// trace writes the run so far, one step per line, a column per thread.
func (it *interleaver) trace() string {
	var b strings.Builder
	for _, s := range it.steps {
		fmt.Fprintf(&b, "%*s%s\n", 30*(s.actor%(maxActors/2)), "", it.describe(&s))
	}
	return b.String()
}

// describe writes a step: its thread, operation and value.
func (it *interleaver) describe(s *step) string {
	name := "fence"
	if s.op.loc >= 0 {
		name = it.w.locs[s.op.loc].name
	}
	if s.actor >= maxActors/2 {
		return fmt.Sprintf("(%s of %s reaches memory)", name, it.w.threads[s.actor-maxActors/2].name)
	}
	who := it.w.threads[s.actor].name
	switch {
	case s.left:
		return fmt.Sprintf("%s waits for %s for ever", who, name)
	case s.op.kind == opFence:
		return fmt.Sprintf("%s fence %v", who, s.op.order)
	case s.op.kind == opChoose:
		return fmt.Sprintf("%s chooses %d", who, s.value)
	case s.op.kind == opRead || s.op.kind == opWrite:
		return fmt.Sprintf("%s plain %s: %d", who, name, s.value)
	case s.op.kind == opStore:
		return fmt.Sprintf("%s %s.Store(%d, %v)", who, name, s.op.arg, s.op.order)
	default:
		return fmt.Sprintf("%s %s read (%v): %d", who, name, s.op.order, s.value)
	}
}
