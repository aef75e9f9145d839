package linearizability

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// explainTimeout bounds each attempt to find a shorter counterexample.
const explainTimeout = 2 * time.Second

// shown is how many operations of a counterexample Explain prints.
const shown = 16

// Explain returns, for people, why the verdict is not Ok: the operation that no
// order explains, what came shortly before, and what the queue held by the best
// explanation of that. It returns "" if the verdict is Ok.
func (r *Result) Explain() string {
	switch r.Verdict {
	case Ok:
		return ""
	case Unknown:
		return fmt.Sprintf("%v: no answer in time. The cost grows with the number of items in the queue: "+
			"use a smaller capacity or a shorter history, or let the monitor check it.\n", r)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%v\n%s:\n", r, r.subject())
	h, last := r.shortest()
	if last == nil {
		b.WriteString("no order of its operations explains every answer\n")
		return b.String()
	}
	fmt.Fprintf(&b, "no order of the operations called by then explains\n    %v\n", last)
	fmt.Fprintf(&b, "which came after (- marks what had not returned):\n")
	for _, o := range r.tail(h, last) {
		mark := " "
		if o.Outcome == Pending {
			mark = "-"
		}
		fmt.Fprintf(&b, "  %s %v\n", mark, o)
	}
	fmt.Fprintf(&b, "the longest explanation leaves the queue at %s\n", r.bestState(h))
	return b.String()
}

// subject returns which queue is wrong.
func (r *Result) subject() string {
	s := "the queue"
	if r.spec.PerProducer {
		s = fmt.Sprintf("the queue of producer %d", r.culprit.producer)
	}
	if r.spec.Capacity > 0 {
		s += fmt.Sprintf(", capacity %d", r.spec.Capacity)
	}
	return s
}

// shortest returns the shortest beginning of the history that is wrong, and the
// operation whose return makes it so; nil if it is not found in time.
func (r *Result) shortest() (History, *Operation) {
	ops := r.returns()
	giveUp := time.Now().Add(5 * explainTimeout)
	late := false
	wrong := func(i int) bool {
		left := min(explainTimeout, time.Until(giveUp))
		if late = late || left <= 0; late {
			return true
		}
		p := r.part(r.history.until(ops[i].Return))
		return porcupine.CheckOperationsTimeout(r.spec.model(true), p.steps, left) == Illegal
	}
	i := sort.Search(len(ops), wrong)
	if i == len(ops) || late {
		return r.history, nil
	}
	return r.history.until(ops[i].Return), ops[i]
}

// returns returns the operations on the culprit that returned, in that order.
func (r *Result) returns() (ops []*Operation) {
	seen := map[*Operation]bool{}
	for i := range r.culprit.steps {
		o := r.culprit.steps[i].Input.(*step).op
		if o.Outcome != Pending && !seen[o] {
			seen[o] = true
			ops = append(ops, o)
		}
	}
	slices.SortStableFunc(ops, func(a, b *Operation) int { return int(max(-1, min(1, a.Return-b.Return))) })
	return ops
}

// until returns what was known at time t: operations called by then, those that
// had not returned as pending.
func (h History) until(t int64) History {
	var cut History
	for _, o := range h {
		if o.Call > t {
			break
		}
		if o.Return > t {
			o = o.undone()
		}
		cut = append(cut, o)
	}
	return cut
}

// undone returns o as it looked before it returned.
func (o Operation) undone() Operation {
	if o.Kind == Recv && o.Outcome != Pending {
		o.N, o.Values = max(1, len(o.Values)), nil
	}
	o.Outcome, o.Return = Pending, Never
	return o
}

// tail returns the last operations of h that concern the culprit.
func (r *Result) tail(h History, last *Operation) (ops []*Operation) {
	seen := map[*Operation]bool{}
	for _, s := range r.part(h).steps {
		o := s.Input.(*step).op
		same := o.Client == last.Client && o.Call == last.Call && o.Kind == last.Kind
		if !seen[o] && !same {
			seen[o] = true
			ops = append(ops, o)
		}
	}
	return ops[max(0, len(ops)-shown):]
}

// bestState returns what the queue may hold after the longest explanation of a
// part of h.
func (r *Result) bestState(h History) string {
	m := r.spec.model(true)
	p := r.part(h)
	_, info := porcupine.CheckOperationsVerbose(m, p.steps, explainTimeout)
	var best []porcupine.Operation
	for _, ops := range info.PartialLinearizationsOperations()[0] {
		if len(ops) > len(best) {
			best = ops
		}
	}
	s := m.Init()
	for _, o := range best {
		_, s = m.Step(s, o.Input, o.Output)
	}
	return m.DescribeState(s)
}
