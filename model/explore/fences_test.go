package explore_test

import (
	"slices"
	"strings"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// sides makes a program of two threads: each stores, has its fence, and loads
// what the other stores.
func sides(left, right Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		goes(w, side(w, x, y, left), side(w, y, x, right))
	})
}

func side(w *World, a, b *Atomic, fence Order) func() {
	return func() {
		a.Store(1, Release)
		w.Fence(fence)
		w.Out(b.Load(Acquire))
	}
}

// observers makes IRIW: two threads that store, and two that load both in
// different order with fences between.
func observers(left, right Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		reads := func(a, b *Atomic, fence Order) func() {
			return func() {
				w.Out(a.Load(Relaxed))
				w.Fence(fence)
				w.Out(b.Load(Relaxed))
			}
		}
		goes(w, func() { x.Store(1, Relaxed) }, func() { y.Store(1, Relaxed) },
			reads(x, y, left), reads(y, x, right))
	})
}

// ringOfThree makes store buffering with three threads: each looks at what the
// next one stores.
func ringOfThree(fences ...Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		z := w.Atomic("z", 0)
		goes(w, side(w, x, y, fences[0]), side(w, y, z, fences[1]), side(w, z, x, fences[2]))
	})
}

// passedOn makes store buffering in which a third thread passes on what one
// side stores.
func passedOn(left, right Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		z := w.Atomic("z", 0)
		goes(w, side(w, x, y, left),
			func() { w.Out(y.Load(Acquire)) },
			func() { y.Store(1, Release); z.Store(1, Release) },
			func() { w.Out(z.Load(Acquire)); w.Fence(right); w.Out(x.Load(Acquire)) })
	})
}

// counting makes store buffering whose one side adds instead of storing.
func counting(order, left, right Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		goes(w, func() { x.Add(1, order); w.Fence(left); w.Out(y.Load(Relaxed)) }, side(w, y, x, right))
	})
}

// accesses makes store buffering of which one side has sequentially consistent
// accesses, and the other a fence.
func accesses(fence Order) func(*World) {
	return two(func(w *World, x, y *Atomic) {
		goes(w, side(w, x, y, fence), func() { y.Store(1, SeqCst); w.Out(x.Load(SeqCst)) })
	})
}

var fenceSuite = []litmus{
	{"SB light heavy", "00", "", [3]uint64{3, 3, 3}, sides(Light, Heavy)},
	{"SB heavy light", "00", "", [3]uint64{3, 3, 3}, sides(Heavy, Light)},
	{"SB heavy heavy", "00", "", [3]uint64{3, 3, 3}, sides(Heavy, Heavy)},
	{"SB heavy seqcst", "00", "", [3]uint64{3, 3, 3}, sides(Heavy, SeqCst)},
	{"SB light light", "00", "tso rc11", [3]uint64{3, 4, 4}, sides(Light, Light)},
	{"SB light seqcst", "00", "tso rc11", [3]uint64{3, 4, 4}, sides(Light, SeqCst)},
	{"SB heavy and nothing", "00", "rc11", [3]uint64{3, 3, 4}, sides(Heavy, Relaxed)},
	{"SB light and nothing", "00", "tso rc11", [3]uint64{3, 4, 4}, sides(Light, Relaxed)},
	{"SB light, seqcst accesses", "00", "tso rc11", [3]uint64{3, 4, 4}, accesses(Light)},
	{"SB heavy, seqcst accesses", "00", "", [3]uint64{3, 3, 3}, accesses(Heavy)},
	{"IRIW light heavy", "1010", "", [3]uint64{15, 15, 15}, observers(Light, Heavy)},
	{"IRIW heavy heavy", "1010", "", [3]uint64{15, 15, 15}, observers(Heavy, Heavy)},
	{"IRIW light light", "1010", "rc11", [3]uint64{15, 15, 16}, observers(Light, Light)},
	{"IRIW light seqcst", "1010", "rc11", [3]uint64{15, 15, 16}, observers(Light, SeqCst)},
	{"3SB heavy heavy heavy", "000", "", [3]uint64{7, 7, 7}, ringOfThree(Heavy, Heavy, Heavy)},
	{"3SB light heavy heavy", "000", "", [3]uint64{7, 7, 7}, ringOfThree(Light, Heavy, Heavy)},
	{"3SB light light heavy", "000", "rc11", [3]uint64{7, 7, 8}, ringOfThree(Light, Light, Heavy)},
	{"3SB light seqcst heavy", "000", "rc11", [3]uint64{7, 7, 8}, ringOfThree(Light, SeqCst, Heavy)},
	{"passed on, light heavy", "0010", "", [3]uint64{}, passedOn(Light, Heavy)},
	{"passed on, heavy light", "0010", "", [3]uint64{}, passedOn(Heavy, Light)},
	{"passed on, light light", "0010", "tso rc11", [3]uint64{}, passedOn(Light, Light)},
	{"SB update light heavy", "00", "", [3]uint64{3, 3, 3}, counting(Relaxed, Light, Heavy)},
	{"SB update light light", "00", "tso rc11", [3]uint64{3, 4, 4}, counting(Relaxed, Light, Light)},
}

// TestAsymmetricFences: a light and a heavy fence order each other, and two
// light ones do not, in both engines.
func TestAsymmetricFences(t *testing.T) {
	for _, l := range fenceSuite {
		for i, m := range []Model{SC, TSO, RC11} {
			g, o := compare(t, l.name, m, l.scenario)
			weak := g.has(l.weak)
			if want := slices.Contains(strings.Fields(l.allowed), m.String()); weak != want {
				t.Errorf("%s, %v: outcome %s possible: %t, want %t: %v", l.name, m, l.weak, weak, want, g)
			}
			if want := l.executions[i]; want > 0 && g.Executions != want {
				t.Errorf("%s, %v: %d executions, want %d", l.name, m, g.Executions, want)
			}
			if o.Executions < g.Executions {
				t.Errorf("%s, %v: %d interleavings of %d executions", l.name, m, o.Executions, g.Executions)
			}
		}
		compare(t, l.name, Go, l.scenario)
	}
}

// has reports whether an outcome is, but for who noted what, the given one.
func (f findings) has(outcome string) bool {
	for s := range f.outcomes {
		if strings.ReplaceAll(s, "/", "") == outcome {
			return true
		}
	}
	return false
}

// TestChoose: every choice is explored, once for each of the others, and has no
// effect on memory.
func TestChoose(t *testing.T) {
	free := func(w *World) {
		for range 2 {
			goes(w, func() { w.Out(uint64(w.Choose(3))); w.Out(uint64(w.Choose(2))) })
		}
	}
	between := two(func(w *World, x, y *Atomic) {
		side := func(a, b *Atomic) func() {
			return func() { a.Store(1, Relaxed); w.Out(uint64(w.Choose(2))); w.Out(b.Load(Relaxed)) }
		}
		goes(w, side(x, y), side(y, x))
	})
	for _, m := range models {
		if g, i := compare(t, "free", m, free); g.Executions != 36 || i.Executions != 36 || len(g.outcomes) != 36 {
			t.Errorf("%v: %d executions, %d interleavings of 36", m, g.Executions, i.Executions)
		}
		want := uint64(4 * 3)
		if m == TSO || m == RC11 {
			want = 4 * 4
		}
		if g, _ := compare(t, "between", m, between); g.Executions != want {
			t.Errorf("%v: %d executions, want %d", m, g.Executions, want)
		}
	}
}

// TestChoiceIsInTheTrace: what was chosen is part of what led to a violation.
func TestChoiceIsInTheTrace(t *testing.T) {
	scenario := func(w *World) {
		w.Go("timer", func() { w.Light(); w.Assert(w.Choose(2) == 0, "fired"); w.Heavy() })
	}
	found(t, RC11, scenario, "timer: fired", "timer.0 fence light", "timer.1 chooses 1")
	if r := Interleave(RC11, Bounds{}, scenario, nil); r.Violation == nil || !strings.Contains(r.Violation.Trace, "timer chooses 1") {
		t.Errorf("%v %v", r, r.Violation)
	}
}

// TestWeakenedFences: a fence whose site is weakened is as if it were not there.
func TestWeakenedFences(t *testing.T) {
	light, heavy := &Site{Pos: "a.go:1", Order: Light}, &Site{Pos: "b.go:2", Order: Heavy}
	scenario := two(func(w *World, x, y *Atomic) {
		goes(w, func() { x.Store(1, Release); w.LightAt(light); w.Out(y.Load(Acquire)) },
			func() { y.Store(1, Release); w.HeavyAt(heavy); w.Out(x.Load(Acquire)) })
	})
	for _, m := range []Model{TSO, RC11} {
		for pos, want := range map[string]bool{"": false, "a.go:1": m == RC11, "b.go:2": true} {
			b := Bounds{Weaken: pos}
			if g := graphs(m, b, scenario); g.has("00") != want {
				t.Errorf("%v, weakened %q: outcome 00 possible: %t, want %t", m, pos, !want, want)
			}
			if i := interleavings(m, b, scenario); i.has("00") != want {
				t.Errorf("%v, weakened %q: interleavings reach 00: %t, want %t", m, pos, !want, want)
			}
		}
	}
}
