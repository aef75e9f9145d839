package explore_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
)

var allModels = []Model{SC, Go, TSO, RC11}

// found explores and compares the violation: none if want is empty, else one of
// which all lines of want are parts.
func found(t *testing.T, m Model, scenario func(*World), want ...string) Result {
	t.Helper()
	r := Explore(m, Bounds{}, scenario, nil)
	switch {
	case len(want) == 0 && (r.Violation != nil || !r.Exhaustive):
		t.Errorf("%v: exhaustive %t, %v, want no violation", m, r.Exhaustive, r.Violation)
	case len(want) > 0 && (r.Violation == nil || r.Exhaustive):
		t.Errorf("%v: no violation in %d executions, want %q", m, r.Executions, want)
	case len(want) > 0:
		for _, w := range want {
			if !strings.Contains(r.Violation.Error(), w) {
				t.Errorf("%v: %q is not in %v", m, w, r.Violation)
			}
		}
	}
	return r
}

func is(want uint64) func(uint64) bool { return func(v uint64) bool { return v == want } }

// Whoever waits for what never comes is a deadlock; so are two who wait for each
// other, and one who has missed what came.
func TestDeadlockIsFound(t *testing.T) {
	for _, m := range allModels {
		found(t, m, func(w *World) {
			x := w.Atomic("x", 0)
			w.Go("waiter", func() { x.Await(SeqCst, is(1)) })
			w.Go("other", func() { x.Store(2, SeqCst) })
		}, "deadlock", "other.0 x.Store(2, seqcst)")
		found(t, m, func(w *World) {
			x, y := w.Atomic("x", 0), w.Atomic("y", 0)
			w.Go("left", func() { x.Await(SeqCst, is(1)); y.Store(1, SeqCst) })
			w.Go("right", func() { y.Await(SeqCst, is(1)); x.Store(1, SeqCst) })
		}, "deadlock")
		found(t, m, func(w *World) {
			x := w.Atomic("x", 0)
			w.Go("waiter", func() { x.Await(SeqCst, is(1)) })
			w.Go("pulse", func() { x.Store(1, SeqCst); x.Store(0, SeqCst) })
		}, "deadlock", "pulse.1 x.Store(0, seqcst)")
	}
}

// Whoever waits and is woken in each execution is none, however late.
func TestWokenIsNoDeadlock(t *testing.T) {
	for _, m := range allModels {
		r := found(t, m, func(w *World) {
			x, y := w.Atomic("x", 0), w.Atomic("y", 0)
			w.Go("waiter", func() { x.Await(Acquire, is(2)); y.Store(1, Release) })
			w.Go("waker", func() { x.Store(1, Release); x.Store(2, Release); y.Await(Acquire, is(1)) })
		})
		if r.Executions != 1 {
			t.Errorf("%v: %d complete executions, want 1", m, r.Executions)
		}
	}
}

// A loop that does not end is reported, not followed for ever.
func TestLivelockIsFound(t *testing.T) {
	for _, m := range allModels {
		found(t, m, func(w *World) {
			x := w.Atomic("x", 0)
			w.Go("spinner", func() {
				for x.Load(Relaxed) == 0 {
				}
			})
		}, "livelock", "spinner.0 x.Load(relaxed) = 0")
	}
}

// A failed assertion and a panic name their goroutine, and show what it did.
func TestFailuresInGoroutines(t *testing.T) {
	for _, m := range allModels {
		for want, fail := range map[string]func(*World){
			"second: got 4, want 5": func(w *World) { w.Assert(false, "got %d, want %d", 4, 5) },
			"second: panic: oh":     func(*World) { panic("oh") },
			"second: panic: broken": func(*World) { panic(errors.New("broken")) },
			"index out of range":    func(*World) { _ = []int{}[len(w(nil))] },
		} {
			found(t, m, func(w *World) {
				x := w.Atomic("x", 0)
				w.Go("first", func() { x.Store(7, Release) })
				w.Go("second", func() {
					if x.Load(Acquire) == 7 {
						fail(w)
					}
				})
			}, want, "first.0 x.Store(7, release)", "second.0 x.Load(acquire) = 7 [from first.0]")
		}
	}
}

// w keeps the compiler from seeing that a slice is empty.
func w(s []int) []int { return s }

// Deferred calls of a goroutine that failed, or is abandoned, do no harm.
func TestDeferredCallsOfTheDead(t *testing.T) {
	for _, m := range allModels {
		found(t, m, func(w *World) {
			x := w.Atomic("x", 0)
			w.Go("failing", func() {
				defer func() { x.Store(9, SeqCst) }()
				w.Assert(x.Load(SeqCst) == 0, "x")
				panic("oh")
			})
			w.Go("waiting", func() {
				defer func() { x.Load(SeqCst) }()
				x.Await(SeqCst, is(3))
			})
		}, "")
	}
}

// What is done after all goroutines sees all that they wrote, without being
// ordered by anything else, and its failures are reported.
func TestAfterSeesEverything(t *testing.T) {
	scenario := func(want uint64) func(*World) {
		return func(w *World) {
			x, p := w.Atomic("x", 0), w.Plain("p", 0)
			w.Go("one", func() { x.Add(1, Relaxed); p.Write(5) })
			w.Go("two", func() { x.Add(1, Relaxed) })
			w.After(func() {
				got := x.Load(Relaxed)
				w.Assert(got == want && p.Read() == 5, "got %d", got)
			})
		}
	}
	for _, m := range allModels {
		found(t, m, scenario(2))
		found(t, m, scenario(3), "after: got 2")
	}
}

// There may be eight goroutines, the one that joins included, and not more.
func TestTooManyGoroutines(t *testing.T) {
	crowd := func(n int, after bool) func(*World) {
		return func(w *World) {
			for i := range n {
				w.Go(fmt.Sprint("g", i), func() {})
			}
			if after {
				w.After(func() {})
			}
		}
	}
	found(t, RC11, crowd(8, false))
	found(t, RC11, crowd(7, true))
	for _, after := range []bool{false, true} {
		func() {
			defer func() {
				if p := fmt.Sprint(recover()); !strings.Contains(p, "explore: 9 goroutines, at most 8") {
					t.Errorf("panic %s, want one that says how many are possible", p)
				}
			}()
			n := 9
			if after {
				n--
			}
			Explore(RC11, Bounds{}, crowd(n, after), nil)
		}()
	}
}

// A bound ends the exploration and says that there is more.
func TestBoundIsNotExhaustive(t *testing.T) {
	writers := func(w *World) {
		x := w.Atomic("x", 0)
		for i := range uint64(3) {
			w.Go(fmt.Sprint("w", i), func() { x.Store(i, Relaxed) })
		}
	}
	for _, m := range allModels {
		all := Explore(m, Bounds{}, writers, nil)
		if !all.Exhaustive || all.Executions != 6 {
			t.Errorf("%v: %v, want 6 executions, exhaustive", m, all)
		}
		some := Explore(m, Bounds{Executions: 4}, writers, nil)
		if some.Exhaustive || some.Executions != 4 || !strings.HasPrefix(some.String(), "BOUNDED") {
			t.Errorf("%v: %v, want 4 executions, bounded", m, some)
		}
		enough := Explore(m, Bounds{Executions: 6}, writers, nil)
		if !enough.Exhaustive || enough.Executions != 6 {
			t.Errorf("%v: %v, want 6 executions, exhaustive", m, enough)
		}
	}
}

// A race is one whoever is first, whichever of the two writes, and whichever is
// listed first; what happens before the other is none.
func TestRaceWhicheverIsFirst(t *testing.T) {
	write, read := func(p *Plain) { p.Write(1) }, func(p *Plain) { p.Read() }
	for _, m := range allModels {
		for _, pair := range [][2]func(*Plain){{write, read}, {read, write}, {write, write}} {
			found(t, m, func(w *World) {
				p := w.Plain("p", 0)
				w.Go("one", func() { pair[0](p) })
				w.Go("two", func() { pair[1](p) })
			}, "race", "p")
			found(t, m, func(w *World) { // only if the second comes late
				p, x := w.Plain("p", 0), w.Atomic("x", 0)
				w.Go("one", func() { pair[0](p); x.Store(1, Release) })
				w.Go("two", func() {
					if x.Load(Acquire) == 0 {
						pair[1](p)
					}
				})
			}, "race")
			found(t, m, func(w *World) {
				p, x := w.Plain("p", 0), w.Atomic("x", 0)
				w.Go("one", func() { pair[0](p); x.Store(1, Release) })
				w.Go("two", func() {
					if x.Load(Acquire) == 1 {
						pair[1](p)
					}
				})
			})
		}
		found(t, m, func(w *World) {
			p := w.Plain("p", 0)
			w.Go("one", func() { read(p) })
			w.Go("two", func() { read(p) })
		})
	}
}

// An observer's error is a violation.
func TestObserverErrors(t *testing.T) {
	r := Explore(Go, Bounds{}, func(w *World) { w.Go("g", func() { w.Out(3) }) }, func(x *Execution) error {
		return fmt.Errorf("outs are %v", x.Outs())
	})
	if r.Violation == nil || r.Violation.Reason != "outs are [[3]]" || r.Exhaustive {
		t.Errorf("%+v, want the observer's error", r)
	}
}

// A compare-and-swap that waits takes the word in one step once it can: as a
// lock it keeps others out, whoever gets it has seen what the one before did,
// and it waits for ever for what nobody gives.
func TestWaitingCompareAndSwap(t *testing.T) {
	lock := func(give Order) func(*World) {
		return func(w *World) {
			l, p := w.Atomic("lock", 0), w.Plain("p", 0)
			for i := range 3 {
				w.Go(fmt.Sprint("g", i), func() {
					l.Take(0, 1, Acquire)
					p.Write(p.Read() + 1)
					l.Store(0, give)
				})
			}
			w.After(func() { w.Assert(p.Read() == 3, "%d", p.Read()) })
		}
	}
	for _, m := range allModels {
		if r := found(t, m, lock(Release)); r.Executions != 6 {
			t.Errorf("%v: %d executions, want one for each order of three", m, r.Executions)
		}
		found(t, m, func(w *World) {
			l := w.Atomic("lock", 0)
			w.Go("first", func() { l.Take(0, 1, Acquire) })
			w.Go("second", func() { l.Take(0, 1, Acquire) })
		}, "deadlock")
		r := found(t, m, func(w *World) {
			l := w.Atomic("lock", 0)
			w.Go("taker", func() { l.Take(1, 0, Acquire) })
			w.Go("giver", func() { l.Store(1, Release) })
			w.After(func() { w.Assert(l.Load(Relaxed) == 0, "not taken") })
		})
		if r.Executions != 1 {
			t.Errorf("%v: %d executions of one who gives and one who takes, want 1", m, r.Executions)
		}
	}
	found(t, RC11, lock(Relaxed), "race")
}

// An access to what no Watch reaches is a violation that names the access.
func TestUnwatchedLocation(t *testing.T) {
	found(t, Go, func(w *World) {
		stray := new(atomic.Uint32)
		w.Go("g", func() { stray.StoreAt(&atomic.Site{Pos: "ring/producer.go:7"}, 1) })
	}, "ring/producer.go:7 touches a location that no Watch reaches")
}
