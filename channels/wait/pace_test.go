package wait_test

import (
	"runtime"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// A receiver pauses only while it finds few messages at each look, and only
// under the default strategy with several processors.
func TestPace(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var before wait.Pace
	p := wait.Strategy{}.Pace()
	unused := p
	for _, step := range []struct {
		n, limit int
		changes  bool
	}{{64, 64, false}, {1, 64, true}, {31, 64, true}, {32, 64, false}, {1, 1, true}, {2, 4, true}} {
		before = p
		if p.Found(step.n, step.limit); (p != before) != step.changes {
			t.Errorf("found %d of %d: %v, then %v", step.n, step.limit, before, p)
		}
	}
	for range 100 {
		p.Found(1, 64)
	}
	if before = p; before == unused {
		t.Error("never paused")
	}
	if p.Found(64, 64); p == before {
		t.Error("a full batch does not shorten the pause")
	}
	if p.Found(0, 64); p != unused {
		t.Error("finding nothing does not end the pauses")
	}
	for _, s := range append(spinners, sleepers[1:]...) {
		p, q := s.Pace(), s.Pace()
		if p.Found(1, 64); p != q {
			t.Errorf("%v pauses", s)
		}
	}
	runtime.GOMAXPROCS(1)
	alone := wait.Strategy{}.Pace()
	if q := alone; func() bool { alone.Found(1, 64); return alone != q }() {
		t.Error("pauses with one processor")
	}
}
