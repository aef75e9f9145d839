package explore_test

import (
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
)

// TestUsedAfterWatch: what a scenario does to what it watches is not lost, if it
// does it before its goroutines run.
func TestUsedAfterWatch(t *testing.T) {
	scenario := func(w *World) {
		var x atomic.Uint64
		x.Store(1)
		w.Watch("x", &x)
		w.Go("reader", func() { w.Out(x.Load()) })
		x.Store(2)
	}
	for _, m := range models {
		if g, _ := compare(t, "use after Watch", m, scenario); !g.outcomes["2"] || len(g.outcomes) != 1 {
			t.Errorf("%v: %v, want 2", m, g)
		}
	}
}
