package order_test

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
	"github.com/ringmpsc/ringmpsc-go/model/explore/order"
)

var (
	publish = atomic.Site{Pos: "publish", Order: explore.Release}
	look    = atomic.Site{Pos: "look", Order: explore.Acquire}
	light   = atomic.Site{Pos: "light", Order: explore.Light}
	heavy   = atomic.Site{Pos: "heavy", Order: explore.Heavy}
)

// handshake is a publisher that looks whether anybody sleeps, and a sleeper
// that says so and looks for the last time. What both see is a lost wake-up.
func handshake(w *explore.World) {
	var both struct{ tail, asleep atomic.Uint64 }
	w.Watch("both", &both)
	woken, seen := false, false
	w.Go("publisher", func() {
		order.StoreReleaseAt(&publish, &both.tail, 1)
		order.LightAt(&light)
		woken = both.asleep.LoadAt(&look) == 1
	})
	w.Go("sleeper", func() {
		both.asleep.StoreAt(&publish, 1)
		order.HeavyAt(&heavy)
		seen = both.tail.LoadAt(&look) == 1
	})
	w.After(func() { w.Assert(woken || seen, "lost wake-up") })
}

// The fences are needed, each where the model lets the store be late.
func TestHandshakeNeedsItsFences(t *testing.T) {
	for weakened, broken := range map[string][]explore.Model{
		"":      nil,
		"light": {explore.RC11},
		"heavy": {explore.TSO, explore.RC11},
	} {
		wants := map[explore.Model]bool{}
		for _, m := range broken {
			wants[m] = true
		}
		for _, m := range []explore.Model{explore.SC, explore.Go, explore.TSO, explore.RC11} {
			b := explore.Bounds{Weaken: weakened}
			if r := explore.Explore(m, b, handshake, nil); (r.Violation != nil) != wants[m] {
				t.Errorf("%v, weakened %q: %v %v", m, weakened, r, r.Violation)
			}
			if r := explore.Interleave(m, b, handshake, nil); (r.Violation != nil) != wants[m] {
				t.Errorf("%v, weakened %q: interleavings: %v %v", m, weakened, r, r.Violation)
			}
		}
	}
}

// A release store hands over what was written before it; relaxed it does not.
// Without a label it is a release store.
func TestStoreReleaseHandsOver(t *testing.T) {
	scenario := func(store func(*atomic.Uint64)) func(*explore.World) {
		return func(w *explore.World) {
			var flag atomic.Uint64
			w.Watch("flag", &flag)
			data := w.Plain("data", 0)
			w.Go("writer", func() { data.Write(1); store(&flag) })
			w.Go("reader", func() {
				if flag.LoadAt(&look) == 1 {
					w.Assert(data.Read() == 1, "stale")
				}
			})
		}
	}
	labelled := scenario(func(p *atomic.Uint64) { order.StoreReleaseAt(&publish, p, 1) })
	bare := scenario(func(p *atomic.Uint64) { order.StoreRelease(p, 1) })
	for _, s := range []func(*explore.World){labelled, bare} {
		if r := explore.Explore(explore.RC11, explore.Bounds{}, s, nil); r.Violation != nil || !r.Exhaustive {
			t.Errorf("%v %v", r, r.Violation)
		}
	}
	b := explore.Bounds{Weaken: publish.Pos}
	if r := explore.Explore(explore.RC11, b, labelled, nil); r.Violation == nil {
		t.Errorf("relaxed: %v, want a race", r)
	}
}

// A store without a label is not a barrier.
func TestStoreReleaseIsNoBarrier(t *testing.T) {
	weak := false
	explore.Explore(explore.TSO, explore.Bounds{}, func(w *explore.World) {
		var both [2]struct{ v atomic.Uint64 }
		w.Watch("both", &both)
		for i := range both {
			w.Go("side", func() {
				order.StoreRelease(&both[i].v, 1)
				order.Light()
				w.Out(both[1-i].v.Load())
			})
		}
	}, func(x *explore.Execution) error {
		weak = weak || x.Outs()[0][0]+x.Outs()[1][0] == 0
		return nil
	})
	if !weak {
		t.Error("under TSO one of two release stores is always seen")
	}
}

// Outside of an exploration the store goes to memory.
func TestOutside(t *testing.T) {
	var x atomic.Uint64
	order.StoreRelease(&x, 5)
	order.Light()
	order.Heavy()
	if x.Load() != 5 {
		t.Errorf("%d was stored, want 5", x.Load())
	}
}
