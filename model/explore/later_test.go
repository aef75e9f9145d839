package explore_test

import (
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
)

// box is made while goroutines run, and published through a pointer.
type box struct{ n atomic.Uint64 }

// publishing lets two goroutines publish a box each; a third looks into one.
func publishing(order explore.Order, room int) explore.Result {
	put := &atomic.Site{Label: "box.put", Pos: "put", Order: order}
	get := &atomic.Site{Label: "box.get", Pos: "get", Order: explore.Acquire}
	return explore.Explore(explore.RC11, explore.Bounds{Report: true}, func(w *explore.World) {
		w.Later(room)
		var top atomic.Pointer[box]
		w.Watch("top", &top)
		for range 2 {
			w.Go("maker", func() {
				b := &box{}
				atomic.Made(b)
				b.n.Store(1)
				top.StoreAt(put, b)
			})
		}
		w.Go("reader", func() {
			if b := top.LoadAt(get); b != nil {
				w.Assert(b.n.Load() == 1, "not whole")
			}
		})
	}, nil)
}

// What is made later is explored like what was there before; who gets it without
// knowing that it was made is reported, and so is a lack of room.
func TestMadeLater(t *testing.T) {
	if r := publishing(explore.Release, 1); !r.Exhaustive || r.Executions != 6 { // 2 orders of the writes, 3 to read from
		t.Errorf("published by release: %v, %v", r, r.Violation)
	}
	for _, c := range []struct {
		name  string
		order explore.Order
		room  int
		want  string
	}{
		{"published relaxed", explore.Relaxed, 1, "reader touches maker:made[0].n, and that maker has made it does not happen before"},
		{"no room", explore.Release, 0, "needs //mc:made, and World.Later"},
	} {
		switch r := publishing(c.order, c.room); {
		case r.Violation == nil || !strings.Contains(r.Violation.Reason, c.want):
			t.Errorf("%s: %v, want %s", c.name, r.Violation, c.want)
		case r.Violation.Token == "":
			t.Errorf("%s: no token", c.name)
		}
	}
}

// Its execution is found again by its token.
func TestMadeLaterIsReplayed(t *testing.T) {
	first := publishing(explore.Relaxed, 1).Violation
	if first == nil {
		t.Fatal("no violation")
	}
	scenario := func(w *explore.World) {
		w.Later(1)
		var top atomic.Pointer[box]
		w.Watch("top", &top)
		for range 2 {
			w.Go("maker", func() {
				b := &box{}
				atomic.Made(b)
				b.n.Store(1)
				top.StoreAt(&atomic.Site{Order: explore.Relaxed}, b)
			})
		}
		w.Go("reader", func() {
			if b := top.LoadAt(&atomic.Site{Order: explore.Acquire}); b != nil {
				b.n.Load()
			}
		})
	}
	r, err := explore.Replay(explore.Bounds{}, first.Token, scenario)
	if err != nil || r.Violation == nil || r.Violation.Reason != first.Reason {
		t.Errorf("%v, %v, want %s", err, r.Violation, first.Reason)
	}
}
