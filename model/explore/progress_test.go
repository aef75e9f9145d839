package explore_test

import (
	"errors"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestExploredIsAnEstimate: the fraction that a bounded exploration gives grows
// with the bound, and is 1 when all was explored. Where all branches are alike
// it is exact.
func TestExploredIsAnEstimate(t *testing.T) {
	alike := func(w *World) {
		w.Go("draws", func() {
			for range 10 {
				w.Choose(2)
			}
		})
	}
	for bound := uint64(64); bound <= 1024; bound *= 2 {
		r := Explore(SC, Bounds{Executions: bound}, alike, nil)
		if want := float64(bound) / 1024; r.Explored != want {
			t.Errorf("%v: explored %v of all, want %v", r, r.Explored, want)
		}
	}
	last := 0.0
	for _, bound := range []uint64{200, 1000, 2000, 4000, 4134, 0} {
		r := Explore(RC11, Bounds{Executions: bound}, ringScenario(6, false, declared), nil)
		t.Logf("%v: explored %v of all", r, r.Explored)
		if r.Explored <= last || r.Explored > 1 || (r.Explored == 1) != r.Exhaustive {
			t.Errorf("%v: explored %v of all, and %v before", r, r.Explored, last)
		}
		last = r.Explored
	}
}

// TestProgress: who asks is told about once a second.
func TestProgress(t *testing.T) {
	if testing.Short() {
		t.Skip("takes two seconds")
	}
	var told []Progress
	done := false
	Explore(RC11, Bounds{Progress: func(p Progress) { told = append(told, p) }}, func(w *World) {
		ringScenario(12, false, declared)(w)
	}, func(*Execution) error {
		if done = len(told) == 2; done {
			return errEnough
		}
		return nil
	})
	for i, p := range told {
		if p.Executions == 0 || p.Explored <= 0 || p.Explored >= 1 || i > 0 && p.Executions <= told[i-1].Executions {
			t.Errorf("told %+v", told)
		}
	}
	if !done {
		t.Errorf("told %d times", len(told))
	}
}

var errEnough = errors.New("enough")
