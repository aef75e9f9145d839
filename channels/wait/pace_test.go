package wait_test

import (
	"runtime"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// A receiver, or sender, pauses only while its looks find something, but little,
// and only under the default strategy with several processors. Where nothing is
// little, it never pauses.
func TestPace(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	p := wait.Strategy{}.Pace(100)
	unused := p
	for _, step := range []struct {
		n       int
		waited  bool
		changes bool
	}{
		{100, false, false}, // enough, and no pause to shorten
		{1, true, false},    // a slow sender
		{1, false, true}, {99, false, true}, {16, true, true},
		{100, false, true}, {100, true, true},
		{15, true, true},
	} {
		before := p
		if p.Found(step.n, step.waited); (p != before) != step.changes {
			t.Errorf("%+v: %v, then %v", step, before, p)
		}
	}
	if p != unused {
		t.Errorf("a slow sender does not end the pauses: %v", p)
	}
	for _, s := range append(spinners, sleepers[1:]...) {
		p, q := s.Pace(100), s.Pace(100)
		if p.Found(1, false); p != q {
			t.Errorf("%v pauses", s)
		}
	}
	for enough := range 2 {
		p := wait.Strategy{}.Pace(enough)
		if q := p; func() bool { p.Found(1, false); return p != q }() {
			t.Errorf("pauses with %d for enough", enough)
		}
	}
	runtime.GOMAXPROCS(1)
	alone := wait.Strategy{}.Pace(100)
	if q := alone; func() bool { alone.Found(1, false); return alone != q }() {
		t.Error("pauses with one processor")
	}
}
