package atomic_test

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
)

// A loop that a panic has left is not taken to go on: what comes later may read
// something else than it has.
func TestRecovered(t *testing.T) {
	outcomes := map[uint64]bool{}
	r := explore.Explore(explore.Go, explore.Bounds{}, func(w *explore.World) {
		x := w.Atomic("x", 0)
		fails := func() (failed bool) {
			defer func() { failed = atomic.Recovered(recover()) != nil }()
			atomic.BeginWait(true)
			for i := 0; x.Load(explore.Acquire) == 0; i++ {
				atomic.NextWait()
				if i == 2 {
					panic("three times")
				}
			}
			atomic.EndWait()
			return false
		}
		w.Go("g", func() {
			if fails() && !fails() {
				w.Out(1)
			}
		})
		w.Go("h", func() { x.Store(1, explore.Release) })
	}, func(x *explore.Execution) error {
		for _, out := range x.Outs()[0] {
			outcomes[out] = true
		}
		return nil
	})
	if r.Violation != nil || !outcomes[1] {
		t.Errorf("%v, %v, outcomes %v", r, r.Violation, outcomes)
	}
}
