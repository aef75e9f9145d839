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
	return collect(Interleave, m, b, scenario)
}

// collect explores with one of the forms of the oracle; over is a model, or
// the name of a memory.
func collect[M any](oracle func(M, Bounds, func(*World), func([][]uint64) error) Result, over M, b Bounds, scenario func(*World)) findings {
	f := findings{outcomes: map[string]bool{}}
	f.Result = oracle(over, b, scenario, func(outs [][]uint64) error { f.outcomes[note(outs)] = true; return nil })
	return f
}

// kind returns what kind of violation was found; "" if none.
func (f findings) kind() string {
	if f.Violation == nil {
		return ""
	}
	return kindOf(f.Violation)
}

func kindOf(v *Violation) string {
	kind, _, _ := strings.Cut(v.Reason, " ")
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

// compare explores with both engines and fails the test if they do not agree.
func compare(t *testing.T, what any, m Model, scenario func(*World)) (g, i findings) {
	t.Helper()
	g, i = graphs(m, Bounds{}, scenario), interleavings(m, Bounds{}, scenario)
	same := g.kind() == i.kind() && (g.kind() != "" || g.String() == i.String())
	if !same || g.Exhaustive != i.Exhaustive {
		t.Errorf("%v, %v:\ngraphs         %v\ninterleavings  %v", what, m, g, i)
	}
	return g, i
}

// TestOracleLitmus: both engines find the same outcomes of the litmus suite.
func TestOracleLitmus(t *testing.T) {
	for _, l := range suite {
		for _, m := range models {
			g, i := compare(t, l.name, m, l.scenario)
			if m != RC11 && m != TSO && i.Executions != g.Executions {
				t.Errorf("%s, %v: %d graphs, %d interleavings", l.name, m, g.Executions, i.Executions)
			}
		}
	}
}

// TestOracleRing: both engines find the same outcomes of rings, the oracle
// those of the flat memory and of the buffers once each. The prototypes have
// counted as many.
func TestOracleRing(t *testing.T) {
	for _, c := range []struct {
		n               int
		wait            bool
		flat, tso, view uint64
	}{
		{3, true, 5, 5, 13}, {4, true, 12, 12, 55}, {5, true, 29, 29, 233},
		{3, false, 28, 31, 221}, {4, false, 128, 155, 2628}, {5, false, 605, 795, 0},
	} {
		for m, want := range map[Model]uint64{SC: c.flat, Go: c.flat, TSO: c.tso, RC11: c.view} {
			if want == 0 {
				continue
			}
			if _, i := compare(t, c, m, ringScenario(c.n, c.wait, declared)); i.Executions != want {
				t.Errorf("ring %v, %v: %d interleavings, want %d", c, m, i.Executions, want)
			}
		}
	}
}

// TestOracleRingOrders: both engines find that each order of a ring is needed
// under RC11, and only there.
func TestOracleRingOrders(t *testing.T) {
	for k, name := range []string{"publish", "look", "free", "reclaim"} {
		o := declared
		*[]*Order{&o.publish, &o.look, &o.free, &o.reclaim}[k] = Relaxed
		for _, wait := range []bool{true, false} {
			for _, m := range models {
				if g, _ := compare(t, name, m, ringScenario(4, wait, o)); (g.kind() == "data") != (m == RC11) {
					t.Errorf("%s relaxed, %v: %v", name, m, g)
				}
			}
		}
	}
}

// TestOracleVyukov: both engines find the same outcomes of Vyukov's queue. The
// prototypes have counted as many interleavings.
func TestOracleVyukov(t *testing.T) {
	for _, c := range []struct{ p, c, n, flat, view int }{
		{1, 1, 3, 11, 46}, {2, 1, 1, 30, 172}, {1, 2, 2, 195, 3919}, {2, 2, 1, 1542, 0}, {2, 1, 2, 5328, 0},
	} {
		if (testing.Short() || raceDetector) && c.flat > 1000 {
			continue
		}
		for m, want := range map[Model]int{Go: c.flat, TSO: -1, RC11: c.view} {
			if want == 0 {
				continue
			}
			if _, i := compare(t, c, m, vyukovScenario(c.p, c.c, c.n)); want > 0 && i.Executions != uint64(want) {
				t.Errorf("%v, %v: %d interleavings, want %d", c, m, i.Executions, want)
			}
		}
	}
}

// TestOracleCounts: n threads that add have n! interleavings under each model.
func TestOracleCounts(t *testing.T) {
	factorial := uint64(1)
	for n := 2; n <= 5; n++ {
		factorial *= uint64(n)
		adds := func(w *World) {
			x := w.Atomic("x", 0)
			for range n {
				goes(w, func() { w.Out(x.Add(1, Relaxed)) })
			}
		}
		for _, m := range []Model{SC, Go, TSO} {
			if g, i := compare(t, n, m, adds); i.Executions != factorial || g.Executions != factorial {
				t.Errorf("%d adds, %v: %d interleavings, %d graphs", n, m, i.Executions, g.Executions)
			}
		}
	}
}

// TestOracleReduction: leaving out interleavings loses no outcome. The numbers
// of all of them are the prototype's.
func TestOracleReduction(t *testing.T) {
	for _, c := range []struct {
		wait bool
		all  uint64
	}{{true, 1170}, {false, 4430}} {
		s := ringScenario(3, c.wait, declared)
		all, some := collect(InterleaveAll, SC, Bounds{}, s), interleavings(SC, Bounds{}, s)
		if all.Executions != c.all || all.String() != some.String() {
			t.Errorf("ring, wait %t: %d interleavings, want %d: %v, reduced %v", c.wait, all.Executions, c.all, all, some)
		}
	}
}

// TestLoomIssues: the programs of three issues of tokio-rs/loom about false
// alarms; neither engine raises them.
func TestLoomIssues(t *testing.T) {
	is := func(v uint64) bool { return v == 1 }
	for _, c := range []struct {
		issue, forbidden string
		executions       uint64
		scenario         func(*World)
	}{
		{"#180", "0/0", 3, storeBuffering(SeqCst, SeqCst)},
		{"#191", "//0/0", 3, two(func(w *World, x, y *Atomic) {
			goes(w, func() { x.Store(1, SeqCst) }, func() { y.Store(1, SeqCst) },
				func() { x.Await(SeqCst, is); w.Out(y.Load(SeqCst)) },
				func() { y.Await(SeqCst, is); w.Out(x.Load(SeqCst)) })
		})},
		{"#282", "/0/12", 18, two(func(w *World, data, lock *Atomic) {
			goes(w, func() { data.Store(42, Relaxed); lock.Store(1, Release) },
				func() { lock.Update(AcqRel, func(uint64) uint64 { return 2 }); w.Out(data.Load(Relaxed)) },
				func() { w.Out(lock.Load(Relaxed)); w.Out(lock.Load(Relaxed)) })
		})},
	} {
		g, _ := compare(t, c.issue, RC11, c.scenario)
		if g.Executions != c.executions || g.outcomes[c.forbidden] {
			t.Errorf("%s: %d executions, want %d: %v", c.issue, g.Executions, c.executions, g)
		}
	}
}

// TestOracleLong: the axiom for sequentially consistent events holds in
// executions of more than 64 events, where a word has no bits left.
func TestOracleLong(t *testing.T) {
	long := func(fence Order) func(*World) {
		return two(func(w *World, x, y *Atomic) {
			side := func(a, b *Atomic) func() {
				own := w.Atomic("own", 0)
				return func() {
					for v := range uint64(40) {
						own.Store(v, Relaxed)
					}
					a.Store(1, Relaxed)
					w.Fence(fence)
					w.Out(b.Load(Relaxed))
				}
			}
			goes(w, side(x, y), side(y, x))
		})
	}
	for fence, weak := range map[Order]bool{SeqCst: false, Heavy: false, Light: true} {
		if g, i := compare(t, fence, RC11, long(fence)); g.has("00") != weak || i.Executions < 3 {
			t.Errorf("%v: %v, outcome 00 is possible: %t, want %t", fence, g, !weak, weak)
		}
	}
}
