package explore_test

import (
	"maps"
	"math/rand/v2"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestSameOracle: the outcomes found of random programs with goroutines that do the
// same, in any order of these, are those that interleavings find, which know of no
// such goroutines.
func TestSameOracle(t *testing.T) {
	for _, m := range models {
		r := rand.New(rand.NewPCG(5, 0))
		like := []taste{anything, seqcst, asymmetric, loose}
		compared := 0
		for n := range scaled(300) {
			p := alikeProgram(r, like[n%len(like)])
			p.declared = true
			g, i := permuted(m, &p), interleavings(m, Bounds{Executions: few}, p.scenario)
			if g.Violation != nil || i.Violation != nil || !g.Exhaustive || !i.Exhaustive {
				continue // compared elsewhere
			}
			if compared++; !maps.Equal(g.outcomes, i.outcomes) {
				t.Fatalf("%v: program %d\n%vgraphs         %v\ninterleavings  %v", m, n, &p, g, i)
			}
		}
		if compared < scaled(300)/4 {
			t.Errorf("%v: only %d programs compared", m, compared)
		}
		t.Logf("%v: %d programs compared", m, compared)
	}
}

// permuted explores and returns the outcomes, and those that they are with who is
// who exchanged.
func permuted(m Model, p *program) findings {
	f := findings{outcomes: map[string]bool{}}
	orders := orders(p.alike)
	f.Result = Explore(m, Bounds{Executions: few}, p.scenario, func(x *Execution) error {
		outs := x.Outs()
		as := make([][]uint64, len(outs))
		for _, order := range orders {
			for i := range outs {
				as[i] = outs[order[i]]
			}
			f.outcomes[note(as)] = true
		}
		return nil
	})
	return f
}
