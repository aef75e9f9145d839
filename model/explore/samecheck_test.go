package explore_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestSameIsChecked: goroutines that have read the same and do not do the same are
// named, with what they do.
func TestSameIsChecked(t *testing.T) {
	for want, f := range map[string]func(w *World, x, y *Atomic, n int){
		"g#2 is about to do x.Store(1, relaxed), g#1 has done x.Store(0, relaxed), and both have read the same (value)": func(w *World, x, y *Atomic, n int) {
			x.Store(uint64(n), Relaxed)
		},
		"g#2 is about to do y.Load(relaxed), g#1 has done x.Load(relaxed), and both have read the same (location)": func(w *World, x, y *Atomic, n int) {
			[]*Atomic{x, y}[n%2].Load(Relaxed)
		},
		"g#2 is about to do Fence(acquire), g#1 has done Fence(relaxed), and both have read the same (order)": func(w *World, x, y *Atomic, n int) {
			w.Fence(Order(n))
		},
		"g#2 is about to do y.Store(7, relaxed), g#1 has done Fence(seqcst), and both have read the same (kind)": func(w *World, x, y *Atomic, n int) {
			if x.Load(Relaxed); n == 0 {
				w.Fence(SeqCst)
			}
			y.Store(7, Relaxed)
		},
		"g#2 is about to do x.Update(relaxed), g#1 has done x.Update(relaxed), and both have read the same (new value)": func(w *World, x, y *Atomic, n int) {
			x.Add(uint64(n), Relaxed)
		},
		"g#2 is about to do x.Load(relaxed), g#1 has done x.Load(relaxed), and both have read the same (what it waits for)": func(w *World, x, y *Atomic, n int) {
			x.Await(Relaxed, is(uint64(n)))
		},
		"g#2 is about to do x.Load(seqcst) where g#1 has ended, and both have read the same": func(w *World, x, y *Atomic, n int) {
			if n == 1 {
				x.Load(SeqCst)
			}
		},
		"g#2 has ended where g#1 has done x.Load(seqcst), and both have read the same": func(w *World, x, y *Atomic, n int) {
			if n == 0 {
				x.Load(SeqCst)
			}
		},
	} {
		for _, m := range allModels {
			scenario := func(w *World) {
				x, y, n := w.Atomic("x", 0), w.Atomic("y", 0), 0
				w.Same("g", 2, func() { n++; f(w, x, y, n-1) })
			}
			found(t, m, scenario, "not the same: "+want)
			reports(t, m, scenario)
		}
	}
}

// reports checks that the violation of a scenario is explained, and has a token
// unless it is about goroutines that do not do the same.
func reports(t *testing.T, m Model, scenario func(*World)) {
	t.Helper()
	v := Explore(m, Bounds{Report: true}, scenario, nil).Violation
	if v == nil || v.Failure == nil || (v.Token == "") != strings.HasPrefix(v.Reason, "not the same") {
		t.Errorf("%v: %+v", m, v)
	}
}

// TestSameIsCheckedLater: goroutines that are told apart only after they have read
// what is different are found out by exchanging them.
func TestSameIsCheckedLater(t *testing.T) {
	for want, f := range map[string]func(w *World, x, y *Atomic, n int){
		"not the same: g#1 does y.Store(0, relaxed), g#2 did y.Store(1, relaxed) when it had read the same (value)": func(w *World, x, y *Atomic, n int) {
			x.Add(1, Relaxed)
			y.Store(uint64(n), Relaxed)
		},
		"not the same: g#2 does y.Store(0, relaxed), g#1 did x.Store(0, relaxed) when it had read the same (location)": func(w *World, x, y *Atomic, n int) {
			x.Add(1, Relaxed)
			[]*Atomic{x, y}[n].Store(0, Relaxed)
		},
		"not the same: g#1 ends before y.Load(relaxed), which g#2 did when it had read the same": func(w *World, x, y *Atomic, n int) {
			if x.Add(1, Relaxed); n == 1 {
				y.Load(Relaxed)
			}
		},
		"not the same: g#1 does y.Load(relaxed) where g#2 had ended, having read the same": func(w *World, x, y *Atomic, n int) {
			if x.Add(1, Relaxed); n == 0 {
				y.Load(Relaxed)
			}
		},
		"not the same: g#1 notes [0], g#2 noted [1] when it had read the same": func(w *World, x, y *Atomic, n int) {
			w.Out(uint64(n))
		},
		"g#1: first": func(w *World, x, y *Atomic, n int) {
			if x.Add(1, Relaxed) == 1 {
				w.Assert(n == 1, "first")
			}
		},
	} {
		for _, m := range allModels {
			scenario := func(w *World) {
				x, y, n := w.Atomic("x", 0), w.Atomic("y", 0), 0
				w.Same("g", 2, func() { n++; f(w, x, y, n-1) })
			}
			found(t, m, scenario, want)
			reports(t, m, scenario)
		}
	}
	for _, m := range allModels { // what is judged of one of them
		found(t, m, func(w *World) {
			x, first := w.Atomic("x", 0), ""
			var names []string
			w.Same("g", 2, func() {
				names = append(names, fmt.Sprint("g", len(names)))
				if own := names[len(names)-1]; x.Add(1, Relaxed) == 0 {
					first = own
				}
			})
			w.After(func() { w.Assert(first == "g0", "%s was first", first) })
		}, "after: g1 was first")
	}
}

// TestSameCannotMake: a location that one of them has made is not that of another.
func TestSameCannotMake(t *testing.T) {
	found(t, RC11, func(w *World) {
		x := w.Atomic("x", 0)
		w.Later(1)
		w.Same("maker", 2, func() {
			x.Load(Relaxed)
			w.Made(new(int))
		})
	}, "maker#1: panic: explore: a goroutine of World.Same makes locations")
}

// TestSameViolations: what is wrong with one of several goroutines that do the same
// is found, whatever their number; its trace and its token need no others than those
// that have to do with it.
func TestSameViolations(t *testing.T) {
	for name, c := range map[string]struct {
		want     string
		scenario func(*World)
	}{
		"two in a lock that is none": {"data race on p", func(w *World) {
			l, p := w.Atomic("lock", 0), w.Plain("p", 0)
			w.Same("g", 3, func() {
				if l.Add(1, Acquire) != 1 { // the second one gets in as well
					p.Write(1)
				}
			})
		}},
		"one who waits for another": {"deadlock", func(w *World) {
			x := w.Atomic("x", 0)
			w.Same("g", 3, func() {
				if x.Add(1, AcqRel) == 2 {
					x.Await(Acquire, is(4))
				}
			})
		}},
		"the last one": {"last: 3", func(w *World) {
			x := w.Atomic("x", 0)
			w.Same("g", 4, func() { v := x.Add(1, AcqRel); w.Assert(v < 3, "last: %d", v) })
		}},
	} {
		for _, m := range allModels {
			r := Explore(m, Bounds{Report: true}, c.scenario, nil)
			if r.Violation == nil || !strings.Contains(r.Violation.Reason, c.want) {
				t.Errorf("%s, %v: %v %v, want %s", name, m, r, r.Violation, c.want)
				continue
			}
			again, err := Replay(Bounds{}, r.Violation.Token, c.scenario)
			if err != nil || again.Violation == nil || again.Violation.Reason != r.Violation.Reason {
				t.Errorf("%s, %v: token %s: %v %v", name, m, r.Violation.Token, again.Violation, err)
			}
		}
	}
}
