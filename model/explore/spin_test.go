package explore_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestOracleLooking: both engines find the same outcomes of random programs
// with loops that wait, or both condemn them. The oracle explores their
// iterations as they are.
func TestOracleLooking(t *testing.T) {
	for _, m := range models {
		t.Run(m.String(), func(t *testing.T) {
			const seed = 3
			begin, programs := time.Now(), scaled(1000)
			c := against(m)
			c.counts = func(graphs, interleavings uint64) bool { return graphs <= interleavings }
			c.report(t, seed, c.run(seed, programs, 3, looking))
			if c.unknown > programs/20 {
				t.Errorf("%d programs of %d not compared", c.unknown, programs)
			}
			t.Logf("agreed %v, too many executions %d, %v", c.agreed, c.unknown, time.Since(begin))
		})
	}
}

// TestLookingMistakes: the comparison notices an engine that does not revisit what
// is looked at, and one that takes who looks for ever for done.
func TestLookingMistakes(t *testing.T) {
	for what, wrong := range map[string]engine{"never woken": NeverWoken, "taken for done": TakenForDone} {
		for _, m := range models {
			c := against(m)
			c.explore = func(s func(*World)) findings {
				f := findings{outcomes: map[string]bool{}}
				f.Result = wrong(m, Bounds{Executions: enough}, s, func(x *Execution) error { f.outcomes[note(x.Outs())] = true; return nil })
				return f
			}
			if bad := c.run(3, 400, 1, looking); len(bad) == 0 {
				t.Errorf("%s, %v: %v, nothing is noticed", what, m, c.agreed)
			}
		}
	}
}

// awaiting returns the program with its loops that wait for one location, or
// for a compare-and-swap, as single operations that wait.
func (p *program) awaiting() (q program, changed bool) {
	q = *p
	q.threads = nil
	for _, body := range p.threads {
		var b []instr
		for _, x := range body {
			switch {
			case x.verb == poll:
				x.verb, changed = await, true
			case x.verb == lock:
				x.verb, changed = take, true
			case x.verb == both || x.verb == tries:
				continue
			}
			b = append(b, x)
		}
		q.threads = append(q.threads, b)
	}
	return q, changed
}

// TestLoopIsAwait: a loop that waits has the executions of an operation that
// waits, as many of them, and the same verdict.
func TestLoopIsAwait(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 0))
	compared := 0
	for range scaled(1500) {
		p := randomProgram(r, looking)
		q, changed := p.awaiting()
		if !changed {
			continue
		}
		for i := range p.threads { // without the other loops
			var b []instr
			for _, x := range p.threads[i] {
				if x.verb != both && x.verb != tries {
					b = append(b, x)
				}
			}
			p.threads[i] = b
		}
		for _, m := range models {
			loop, wait := graphs(m, Bounds{Executions: enough}, p.scenario), graphs(m, Bounds{Executions: enough}, q.scenario)
			if !wait.Exhaustive && wait.Violation == nil {
				continue
			}
			compared++
			stuck := strings.Contains(loop.kind(), "lock") && wait.kind() == "deadlock"
			if !stuck && (loop.kind() != wait.kind() || loop.Violation == nil && (loop.Executions != wait.Executions || loop.String() != wait.String())) {
				t.Fatalf("%v:\n%vloop  %v, %v\nwait  %v, %v", m, &p, loop, loop.Result, wait, wait.Result)
			}
		}
	}
	t.Logf("%d programs", compared)
}

// TestLoopCounts: executions of spinlocks. One that only tries to swap has one
// for each order of the goroutines. One that loads before has in addition what
// the last load has read, before the swap that succeeds: in the k-th goroutine,
// the initial value or one of k-1 releases.
func TestLoopCounts(t *testing.T) {
	factorial := uint64(1)
	for n := 2; n <= 4; n++ {
		factorial *= uint64(n)
		for how, want := range map[string]uint64{
			"swap": factorial, "load, swap": factorial * factorial, "loop of loads, swap": factorial * factorial,
		} {
			locks := func(w *World) {
				l, data := w.Atomic("lock", 0), w.Plain("data", 0)
				for range n {
					goes(w, func() {
						free := func() bool { return l.Load(Relaxed) == 0 }
						w.Until(func() bool {
							if how == "loop of loads, swap" {
								w.Until(free)
							}
							return (how != "load, swap" || free()) && l.CompareAndSwap(0, 1, Acquire, Relaxed)
						})
						data.Write(data.Read() + 1)
						l.Store(0, Release)
					})
				}
				w.After(func() { w.Assert(data.Read() == uint64(n), "data") })
			}
			for _, m := range models {
				if r := Explore(m, Bounds{}, locks, nil); !r.Exhaustive || r.Executions != want {
					t.Errorf("%d goroutines, %s: %v, want %d, %v", n, how, r, want, r.Violation)
				}
			}
		}
	}
}

// TestLoopNotTakenFor: what a goroutine can read once it cannot be taken to
// have read again and again.
func TestLoopNotTakenFor(t *testing.T) {
	writes := func(w *World, x, y *Atomic, fence, publish Order) func() {
		return func() { x.Store(1, Relaxed); w.Fence(fence); y.Store(1, publish) }
	}
	for what, c := range map[string]struct {
		scenario         func(w *World, x, y *Atomic)
		possible, absent string
	}{
		// It gives up if it sees y, and not x, each time.
		"twice, with fences": {func(w *World, x, y *Atomic) {
			goes(w, writes(w, x, y, SeqCst, Relaxed), func() { w.Out(notTorn(w, 2, x, y)) })
		}, "/2", "/"},
		"three times, with fences": {func(w *World, x, y *Atomic) {
			goes(w, writes(w, x, y, SeqCst, Relaxed), func() { w.Out(notTorn(w, 3, x, y)) })
		}, "/1", "/2"},
		// It looks at y in the third iteration only, and gives up in the sixth.
		"a read that comes later": {func(w *World, x, y *Atomic) {
			goes(w, writes(w, x, y, Light, Release), func() {
				i, b := 0, uint64(0)
				gaveUp := !w.UntilTried(6, func() bool {
					if i++; i == 3 {
						b = y.Load(Acquire)
					}
					return x.Load(Acquire) == 1
				})
				if w.Out(b); gaveUp {
					w.Out(2)
				}
			})
		}, "/02", "/12"},
	} {
		if g := graphs(RC11, Bounds{}, two(c.scenario)); !g.outcomes[c.possible] || g.outcomes[c.absent] {
			t.Errorf("%s: %v, want %s and not %s", what, g, c.possible, c.absent)
		}
		absent := false
		NotRepeated(RC11, Bounds{}, two(c.scenario), func(x *Execution) error { absent = absent || note(x.Outs()) == c.absent; return nil })
		if wrong := what != "twice, with fences"; absent != wrong {
			t.Errorf("%s: %s is found without repetitions: %t", what, c.absent, absent)
		}
	}
}

// notTorn waits until both locations hold the same, or x more, and returns 1; or
// gives up after n times and returns 2.
func notTorn(w *World, n int, x, y *Atomic) uint64 {
	if w.UntilTried(n, func() bool {
		a := x.Load(Relaxed)
		w.Fence(SeqCst)
		return a >= y.Load(Relaxed)
	}) {
		return 1
	}
	return 2
}

// TestSameLooking: goroutines that do the same may wait in loops. If the loops do
// not give up, all executions are found, but for who is who; else all outcomes:
// those with an iteration that could not be repeated, and another one, are found
// for some of the orders only.
func TestSameLooking(t *testing.T) {
	for _, m := range models {
		const seed = 5
		programs := scaled(300)
		c := tally{}
		if bad := c.run(Explore, m, seed, programs, patient); bad != nil {
			p := bad.shrink(func(q program) bool { return c.differ(Explore, m, Bounds{Executions: few}, q) != "" })
			t.Errorf("%v, seed %d, shrunk:\n%v%s", m, seed, &p, c.differ(Explore, m, Bounds{}, p))
		}
		r, compared := rand.New(rand.NewPCG(seed, 0)), 0
		for range programs {
			p := alikeProgram(r, looking)
			q := p
			q.declared = true
			all, some := graphs(m, Bounds{Executions: few}, p.scenario), graphs(m, Bounds{Executions: few}, q.scenario)
			if all.Violation != nil || !all.Exhaustive {
				continue
			}
			if compared++; !maps.Equal(anybody(p.alike, all.outcomes), anybody(p.alike, some.outcomes)) {
				t.Errorf("%v:\n%vwithout %v\nwith    %v", m, &p, all, some)
			}
		}
		t.Logf("%v: %+v, and outcomes of %d", m, c, compared)
	}
}

// anybody returns outcomes without who is who.
func anybody(classes []int, outcomes map[string]bool) map[string]bool {
	all := map[string]bool{}
	for o := range outcomes {
		parts, from := strings.Split(o, "/"), 0
		for _, n := range classes {
			slices.Sort(parts[from : from+n])
			from += n
		}
		all[strings.Join(parts, "/")] = true
	}
	return all
}
