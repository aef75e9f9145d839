package explore_test

import (
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
)

// selects explores a goroutine that waits once for a token, the end of a
// context, or a timer, and returns by Case what it met.
func selects(m explore.Model, timed bool, others func(*explore.World, *explore.Context, *atomic.Channel)) (met [3]bool, r explore.Result) {
	r = explore.Explore(m, explore.Bounds{}, func(w *explore.World) {
		ctx, token := w.Context("ctx"), &atomic.Channel{}
		w.Watch("token", token)
		w.Go("sleeper", func() {
			c := token.Receive(ctx, timed)
			w.Assert(c != explore.Ended || ctx.Err() != nil, "left before the end")
			w.Out(uint64(c))
		})
		others(w, ctx, token)
	}, func(x *explore.Execution) error {
		met[x.Outs()[0][0]] = true
		return nil
	})
	return met, r
}

// Whatever a select may wait for is explored; that nothing comes is a lost
// wake-up unless the context has ended, also if there is a timer.
func TestSelect(t *testing.T) {
	send := func(w *explore.World, _ *explore.Context, x *atomic.Channel) { w.Go("sender", x.Send) }
	cancel := func(w *explore.World, c *explore.Context, _ *atomic.Channel) { w.Go("canceller", c.Cancel) }
	for _, c := range []struct {
		name   string
		timed  bool
		others func(*explore.World, *explore.Context, *atomic.Channel)
		met    [3]bool
		lost   bool
	}{
		{"nothing", false, func(*explore.World, *explore.Context, *atomic.Channel) {}, [3]bool{}, true},
		{"a timer", true, func(*explore.World, *explore.Context, *atomic.Channel) {}, [3]bool{}, true},
		{"sent", false, send, [3]bool{true, false, false}, false},
		{"canceled", false, cancel, [3]bool{false, true, false}, false},
		{"sent with a timer", true, send, [3]bool{true, false, true}, false},
		{"canceled with a timer", true, cancel, [3]bool{false, true, true}, false},
		{"sent and canceled", true, func(w *explore.World, c *explore.Context, x *atomic.Channel) {
			send(w, c, x)
			cancel(w, c, x)
		}, [3]bool{true, true, true}, false},
		{"canceled or not", false, func(w *explore.World, c *explore.Context, _ *atomic.Channel) {
			w.Go("canceller", func() {
				if w.Choose(2) == 1 {
					c.Cancel()
				}
			})
		}, [3]bool{}, true},
	} {
		for _, m := range []explore.Model{explore.SC, explore.Go, explore.TSO, explore.RC11} {
			met, r := selects(m, c.timed, c.others)
			lost := r.Violation != nil && strings.Contains(r.Violation.Reason, "deadlock")
			if lost != c.lost || !c.lost && (met != c.met || !r.Exhaustive) {
				t.Errorf("%v, %s: met %v, %v %v; want %v, lost %t", m, c.name, met, r, r.Violation, c.met, c.lost)
			}
		}
	}
}
