package tla

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/closedrain"
	"github.com/ringmpsc/ringmpsc-go/model/machine/register"
	"github.com/ringmpsc/ringmpsc-go/model/machine/ringorder"
	"github.com/ringmpsc/ringmpsc-go/model/machine/waitwake"
)

// machines are the step machines, by the name of their module. A machine takes
// the constants of a config.
var machines = map[string]func(constants map[string]string) (machine.Machine, error){
	"Register":     register.New,
	"RingOrder":    ringorder.New,
	"RingRelative": ringorder.NewRelative,
	"CloseDrain":   closedrain.New,
	"WaitWake":     waitwake.New,
}

// namedGraph is a state graph in DOT, and whose it is.
type namedGraph struct{ checker, dot string }

// stateLimit is how many states a machine may have.
const stateLimit = 5_000_000

// compareMachine compares the step machine of a config that holds with its
// state graphs, or if there are none with the number of states. ok is false if
// there is no machine, or nothing to compare.
func compareMachine(c *Config, graphs []namedGraph) (r Result, ok bool) {
	build, known := machines[c.Module]
	if !known || c.Expect.Kind != Holds || len(c.Invariants) == 0 {
		return Result{}, false
	}
	begin := time.Now()
	r = newResult(c, "machine")
	detail, err := func() (string, error) {
		m, err := build(c.Constants)
		if err != nil {
			return "", err
		}
		if len(graphs) == 0 {
			return sameCount(c, m)
		}
		return sameGraph(m, graphs)
	}()
	r.Verdict, r.Detail, r.Elapsed = Pass, detail, time.Since(begin)
	if err != nil {
		r.Verdict, r.Detail = Fail, err.Error()
	}
	return r, true
}

// sameCount compares the number of states.
func sameCount(c *Config, m machine.Machine) (string, error) {
	states, steps, err := machine.Count(m, stateLimit)
	if err != nil {
		return "", err
	}
	if states != c.Expect.Distinct {
		return "", fmt.Errorf("the machine has %d states, expected: %s", states, c.Expect.Text)
	}
	a := &answer{actions: map[string]bool{}}
	for label := range steps {
		a.actions[label] = true
	}
	a.complete(c.Module)
	if idle := idle(c, a); idle != "" {
		return "", errors.New(idle)
	}
	return fmt.Sprintf("%d states too", states), nil
}

// sameGraph compares states and labelled edges.
func sameGraph(m machine.Machine, graphs []namedGraph) (string, error) {
	g, err := machine.Explore(m, stateLimit)
	if err != nil {
		return "", err
	}
	var names []string
	for _, other := range graphs {
		h, err := parseDOT(other.dot)
		if err != nil {
			return "", err
		}
		if d := machine.Diff("machine", g, other.checker, h); d != "" {
			return "", errors.New(d)
		}
		names = append(names, other.checker)
	}
	return fmt.Sprintf("%d states, %d edges, equal to %s", len(g.Nodes), len(g.Edges), strings.Join(names, " and ")), nil
}

var (
	dotNode = regexp.MustCompile(`^\s*(-?\w+) \[label="((?:[^"\\]|\\.)*)"`)
	dotEdge = regexp.MustCompile(`^\s*(-?\w+) -> (-?\w+) \[label="(\w+)`)
	dotText = strings.NewReplacer(`\n`, "\n", `\\`, `\`, `\"`, `"`)
)

// taken returns the actions that are edges of a state graph.
func taken(dot string) map[string]bool {
	actions := map[string]bool{}
	for line := range strings.Lines(dot) {
		if m := dotEdge.FindStringSubmatch(line); m != nil {
			actions[m[3]] = true
		}
	}
	return actions
}

// parseDOT reads a state graph as TLC and tla-checker write it: the first node
// is the first state.
func parseDOT(dot string) (*machine.Graph, error) {
	states := map[string]string{}
	var g *machine.Graph
	var edges []machine.Edge
	for line := range strings.Lines(dot) {
		if m := dotEdge.FindStringSubmatch(line); m != nil {
			edges = append(edges, machine.Edge{From: m[1], Label: m[3], To: m[2]})
		} else if m := dotNode.FindStringSubmatch(line); m != nil && m[1] != "node" {
			text, err := machine.ParseState(dotText.Replace(m[2]))
			if err != nil {
				return nil, err
			}
			states[m[1]] = text
			if g == nil {
				g = machine.NewGraph(text)
			}
			g.Nodes[text] = true
		}
	}
	if g == nil {
		return nil, errors.New("tla: a state graph without states")
	}
	for _, e := range edges {
		from, to := states[e.From], states[e.To]
		if from == "" || to == "" {
			return nil, fmt.Errorf("tla: the edge %s -> %s leads nowhere", e.From, e.To)
		}
		g.Add(machine.Edge{From: from, Label: e.Label, To: to})
	}
	return g, nil
}
