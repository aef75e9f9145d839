package explore_test

import (
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

func TestEventsSayWhatWasReadFromWhere(t *testing.T) {
	seen := map[At]bool{}
	Explore(RC11, Bounds{}, func(w *World) {
		data, flag := w.Plain("data", 0), w.Atomic("flag", 0)
		w.Go("writer", func() { data.Write(7); flag.Store(1, Release) })
		w.Go("reader", func() {
			if flag.Load(Acquire) == 1 {
				data.Read()
			}
		})
	}, func(x *Execution) error {
		events := x.Events()
		if want := (Event{Thread: "writer", Loc: "data", Write: true, Plain: true, Value: 7}); events[0][0] != want {
			t.Errorf("the first event is %+v, want %+v", events[0][0], want)
		}
		for _, e := range events[1] {
			seen[e.From] = true
			if e.Write || e.Plain != (e.Loc == "data") || e.Value == 7 != (e.From == At{0, 0}) {
				t.Errorf("%+v", e)
			}
		}
		return nil
	})
	for _, at := range []At{{-1, 0}, {0, 0}, {0, 1}} {
		if !seen[at] {
			t.Errorf("nobody reads from %v", at)
		}
	}
}
