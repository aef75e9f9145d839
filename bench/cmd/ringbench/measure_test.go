package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// wrong returns a case whose nth run, from 1, finds something wrong.
func wrong(impl string, nth int) bench.Case {
	runs := 0
	return bench.Case{Workload: "SPSC", Impl: impl, Unit: "msg/s", Start: func() func() (bench.Sample, error) {
		return func() (bench.Sample, error) {
			if runs++; runs == nth {
				return bench.Sample{}, errors.New("number 7 is lost")
			}
			return bench.Sample{Metrics: map[string]float64{"msg/s": 1}}, nil
		}
	}}
}

// TestFailuresAreReported: a contender that loses a message has no result from
// then on, and is named; one of ours makes the run fail.
func TestFailuresAreReported(t *testing.T) {
	cases := []bench.Case{wrong("lscq", 3), wrong("ring", 2), wrong("chan", -1)}
	r, err := measure(t.Context(), cases, 3, newMeter(io.Discard))
	if err != nil || r.Rounds != 3 {
		t.Fatalf("%d rounds, %v", r.Rounds, err)
	}
	for i, failed := range []bool{true, true, false} {
		l := r.Lines[i]
		if (l.Failed == "number 7 is lost") != failed || (len(l.Main()) == 3) == failed {
			t.Errorf("%s: failed %q, samples %v", l.Impl, l.Failed, l.Main())
		}
	}
	if bad := r.Broken(); len(bad) != 1 || bad[0].Impl != "ring" {
		t.Errorf("broken: %v", bad)
	}
	var out strings.Builder
	if err := r.Print(&out); err != nil || strings.Count(out.String(), "FAILED: number 7 is lost") != 2 {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// TestStuckCaseEndsTheRun: waiting has an end.
func TestStuckCaseEndsTheRun(t *testing.T) {
	c := bench.Case{Start: func() func() (bench.Sample, error) { select {} }}
	if _, err := within(10*time.Millisecond, c); !errors.Is(err, errStuck) {
		t.Errorf("error %v", err)
	}
}
