package explore_test

import (
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// A plain access between a store and a load does not empty the store buffer.
func TestPlainAccessIsNoBarrier(t *testing.T) {
	scenario := two(func(w *World, x, y *Atomic) {
		p, q := w.Plain("p", 0), w.Plain("q", 0)
		goes(w, func() { x.Store(1, Relaxed); p.Write(1); w.Out(y.Load(Relaxed)) },
			func() { y.Store(1, Relaxed); q.Read(); w.Out(x.Load(Relaxed)) })
	})
	for m, want := range map[Model]bool{SC: false, Go: false, TSO: true, RC11: true} {
		seen := map[string]bool{}
		Explore(m, Bounds{}, scenario, func(x *Execution) error { seen[outs(x)] = true; return nil })
		if seen["00"] != want {
			t.Errorf("%v: outcome 00 is possible: %t, want %t", m, seen["00"], want)
		}
		compare(t, "plain accesses between", m, scenario)
	}
}

// RC11 orders sequentially consistent accesses by way of plain ones.
func TestPlainAccessOrdersSeqCst(t *testing.T) {
	scenario := two(func(w *World, x, y *Atomic) {
		p := w.Plain("p", 0)
		goes(w, func() { x.Store(1, SeqCst); p.Write(1); x.Store(2, Release) },
			func() { w.Out(x.Load(Acquire)); w.Out(y.Load(SeqCst)) },
			func() { y.Store(1, SeqCst); w.Out(x.Load(SeqCst)) })
	})
	Explore(RC11, Bounds{}, scenario, func(x *Execution) error {
		if outs(x) == "200" {
			t.Error("outcome 200 is possible")
		}
		return nil
	})
}
