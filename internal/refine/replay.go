package refine

import (
	"fmt"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/ringorder"
)

// Replay replays executions in a machine and notes which of its edges they
// take.
//
// An execution is a partial order: program order, and a read after the write
// that it reads. Under the model Go, a store also comes after the reads that do
// not see it. All orders in which the events can then happen are replayed at
// once, over the grid of how many events of each thread have happened.
type Replay struct {
	Machine    *ringorder.Machine
	Model      explore.Model
	Names      Names
	Executions int
	Steps      int // steps replayed
	Covered    map[machine.Edge]bool

	states map[string]*state // by their text
}

// state is a state of the machine, and what it can do next.
type state struct {
	machine.State
	text  string
	steps []step // nil: not yet known
}

// step is a step of the machine.
type step struct {
	op ringorder.Operation
	to *state
}

// begin makes what a new Replay lacks.
func (r *Replay) begin() {
	if r.Covered == nil {
		r.Covered, r.states = map[machine.Edge]bool{}, map[string]*state{}
	}
}

// cover notes that a step was taken.
func (r *Replay) cover(from *state, s step) {
	r.Covered[machine.Edge{From: from.text, Label: s.op.Label, To: s.to.text}] = true
}

// state returns the one record there is of a state.
func (r *Replay) state(s machine.State) *state {
	text := machine.Text(s)
	known := r.states[text]
	if known == nil {
		known = &state{State: s, text: text}
		r.states[text] = known
	}
	return known
}

// next returns the steps from a state.
func (r *Replay) next(s *state) []step {
	if s.steps == nil {
		s.steps = []step{}
		for _, n := range r.Machine.Next(s.State) {
			s.steps = append(s.steps, step{r.Machine.Operation(s.State, n), r.state(n.To)})
		}
	}
	return s.steps
}

// node is a state that the machine can be in at a point of the grid.
type node struct {
	*state
	in    []arc
	alive bool // the end of the execution can be reached from here
}

// arc is how a node was reached.
type arc struct {
	from  *node
	label string
}

// point is a point of the grid.
type point [threads]int

// grid is the replay of one execution.
type grid struct {
	r      *Replay
	events [threads][]event
	nodes  map[point][]*node
}

// Execution replays an execution. The error says where the machine cannot
// follow.
func (r *Replay) Execution(all [][]explore.Event) error {
	events, err := translate(all, r.Names)
	if err != nil {
		return err
	}
	r.begin()
	r.Executions++
	g := &grid{r, events, map[point][]*node{}}
	g.reach(point{}, r.state(r.Machine.Init()), nil, "")
	for i := range len(events[producer]) + 1 {
		for j := range len(events[consumer]) + 1 {
			if err := g.advance(point{i, j}); err != nil {
				return err
			}
		}
	}
	end := g.nodes[point{len(events[producer]), len(events[consumer])}]
	if len(end) == 0 {
		return fmt.Errorf("refine: no order of the events reaches the end:\n%s", g.describe(point{}))
	}
	g.cover(end)
	return nil
}

// reach adds a state at a point, with what the steps of memory make of it.
func (g *grid) reach(p point, s *state, from *node, label string) {
	var n *node
	for _, other := range g.nodes[p] {
		if other.state == s {
			n = other
		}
	}
	isNew := n == nil
	if isNew {
		n = &node{state: s}
		g.nodes[p] = append(g.nodes[p], n)
	}
	if from != nil {
		n.in = append(n.in, arc{from, label})
	}
	if !isNew {
		return
	}
	for _, step := range g.r.next(s) {
		if step.op.Label == "Flush" {
			g.reach(p, step.to, n, "Flush")
		}
	}
}

// advance lets each thread do its next event from a point, if others allow it.
func (g *grid) advance(p point) error {
	for t := range threads {
		if p[t] == len(g.events[t]) || len(g.nodes[p]) == 0 || !g.ready(p, t) {
			continue
		}
		e := &g.events[t][p[t]]
		to, followed := p, false
		to[t]++
		for _, n := range g.nodes[p] {
			for _, step := range g.r.next(n.state) {
				if step.op == e.Operation {
					followed = true
					g.r.Steps++
					g.reach(to, step.to, n, step.op.Label)
				}
			}
		}
		if !followed {
			return fmt.Errorf("refine: the machine cannot do %+v after\n%s", e.Operation, g.describe(p))
		}
	}
	return nil
}

// ready reports whether the next event of thread t can happen at a point.
func (g *grid) ready(p point, t int) bool {
	e := &g.events[t][p[t]]
	if !e.write {
		return p[e.from.thread] >= e.from.count
	}
	if g.r.Model != explore.Go {
		return true
	}
	other := 1 - t
	for _, r := range g.events[other][p[other]:] {
		if !r.write && r.loc == e.loc && (r.from.thread != t || r.from.count <= p[t]) {
			return false // it reads what this overwrites
		}
	}
	return true
}

// cover notes the edges on the ways to the end.
func (g *grid) cover(end []*node) {
	for queue := end; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		if n.alive {
			continue
		}
		n.alive = true
		for _, a := range n.in {
			g.r.Covered[machine.Edge{From: a.from.text, Label: a.label, To: n.text}] = true
			queue = append(queue, a.from)
		}
	}
}

// describe lists the events of both threads, and marks how far they are.
func (g *grid) describe(p point) string {
	var b strings.Builder
	for t, name := range []string{"producer", "consumer"} {
		for i, e := range g.events[t] {
			if i == p[t] {
				fmt.Fprintf(&b, "  %s: (is here)\n", name)
			}
			fmt.Fprintf(&b, "  %s: %s slot %d value %d of %d\n", name, e.Label, e.At, e.Value, e.Want)
		}
	}
	for _, n := range g.nodes[p] {
		fmt.Fprintf(&b, "  state: %s\n", n.text)
	}
	return b.String()
}
