package explore_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// litmus is a small program with one outcome of interest.
type litmus struct {
	name       string
	weak       string // the outcome, as outs gives it; "" if only counts matter
	allowed    string // "sc tso rc11": where the outcome is possible
	executions [3]uint64
	scenario   func(*World)
}

// two makes a program with the locations x and y.
func two(f func(w *World, x, y *Atomic)) func(*World) {
	return func(w *World) { f(w, w.Atomic("x", 0), w.Atomic("y", 0)) }
}

// goes adds threads.
func goes(w *World, threads ...func()) {
	for i, f := range threads {
		w.Go(fmt.Sprint("T", i), f)
	}
}

func storeBuffering(st, ld Order, fence ...Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		side := func(a, b *Atomic) func() {
			return func() {
				a.Store(1, st)
				for _, o := range fence {
					w.Fence(o)
				}
				w.Out(b.Load(ld))
			}
		}
		goes(w, side(x, y), side(y, x))
	})
}

// messagePassing has fences where orders for them are given.
func messagePassing(st, ld Order, rel, acq bool) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		goes(w, func() {
			x.Store(1, Relaxed)
			if rel {
				w.Fence(Release)
			}
			y.Store(1, st)
		}, func() {
			w.Out(y.Load(ld))
			if acq {
				w.Fence(Acquire)
			}
			w.Out(x.Load(Relaxed))
		})
	})
}

func loadBuffering() func(*World) {
	return two(func(w *World, x, y *Atomic) {
		goes(w, func() { w.Out(x.Load(Relaxed)); y.Store(1, Relaxed) },
			func() { w.Out(y.Load(Relaxed)); x.Store(1, Relaxed) })
	})
}

func iriw(st, ld Order, fence bool) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		reads := func(a, b *Atomic) func() {
			return func() {
				w.Out(a.Load(ld))
				if fence {
					w.Fence(SeqCst)
				}
				w.Out(b.Load(ld))
			}
		}
		goes(w, func() { x.Store(1, st) }, func() { y.Store(1, st) }, reads(x, y), reads(y, x))
	})
}

func readsInOrder(readers int) func(*World) {
	return func(w *World) {
		x := w.Atomic("x", 0)
		reads := func() { w.Out(x.Load(Relaxed)); w.Out(x.Load(Relaxed)) }
		goes(w, func() { x.Store(1, Relaxed) })
		if readers == 2 {
			goes(w, func() { x.Store(2, Relaxed) }, reads)
		}
		goes(w, reads)
	}
}

func writeThenRead() func(*World) {
	return func(w *World) {
		x := w.Atomic("x", 0)
		goes(w, func() { x.Store(1, Relaxed); w.Out(x.Load(Relaxed)) }, func() { x.Store(2, Relaxed) })
	}
}

// twoWrites shows through a join which write came last to each location.
func twoWrites(o Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		goes(w, func() { x.Store(1, o); y.Store(2, o) }, func() { y.Store(1, o); x.Store(2, o) })
		w.After(func() { w.Out(x.Load(SeqCst)); w.Out(y.Load(SeqCst)) })
	})
}

func causality(st, ld Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		goes(w, func() { x.Store(1, st) },
			func() { w.Out(x.Load(ld)); y.Store(1, st) },
			func() { w.Out(y.Load(ld)); w.Out(x.Load(Relaxed)) })
	})
}

func isa2(st, ld Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		z := w.Atomic("z", 0)
		goes(w, func() { x.Store(1, Relaxed); y.Store(1, st) },
			func() { w.Out(y.Load(ld)); z.Store(1, st) },
			func() { w.Out(z.Load(ld)); w.Out(x.Load(Relaxed)) })
	})
}

// shapeR: a store buffer of which one side is a store.
func shapeR(fence bool) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		barrier := func() {
			if fence {
				w.Fence(SeqCst)
			}
		}
		goes(w, func() { x.Store(1, Relaxed); barrier(); y.Store(1, Relaxed) },
			func() { y.Store(2, Relaxed); barrier(); w.Out(x.Load(Relaxed)) })
		w.After(func() { w.Out(y.Load(Relaxed)) })
	})
}

func shapeS(st, ld Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		goes(w, func() { x.Store(2, Relaxed); y.Store(1, st) },
			func() { w.Out(y.Load(ld)); x.Store(1, Relaxed) })
		w.After(func() { w.Out(x.Load(Relaxed)) })
	})
}

// releaseSequence reads the message of a release through what follows it.
func releaseSequence(update bool) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		reader := func() { w.Out(y.Load(Acquire)); w.Out(x.Load(Relaxed)) }
		if update {
			goes(w, func() { x.Store(1, Relaxed); y.Store(1, Release) },
				func() { y.CompareAndSwap(1, 2, Relaxed, Relaxed) }, reader)
			return
		}
		goes(w, func() { x.Store(1, Relaxed); y.Store(1, Release); y.Store(2, Relaxed) }, reader)
	})
}

func bothSwap() func(*World) {
	return func(w *World) {
		x := w.Atomic("x", 0)
		swap := func() { w.Out(x.Add(1, Relaxed)) }
		goes(w, swap, swap)
	}
}

// suite is the litmus suite of the project's plan, with the number of
// executions under SC, TSO and RC11.
var suite = []litmus{
	{"SB relaxed", "00", "tso rc11", [3]uint64{3, 4, 4}, storeBuffering(Relaxed, Relaxed)},
	{"SB release/acquire", "00", "tso rc11", [3]uint64{3, 4, 4}, storeBuffering(Release, Acquire)},
	{"SB fence acqrel", "00", "tso rc11", [3]uint64{3, 4, 4}, storeBuffering(Relaxed, Relaxed, AcqRel)},
	{"SB seqcst", "00", "", [3]uint64{3, 3, 3}, storeBuffering(SeqCst, SeqCst)},
	{"SB fence seqcst", "00", "", [3]uint64{3, 3, 3}, storeBuffering(Relaxed, Relaxed, SeqCst)},
	{"MP relaxed", "10", "rc11", [3]uint64{3, 3, 4}, messagePassing(Relaxed, Relaxed, false, false)},
	{"MP release/relaxed", "10", "rc11", [3]uint64{3, 3, 4}, messagePassing(Release, Relaxed, false, false)},
	{"MP relaxed/acquire", "10", "rc11", [3]uint64{3, 3, 4}, messagePassing(Relaxed, Acquire, false, false)},
	{"MP release fence only", "10", "rc11", [3]uint64{3, 3, 4}, messagePassing(Relaxed, Relaxed, true, false)},
	{"MP release/acquire", "10", "", [3]uint64{3, 3, 3}, messagePassing(Release, Acquire, false, false)},
	{"MP fences", "10", "", [3]uint64{3, 3, 3}, messagePassing(Relaxed, Relaxed, true, true)},
	{"LB", "11", "", [3]uint64{3, 3, 3}, loadBuffering()},
	{"IRIW relaxed", "1010", "rc11", [3]uint64{15, 15, 16}, iriw(Relaxed, Relaxed, false)},
	{"IRIW release/acquire", "1010", "rc11", [3]uint64{15, 15, 16}, iriw(Release, Acquire, false)},
	{"IRIW seqcst", "1010", "", [3]uint64{15, 15, 15}, iriw(SeqCst, SeqCst, false)},
	{"IRIW fence seqcst", "1010", "", [3]uint64{15, 15, 15}, iriw(Relaxed, Relaxed, true)},
	{"CoRR", "10", "", [3]uint64{3, 3, 3}, readsInOrder(1)},
	{"CoRR2", "1221", "", [3]uint64{72, 72, 72}, readsInOrder(2)},
	{"CoWR", "0", "", [3]uint64{3, 3, 3}, writeThenRead()},
	{"WRC relaxed", "110", "rc11", [3]uint64{7, 7, 8}, causality(Relaxed, Relaxed)},
	{"WRC release/acquire", "110", "", [3]uint64{7, 7, 7}, causality(Release, Acquire)},
	{"ISA2 relaxed", "110", "rc11", [3]uint64{7, 7, 8}, isa2(Relaxed, Relaxed)},
	{"ISA2 release/acquire", "110", "", [3]uint64{7, 7, 7}, isa2(Release, Acquire)},
	{"RelSeq through an update", "20", "", [3]uint64{7, 7, 7}, releaseSequence(true)},
	{"RelSeq through a store", "20", "rc11", [3]uint64{4, 4, 5}, releaseSequence(false)},
	{"RMW atomicity", "00", "", [3]uint64{2, 2, 2}, bothSwap()},
	{"2+2W relaxed", "11", "rc11", [3]uint64{}, twoWrites(Relaxed)},
	{"2+2W seqcst", "11", "", [3]uint64{}, twoWrites(SeqCst)},
	{"R relaxed", "02", "tso rc11", [3]uint64{}, shapeR(false)},
	{"R fence seqcst", "02", "", [3]uint64{}, shapeR(true)},
	{"S relaxed", "12", "rc11", [3]uint64{}, shapeS(Relaxed, Relaxed)},
	{"S release/acquire", "12", "", [3]uint64{}, shapeS(Release, Acquire)},
}

// outs joins what all threads noted.
func outs(x *Execution) string {
	var b strings.Builder
	for _, vs := range x.Outs() {
		for _, v := range vs {
			fmt.Fprint(&b, v)
		}
	}
	return b.String()
}

// TestLitmus: outcomes are possible exactly where the models allow them, and
// executions are counted once each.
func TestLitmus(t *testing.T) {
	for _, l := range suite {
		for i, m := range []Model{SC, TSO, RC11} {
			seen := map[string]int{}
			r := Explore(m, Bounds{}, l.scenario, func(x *Execution) error { seen[outs(x)]++; return nil })
			if r.Violation != nil || !r.Exhaustive {
				t.Errorf("%s: %v %v", l.name, r, r.Violation)
			}
			if want := l.executions[i]; want > 0 && r.Executions != want {
				t.Errorf("%s, %v: %d executions, want %d: %v", l.name, m, r.Executions, want, seen)
			}
			if got, want := seen[l.weak] > 0, slices.Contains(strings.Fields(l.allowed), m.String()); got != want {
				t.Errorf("%s, %v: outcome %s possible: %t, want %t: %v", l.name, m, l.weak, got, want, seen)
			}
		}
	}
}

// TestCounts: n threads that add have n! executions; load then store by n
// threads has the known numbers.
func TestCounts(t *testing.T) {
	for n, want := range map[int]uint64{2: 2, 3: 6, 4: 24, 5: 120, 6: 720} {
		adds := func(w *World) {
			x := w.Atomic("x", 0)
			for i := range n {
				w.Go(fmt.Sprint("T", i), func() { x.Add(1, Relaxed) })
			}
		}
		for _, m := range []Model{SC, Go, TSO, RC11} {
			if r := Explore(m, Bounds{}, adds, nil); r.Executions != want {
				t.Errorf("%d adds: %v, want %d", n, r, want)
			}
		}
	}
	for n, want := range map[int]uint64{3: 36, 4: 576} {
		increments := func(w *World) {
			x := w.Atomic("x", 0)
			for i := range n {
				w.Go(fmt.Sprint("T", i), func() { x.Store(x.Load(Relaxed)+1, Relaxed) })
			}
		}
		if r := Explore(RC11, Bounds{}, increments, nil); r.Executions != want {
			t.Errorf("%d increments: %v, want %d", n, r, want)
		}
	}
}
