package explore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// enough is how many executions of a random program are explored; those with
// more are not compared.
const enough = 4000

// comparison is what two explorations of programs have agreed about.
type comparison struct {
	explore, oracle func(scenario func(*World)) findings
	all             func(scenario func(*World)) []*Violation

	counts func(explored, oracle uint64) bool // whether these numbers of executions are right; may be nil

	agreed  map[string]int // programs by kind of violation; "" for outcomes
	unknown int            // programs with too many executions
}

// differ returns how the explorations of a program differ; "" if they do not.
// One with several kinds of violations may be condemned for any of them.
func (c *comparison) differ(p *program) (diff string) {
	defer func() {
		if r := recover(); r != nil {
			diff = fmt.Sprint("panic: ", r)
		}
	}()
	g, i := c.explore(p.scenario), c.oracle(p.scenario)
	switch {
	case !g.Exhaustive && g.Violation == nil || !i.Exhaustive && i.Violation == nil:
		c.unknown++
		return ""
	case g.Violation == nil && g.String() == i.String():
		if c.counts != nil && !c.counts(g.Executions, i.Executions) {
			return fmt.Sprintf("explored  %d executions\noracle    %d", g.Executions, i.Executions)
		}
	case g.Violation != nil && i.Violation != nil && (g.kind() == i.kind() || c.finds(p, g.kind())):
	default:
		return fmt.Sprintf("explored  %v\noracle    %v", g, i)
	}
	c.agreed[g.kind()]++
	return ""
}

// finds reports whether the oracle finds violations of that kind.
func (c *comparison) finds(p *program, kind string) bool {
	return slices.ContainsFunc(c.all(p.scenario), func(v *Violation) bool { return kindOf(v) == kind })
}

// run compares random programs until limit of them differ, and returns those.
func (c *comparison) run(seed uint64, programs, limit int, like ...taste) (bad []program) {
	r := rand.New(rand.NewPCG(seed, 0))
	c.agreed = map[string]int{}
	for n := 0; n < programs && len(bad) < limit; n++ {
		if p := randomProgram(r, like[n%len(like)]); c.differ(&p) != "" {
			bad = append(bad, p)
		}
	}
	return bad
}

// report fails the test for programs that differ, as short as they can be made.
func (c *comparison) report(t *testing.T, seed uint64, bad []program) {
	t.Helper()
	for _, p := range bad {
		p = p.shrink(func(q program) bool { return c.differ(&q) != "" })
		t.Errorf("seed %d, shrunk:\n%v%s", seed, &p, c.differ(&p))
	}
}

// against returns a comparison of the graphs of m with the oracle over m.
func against(m Model) *comparison {
	return &comparison{
		explore: func(s func(*World)) findings { return graphs(m, Bounds{Executions: enough}, s) },
		oracle:  func(s func(*World)) findings { return interleavings(m, Bounds{Executions: enough}, s) },
		all:     func(s func(*World)) []*Violation { return Violations(m, s) },
	}
}

// scaled returns n, a tenth of it in short mode, or a fiftieth under the race
// detector: the engines run in one goroutine at a time.
func scaled(n int) int {
	if raceDetector {
		return n / 50
	}
	if testing.Short() {
		return n / 10
	}
	return n
}

// tastes returns what the programs compared are like.
func tastes(Model) []taste { return []taste{anything, seqcst, asymmetric} }

// TestOracleRandom: both engines find the same outcomes of random programs, or
// both condemn them. There are as many graphs as interleavings under SC and Go,
// where source-DPOR tells apart what graphs do, and no more under TSO and RC11:
// no graph is visited twice.
func TestOracleRandom(t *testing.T) {
	for _, m := range models {
		t.Run(m.String(), func(t *testing.T) {
			const seed = 1
			begin, programs := time.Now(), scaled(3000)
			c := against(m)
			c.counts = func(graphs, interleavings uint64) bool {
				return graphs == interleavings || graphs < interleavings && (m == TSO || m == RC11)
			}
			c.report(t, seed, c.run(seed, programs, 3, tastes(m)...))
			if c.unknown > programs/50 {
				t.Errorf("%d programs of %d not compared", c.unknown, programs)
			}
			t.Logf("agreed %v, too many executions %d, %v", c.agreed, c.unknown, time.Since(begin))
		})
	}
}

// TestOracleGlobalView: a machine with a global view instead of the axiom
// finds what the graphs of RC11 are, where it is to be as strong.
func TestOracleGlobalView(t *testing.T) {
	const seed = 2
	c := over(RC11, "global view")
	c.report(t, seed, c.run(seed, scaled(3000), 3, separate))
	t.Logf("agreed %v, too many executions %d", c.agreed, c.unknown)
}

// TestGlobalViewIsStronger: with a chain of relaxed accesses from one fence to
// the other, RC11 has an outcome that no global view has.
func TestGlobalViewIsStronger(t *testing.T) {
	s := two(func(w *World, x, y *Atomic) {
		z := w.Atomic("z", 0)
		goes(w, func() { x.Store(1, Relaxed); w.Fence(SeqCst); y.Store(1, Relaxed) },
			func() { w.Out(y.Load(Relaxed)); z.Store(1, Relaxed) },
			func() { w.Out(z.Load(Relaxed)); w.Fence(SeqCst); w.Out(x.Load(Relaxed)) })
	})
	const outcome = "/1/10"
	if g, i := compare(t, "chain", RC11, s); !g.outcomes[outcome] || !i.outcomes[outcome] {
		t.Errorf("graphs %v, interleavings %v: want %s", g, i, outcome)
	}
	if v := collect(InterleaveOver, "global view", Bounds{}, s); v.outcomes[outcome] {
		t.Errorf("global view %v: do not want %s", v, outcome)
	}
}

// over returns a comparison of the graphs of m with the oracle over another
// memory.
func over(m Model, memory string) *comparison {
	c := against(m)
	c.oracle = func(s func(*World)) findings {
		return collect(InterleaveOver, memory, Bounds{Executions: enough}, s)
	}
	return c
}

// TestOracleNaive: the oracle's reduction loses no outcome of random programs.
func TestOracleNaive(t *testing.T) {
	for _, m := range models {
		const seed = 3
		c := against(m)
		c.explore = func(s func(*World)) findings {
			return collect(InterleaveAll, m, Bounds{Executions: 1000}, s)
		}
		bad := c.run(seed, scaled(600), 3, anything, anything, asymmetric)
		c.report(t, seed, bad)
		t.Logf("%v: agreed %v, too many executions %d", m, c.agreed, c.unknown)
	}
}

// TestOracleNotices: the comparison notices memories that are wrong, and
// models that are taken for others.
func TestOracleNotices(t *testing.T) {
	for name := range WrongMemories {
		if bad := over(RC11, name).run(4, 3000, 1, anything, seqcst, asymmetric); len(bad) == 0 {
			t.Errorf("%s: not noticed", name)
		}
	}
	if bad := over(TSO, "selfish").run(4, 3000, 1, asymmetric); len(bad) == 0 {
		t.Error("TSO with heavy fences that concern one thread: not noticed")
	}
	for _, pair := range [][2]Model{{SC, TSO}, {TSO, SC}, {TSO, RC11}, {RC11, TSO}} {
		c := against(pair[0])
		c.oracle = against(pair[1]).oracle
		if bad := c.run(5, 1000, 1, tastes(TSO)...); len(bad) == 0 {
			t.Errorf("graphs of %v and interleavings of %v: not noticed", pair[0], pair[1])
		}
	}
}

// TestFailedSwapIsNoBarrier: under TSO a compare-and-swap that finds an older
// value than the one it is looking for need not wait for the store before it.
func TestFailedSwapIsNoBarrier(t *testing.T) {
	s := two(func(w *World, x, z *Atomic) {
		goes(w, func() { w.Out(z.Add(1, Relaxed)) },
			func() { z.Store(2, SeqCst); w.Out(x.Load(SeqCst)) },
			func() {
				x.Store(1, Relaxed)
				found, _ := z.CompareAndExchange(1, 3, SeqCst, Relaxed)
				w.Out(found)
			})
		w.After(func() { w.Out(z.Load(Relaxed)) })
	})
	if g, _ := compare(t, "failed swap", TSO, s); !g.has("0002") {
		t.Errorf("%v, want 0/0/0/2", g)
	}
}
