package explore

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// A token says how to come to a violation: the model, and for each step of the
// execution the goroutine and its choice. The checksum is of what the steps
// did, by which a token of another program is known.
//
//	rc11:0p:0w:1r0.1:1p:#5c1f02aa
//
// p is a plain access, f a fence, cN a choice, rT.I a read of what event I of
// goroutine T wrote, r of the initial value, wP a write that is P places before
// the newest. The write of a read-modify-write is a step of its own.

// maxToken is the longest execution that has a token.
const maxToken = 400

// ErrStale says that the program is not the one that a token was made for, or
// that its violation is gone.
var ErrStale = errors.New("the token leads to no violation: the program has changed since")

// token returns the token of a violation, or "".
func (e *engine) token(v *Violation) string {
	g := v.graph.restrict(v.culprits)
	order := g.linear()
	if len(order) > maxToken {
		return ""
	}
	seen := map[int32]bool{}
	parts := []string{e.model.String()}
	sum := fnv.New32a()
	for _, id := range order {
		seen[id] = true
		parts = append(parts, g.choiceOf(id, seen))
		fmt.Fprint(sum, e.signature(&g.events[id]))
	}
	return strings.Join(append(parts, fmt.Sprintf("#%08x", sum.Sum32())), ":")
}

// signature is what a step did, other than its choice.
func (e *engine) signature(ev *event) string {
	name := ""
	if ev.loc >= 0 {
		name = e.w.locs[ev.loc].name
	}
	return fmt.Sprint(ev.thread, ev.kind, name, ";")
}

// choiceOf encodes a step, when those in seen are done.
func (g *graph) choiceOf(id int32, seen map[int32]bool) string {
	ev := &g.events[id]
	who := strconv.Itoa(int(ev.thread))
	switch ev.kind {
	case plainRead, plainWrite:
		return who + "p"
	case fence:
		return who + "f"
	case read:
		if from := &g.events[ev.from]; from.thread >= 0 {
			return fmt.Sprintf("%sr%d.%d", who, from.thread, from.index)
		}
		return who + "r"
	case write:
		after := 0
		for l := g.writes[ev.loc]; l[len(l)-1-after] != id; after++ {
		}
		newer := 0
		for _, w := range g.writes[ev.loc][len(g.writes[ev.loc])-after:] {
			if seen[w] {
				newer++
			}
		}
		return fmt.Sprintf("%sw%d", who, newer)
	default:
		return fmt.Sprintf("%sc%d", who, ev.value)
	}
}

// Replay runs the one execution that a token of [Explore] stands for. It
// returns ErrStale if that is no violation any more.
func Replay(b Bounds, token string, scenario func(*World)) (r Result, err error) {
	parts := strings.Split(token, ":")
	m, known := modelOf(parts[0])
	if !known || len(parts) < 2 || !strings.HasPrefix(parts[len(parts)-1], "#") {
		return r, fmt.Errorf("explore: %q is no token", token)
	}
	e := &engine{model: m, scenario: scenario, weak: b.Weaken}
	defer e.crew.dismiss()
	defer func() {
		if p := recover(); p != nil { // the steps of another program may be impossible in many ways
			r, err = Result{}, fmt.Errorf("%w (%v)", ErrStale, p)
		}
	}()
	if err := e.follow(parts[1:len(parts)-1], parts[len(parts)-1]); err != nil {
		return r, err
	}
	e.explainIn(e.found)
	return Result{Model: m, Executions: 1, Violation: e.found}, nil
}

// modelOf returns the model of a name.
func modelOf(name string) (Model, bool) {
	for _, m := range []Model{SC, Go, TSO, RC11} {
		if m.String() == name {
			return m, true
		}
	}
	return 0, false
}
