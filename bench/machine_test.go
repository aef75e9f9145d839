package bench

import (
	"runtime"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		xs   []float64
		want float64
	}{
		{nil, 0},
		{[]float64{3}, 3},
		{[]float64{9, 1}, 5},
		{[]float64{9, 1, 2}, 2},
		{[]float64{9, 1, 2, 4}, 3},
	} {
		if got := Median(c.xs); got != c.want {
			t.Errorf("Median(%v) = %v, want %v", c.xs, got, c.want)
		}
	}
}

func TestModelName(t *testing.T) {
	for cpuinfo, want := range map[string]string{
		"processor\t: 0\nmodel\t\t: 17\nmodel name\t: Example CPU @ 3 GHz\nmodel name\t: other\n": "Example CPU @ 3 GHz",
		"processor\t: 0\nBogoMIPS\t: 50.00\n":                                                     unknownCPU,
		"":                                                                                        unknownCPU,
	} {
		if got := modelName(cpuinfo); got != want {
			t.Errorf("modelName(%q) = %q, want %q", cpuinfo, got, want)
		}
	}
}

// TestHandover: light takes longer, and a loaded scheduler is quicker.
func TestHandover(t *testing.T) {
	ns, ok := Handover(5 * time.Millisecond)
	if want := runtime.NumCPU() > 1 && runtime.GOMAXPROCS(0) > 1; ok != want {
		t.Fatalf("measured %v, want %v", ok, want)
	}
	if ok && (ns < 1 || ns > 1e9) {
		t.Errorf("a hand-over takes %v ns", ns)
	}
}

func TestMachineHasFacts(t *testing.T) {
	m := ThisMachine()
	if m.CPU == "" || m.Cores < 1 || m.GOMAXPROCS < 1 || m.Go == "" || m.Platform == "" {
		t.Errorf("facts are missing: %+v", m)
	}
}
