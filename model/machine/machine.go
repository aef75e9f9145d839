// Package machine is what the step machines below it have in common. A step
// machine is a protocol as a transition system: its actions carry the names of
// the labels in the source, a step is one operation that others can see, and
// its states have the variables of the TLA+ module of the same name. The state
// graphs of the two are compared, and executions of the code are replayed.
package machine

import (
	"fmt"
	"maps"
	"slices"
)

// State is a state: a struct whose fields are the module's variables, in
// values that [Text] can write. Nobody changes it once it is returned.
type State any

// Step is a step that a machine can take.
type Step struct {
	Label string // the action
	To    State

	// What it does, for those who hold executions of the code against the
	// machine: whose step it is, at which of several places of a kind (a ring, a
	// lane; 0 if there is one), and the values that it has read and written.
	// Those of a load are equal. Steps that access no memory have zeros.
	By          string
	Place       int
	Read, Wrote int
}

// Machine is a step machine.
type Machine interface {
	// Init returns the first state.
	Init() State
	// Next returns every step from a state, in a fixed order.
	Next(State) []Step
}

// Edge is a labelled edge of a state graph.
type Edge struct{ From, Label, To string }

// Graph is a state graph. States are canonical text.
type Graph struct {
	Init  string
	Nodes map[string]bool
	Edges map[Edge]bool
}

// NewGraph returns a graph without edges.
func NewGraph(init string) *Graph {
	return &Graph{Init: init, Nodes: map[string]bool{init: true}, Edges: map[Edge]bool{}}
}

// Add adds an edge, and reports whether the state it leads to is new.
func (g *Graph) Add(e Edge) bool {
	g.Edges[e] = true
	if g.Nodes[e.To] {
		return false
	}
	g.Nodes[e.To] = true
	return true
}

// Labels returns the labels of the edges, in order.
func (g *Graph) Labels() []string {
	set := map[string]bool{}
	for e := range g.Edges {
		set[e.Label] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// Explore returns the graph of all states that m can reach. It fails if there
// are more than limit.
func Explore(m Machine, limit int) (*Graph, error) {
	init := m.Init()
	g := NewGraph(Text(init))
	for queue := []State{init}; len(queue) > 0; queue = queue[1:] {
		from := Text(queue[0])
		for _, s := range m.Next(queue[0]) {
			if g.Add(Edge{from, s.Label, Text(s.To)}) {
				queue = append(queue, s.To)
			}
		}
		if len(g.Nodes) > limit {
			return nil, fmt.Errorf("machine: more than %d states", limit)
		}
	}
	return g, nil
}

// Count is [Explore] without the graph: it returns the number of states, and
// how many steps carry each label. It fails if there are more than limit.
func Count(m Machine, limit int) (states int, steps map[string]int, err error) {
	init := m.Init()
	seen, steps := map[string]bool{Text(init): true}, map[string]int{}
	for queue := []State{init}; len(queue) > 0; queue = queue[1:] {
		for _, s := range m.Next(queue[0]) {
			steps[s.Label]++
			if text := Text(s.To); !seen[text] {
				seen[text] = true
				queue = append(queue, s.To)
			}
		}
		if len(seen) > limit {
			return 0, nil, fmt.Errorf("machine: more than %d states", limit)
		}
	}
	return len(seen), steps, nil
}
