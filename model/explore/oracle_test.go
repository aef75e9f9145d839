package explore_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// findings are what an exploration found: the set of outcomes, or what went
// wrong first.
type findings struct {
	Result
	outcomes map[string]bool
}

// note returns the outcome that outs make.
func note(outs [][]uint64) string {
	var b strings.Builder
	for i, vs := range outs {
		if i > 0 {
			b.WriteByte('/')
		}
		for _, v := range vs {
			fmt.Fprint(&b, v)
		}
	}
	return b.String()
}

// graphs explores with the graph engine.
func graphs(m Model, b Bounds, scenario func(*World)) findings {
	f := findings{outcomes: map[string]bool{}}
	f.Result = Explore(m, b, scenario, func(x *Execution) error { f.outcomes[note(x.Outs())] = true; return nil })
	return f
}

// interleavings explores with the oracle.
func interleavings(m Model, b Bounds, scenario func(*World)) findings {
	f := findings{outcomes: map[string]bool{}}
	f.Result = Interleave(m, b, scenario, func(outs [][]uint64) error { f.outcomes[note(outs)] = true; return nil })
	return f
}

// kind returns what kind of violation was found; "" if none.
func (f findings) kind() string {
	if f.Violation == nil {
		return ""
	}
	kind, _, _ := strings.Cut(f.Violation.Reason, " ")
	return strings.TrimSuffix(kind, ":")
}

// String returns the outcomes in order, or the violation.
func (f findings) String() string {
	if f.Violation != nil {
		return f.Violation.Reason
	}
	return fmt.Sprint(slices.Sorted(maps.Keys(f.outcomes)))
}

var models = []Model{SC, Go, TSO, RC11}

// TestOracleLitmus: both engines find the same outcomes of the litmus suite.
func TestOracleLitmus(t *testing.T) {
	for _, l := range suite {
		for _, m := range models {
			g, i := graphs(m, Bounds{}, l.scenario), interleavings(m, Bounds{}, l.scenario)
			if g.String() != i.String() || !i.Exhaustive {
				t.Errorf("%s, %v:\ngraphs         %v\ninterleavings  %v", l.name, m, g, i)
			}
			if m == SC && i.Executions != g.Executions {
				t.Errorf("%s: %d graphs, %d interleavings", l.name, g.Executions, i.Executions)
			}
			t.Logf("%s %v: graphs %d, interleavings %d + %d", l.name, m, g.Executions, i.Executions, i.Stuck)
		}
	}
}

// TestOracleRing: the counts of the prototype
func TestOracleRing(t *testing.T) {
	for _, c := range []struct {
		n    int
		wait bool
	}{{3, true}, {4, true}, {5, true}, {3, false}, {4, false}, {5, false}} {
		for _, m := range models {
			if m == RC11 && c.n > 4 && !c.wait {
				continue
			}
			s := ringScenario(c.n, c.wait, declared)
			g, i := graphs(m, Bounds{}, s), interleavings(m, Bounds{}, s)
			if g.String() != i.String() || !i.Exhaustive {
				t.Errorf("ring %v, %v:\ngraphs         %v\ninterleavings  %v", c, m, g, i)
			}
			t.Logf("ring %v %v: graphs %d, interleavings %d + %d", c, m, g.Executions, i.Executions, i.Stuck)
		}
	}
}
