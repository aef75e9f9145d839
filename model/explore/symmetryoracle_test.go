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
	if raceDetector {
		t.Skip("the oracle is slow")
	}
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

// TestSameLock: of goroutines that all wait for a lock in a loop, one order is left.
func TestSameLock(t *testing.T) {
	lock := func(n int, declared bool) func(*World) {
		return func(w *World) {
			l, sum := w.Atomic("lock", 0), w.Plain("sum", 0)
			alike(w, declared, "g", n, func() {
				w.Until(func() bool { return l.CompareAndSwap(0, 1, Acquire, Relaxed) })
				sum.Write(sum.Read() + 1)
				l.Store(0, Release)
			})
			w.After(func() { w.Assert(sum.Read() == uint64(n), "%d", sum.Read()) })
		}
	}
	for _, m := range models {
		for n, all := range map[int]uint64{2: 2, 3: 6, 4: 24} {
			if r := found(t, m, lock(n, false)); r.Executions != all {
				t.Errorf("%d goroutines: %v, want %d", n, r, all)
			}
			if r := found(t, m, lock(n, true)); r.Executions != 1 {
				t.Errorf("%d goroutines that do the same: %v, want 1", n, r)
			}
		}
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
