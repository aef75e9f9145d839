package machine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Diff compares two state graphs. It returns "" if they are equal, or else the
// shortest way to a state from which one of them can do what the other cannot,
// and what that is.
func Diff(nameA string, a *Graph, nameB string, b *Graph) string {
	if a.Init != b.Init {
		return fmt.Sprintf("the first states differ:\n  %s\n  in %s, but in %s\n  %s", a.Init, nameA, nameB, b.Init)
	}
	if maps.Equal(a.Nodes, b.Nodes) && maps.Equal(a.Edges, b.Edges) {
		return ""
	}
	outA, outB := a.out(), b.out()
	way := map[string][]string{a.Init: {}}
	for queue := []string{a.Init}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if d := first(nameA, outA[s], nameB, outB[s], s); d != "" {
			edges := 0
			for e := range a.Edges {
				if !b.Edges[e] {
					edges++
				}
			}
			for e := range b.Edges {
				if !a.Edges[e] {
					edges++
				}
			}
			return fmt.Sprintf("%d edges are not in both; after %s:\n  %s\n%s", edges, path(way[s]), s, d)
		}
		for _, e := range outA[s] {
			if _, seen := way[e.To]; !seen {
				way[e.To] = append(slices.Clone(way[s]), e.Label)
				queue = append(queue, e.To)
			}
		}
	}
	return "there are states that no step leads to"
}

// out returns the edges by the state they leave, in order.
func (g *Graph) out() map[string][]Edge {
	out := map[string][]Edge{}
	for e := range g.Edges {
		out[e.From] = append(out[e.From], e)
	}
	for _, edges := range out {
		slices.SortFunc(edges, func(x, y Edge) int {
			return strings.Compare(x.Label+" "+x.To, y.Label+" "+y.To)
		})
	}
	return out
}

// path says how a state is reached.
func path(labels []string) string {
	if len(labels) == 0 {
		return "no step"
	}
	return strings.Join(labels, ", ")
}

// first returns what can be done in only one of two graphs.
func first(nameA string, a []Edge, nameB string, b []Edge, from string) string {
	var lines []string
	only := func(name string, x, y []Edge) {
		for _, e := range x {
			if !slices.Contains(y, e) {
				lines = append(lines, fmt.Sprintf("  only %s: %s → %s", name, e.Label, changes(from, e.To)))
			}
		}
	}
	only(nameA, a, b)
	only(nameB, b, a)
	return strings.Join(lines, "\n")
}

// changes returns the variables that differ, as they are in the second state.
func changes(from, to string) string {
	a, b := variables(from), variables(to)
	var changed []string
	for i, v := range b {
		if i >= len(a) || a[i] != v {
			changed = append(changed, v)
		}
	}
	if len(changed) == 0 {
		return "the same state"
	}
	return strings.Join(changed, " ")
}

// variables splits the text of a record at its outermost commas.
func variables(s string) (parts []string) {
	depth, begin := 0, 1
	for i, c := range s {
		switch c {
		case '[', '<', '{':
			depth++
		case ']', '}':
			depth--
		case '>':
			if s[i-1] != '-' { // not the arrow
				depth--
			}
		}
		if depth == 1 && c == ',' || depth == 0 && i > 0 {
			parts = append(parts, s[begin:i])
			begin = i + 1
		}
	}
	return parts
}
