package report

import (
	"strings"
	"testing"
)

// TestGate: equal results pass, and so does noise; what is doctored, lost or
// broken does not. It is the control of the regression gate.
func TestGate(t *testing.T) {
	was := example(4, 125)
	for _, c := range []struct {
		what string
		now  *Results
		lost string // part of the loss; "" if there is none
	}{
		{"equal", example(4, 125), ""},
		{"better", example(5, 100), ""},
		{"noise", example(3.3, 150), ""},
		{"slower", example(3.1, 125), "SPSC/impl=ring/cap=65536/batch=1/producers=1: 3.10x chan, was 4.00x"},
		{"longer round trips", example(4, 200), "PingPong/impl=spsc/cap=1024: 1.25x chan, was 2.00x"},
		{"fails its check", failing(), "SPSC/impl=ring"},
	} {
		losses, compared := Losses(was, c.now)
		if compared != 2 {
			t.Errorf("%s: %d ratios compared, want 2", c.what, compared)
		}
		if c.lost == "" && len(losses) != 0 || c.lost != "" && (len(losses) != 1 || !strings.Contains(losses[0].String(), c.lost)) {
			t.Errorf("%s: losses %v, want %q", c.what, losses, c.lost)
		}
	}
}

func failing() *Results {
	r := example(4, 125)
	r.Lines[1].Failed = "number 7 is lost"
	return r
}

// TestGateNeedsSomethingToCompare: rivals do not count.
func TestGateNeedsSomethingToCompare(t *testing.T) {
	r := new(Results)
	add(r, "SPSC", "chan", "p", "msg/s", 1)
	add(r, "SPSC", "lscq", "p", "msg/s", 1)
	if _, compared := Losses(r, r); compared != 0 {
		t.Errorf("%d ratios compared, want none", compared)
	}
}

// TestTwice: a loss counts only if both attempts have it.
func TestTwice(t *testing.T) {
	a, b, c := Loss{Name: "a"}, Loss{Name: "b"}, Loss{Name: "c"}
	if both := Twice([]Loss{a, b}, []Loss{b, c}); len(both) != 1 || both[0].Name != "b" {
		t.Errorf("in both: %v", both)
	}
}

// TestIncomparable: ratios of another machine are no verdict.
func TestIncomparable(t *testing.T) {
	a, b := example(4, 125), example(4, 125)
	if why := Incomparable(a, b); why != "" {
		t.Errorf("equal machines: %s", why)
	}
	b.Machine.CPU = "Other"
	if why := Incomparable(a, b); !strings.Contains(why, "another machine") {
		t.Errorf("another machine: %q", why)
	}
	b = example(4, 125)
	b.Machine.GOMAXPROCS = 8
	if why := Incomparable(a, b); !strings.Contains(why, "GOMAXPROCS") {
		t.Errorf("another GOMAXPROCS: %q", why)
	}
}
