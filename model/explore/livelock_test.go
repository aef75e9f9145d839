package explore_test

import (
	"strings"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestLivelock: goroutines that look for ever at what does not change are found,
// with what they look at; a token finds them again. Those that others will help
// are not.
func TestLivelock(t *testing.T) {
	isOne := func(a *Atomic) func() bool { return func() bool { return a.Load(Acquire) == 1 } }
	for name, c := range map[string]struct {
		scenario func(w *World, x, y *Atomic)
		want     string // in the report; "" if there is none
	}{
		"nobody writes": {func(w *World, x, y *Atomic) {
			w.Go("g", func() { w.Until(isOne(x)) })
		}, "g goes on reading x"},
		"the value is gone": {func(w *World, x, y *Atomic) {
			w.Go("g", func() { w.Until(isOne(x)) })
			w.Go("h", func() { x.Store(1, Release); x.Store(2, Release) })
		}, "g goes on reading x"},
		"it looks once": {func(w *World, x, y *Atomic) {
			w.Go("g", func() {
				seen := isOne(x)()
				w.Until(func() bool { return seen })
			})
			w.Go("h", func() { x.Store(1, Release) })
		}, "livelock: g looks again and again"},
		"it looks once in the loop": {func(w *World, x, y *Atomic) {
			w.Go("g", func() {
				seen := 0
				w.Until(func() bool {
					if seen == 0 {
						seen = 1 + int(x.Load(Acquire))
					}
					return seen == 2 || y.Load(Acquire) == 1
				})
			})
			w.Go("h", func() { x.Store(1, Release) })
		}, "g goes on reading y"},
		"two that wait for each other": {func(w *World, x, y *Atomic) {
			w.Go("g", func() { w.Until(isOne(x)); y.Store(1, Release) })
			w.Go("h", func() { w.Until(isOne(y)); x.Store(1, Release) })
		}, "g goes on reading x"},
		"one that waits otherwise": {func(w *World, x, y *Atomic) {
			w.Go("g", func() { w.Until(isOne(x)); y.Store(1, Release) })
			w.Go("h", func() { y.Await(Acquire, is(1)); x.Store(1, Release) })
		}, "g goes on reading x"},
		"one that is helped": {func(w *World, x, y *Atomic) {
			w.Go("g", func() { w.Until(isOne(x)); y.Store(1, Release) })
			w.Go("h", func() { x.Store(1, Release); w.Until(isOne(y)) })
		}, ""},
		"one that gives up": {func(w *World, x, y *Atomic) {
			w.Go("g", func() { w.Assert(!w.UntilTried(500, isOne(x)), "x is 1") })
		}, ""},
		"one that looks at something else now and then": {func(w *World, x, y *Atomic) {
			w.Go("g", func() {
				i := 0
				w.Until(func() bool { i++; return isOne(x)() || i%256 == 0 && isOne(y)() })
			})
			w.Go("h", func() { y.Store(1, Release) })
		}, ""},
		"one that writes": {func(w *World, x, y *Atomic) {
			w.Go("g", func() { w.Until(func() bool { y.Store(1, Release); return isOne(x)() }) })
		}, "no end after 2000 steps: g waits in a loop, and does more than read"},
	} {
		for _, m := range models {
			r := Explore(m, Bounds{Report: true}, two(c.scenario), nil)
			switch {
			case c.want == "":
				if r.Violation != nil || !r.Exhaustive || r.Executions != 1 {
					t.Errorf("%s, %v: %v, %v, want one execution", name, m, r, r.Violation)
				}
			case r.Violation == nil || !strings.Contains(r.Violation.Failure.Text(), c.want):
				t.Errorf("%s, %v: %v, %v, want %s", name, m, r, r.Violation, c.want)
			case r.Violation.Token != "":
				again, err := Replay(Bounds{}, r.Violation.Token, two(c.scenario))
				if err != nil || again.Violation == nil || again.Violation.Reason != r.Violation.Reason {
					t.Errorf("%s, %v: token %s: %v, %v", name, m, r.Violation.Token, again.Violation, err)
				}
			}
		}
	}
}
