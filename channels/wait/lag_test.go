package wait_test

import (
	"runtime"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// A receiver of single messages pauses while its looks find few and its pauses do
// not, and only under the default strategy with several processors.
func TestLag(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	l := wait.Strategy{}.Lag(64)
	for i, step := range []struct {
		n      int
		pauses bool
	}{
		{0, false}, {8, false}, // nothing, or plenty
		{7, true}, {8, true}, {32, true}, // few, and then pauses that pay
		{33, true}, // too long: half of it
		{7, false}, // does not pay
	} {
		if l.Found(step.n); l.Pauses() != step.pauses {
			t.Fatalf("step %d: after %d messages pauses is %v", i, step.n, l.Pauses())
		}
	}
	for skip := 8; skip < 5000; skip *= 2 {
		if n := tries(&l); n != min(skip, 1024)+1 {
			t.Errorf("a pause is tried after %d looks, want %d and one", n, min(skip, 1024))
		}
		l.Found(1) // it does not pay
	}
	for _, s := range append(spinners, sleepers[1:]...) {
		if l := s.Lag(64); tries(&l) < allLooks {
			t.Errorf("%v pauses", s)
		}
	}
	if l := (wait.Strategy{}).Lag(1); tries(&l) < allLooks {
		t.Error("pauses for messages that one slot cannot hold")
	}
	runtime.GOMAXPROCS(1)
	if l := (wait.Strategy{}).Lag(64); tries(&l) < allLooks {
		t.Error("pauses with one processor")
	}
}

// allLooks is more looks than there ever are without a pause, if there is one at all.
const allLooks = 5000

// tries returns how many looks find one message until there is a pause.
func tries(l *wait.Lag) (looks int) {
	for ; looks < allLooks && !l.Pauses(); looks++ {
		l.Found(1)
	}
	return looks
}
