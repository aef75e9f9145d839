package explore_test

import (
	"maps"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// every returns a Claim that gives out first, first+step, …
func every(first, step uint64) func() (uint64, bool) {
	next := first - step
	return func() (uint64, bool) { next += step; return next, true }
}

// share explores with so many workers, one after the other, and returns their
// results and how often they saw each outcome.
func share(m Model, workers uint64, scenario func(*World)) (results []Result, seen map[string]int) {
	seen = map[string]int{}
	for i := range workers {
		b := Bounds{Claim: every(i, workers)}
		results = append(results, Explore(m, b, scenario, func(x *Execution) error { seen[note(x.Outs())]++; return nil }))
	}
	return results, seen
}

// TestPartsAddUp: workers see every execution between them, and each once.
func TestPartsAddUp(t *testing.T) {
	scenarios := map[string]func(*World){
		"ring": ringScenario(6, false, declared), "waiting ring": ringScenario(9, true, declared),
		"queue": vyukovScenario(2, 1, 2), "small": storeBuffering(Relaxed, Relaxed),
		"same": sameVyukov(2, 1, 2)(true),
	}
	models := []Model{Go, TSO, RC11}
	if raceDetector {
		delete(scenarios, "ring")
		delete(scenarios, "waiting ring")
		delete(scenarios, "same")
		models = models[2:]
	}
	for name, scenario := range scenarios {
		for _, m := range models {
			alone := map[string]int{}
			want := Explore(m, Bounds{}, scenario, func(x *Execution) error { alone[note(x.Outs())]++; return nil })
			if want.Explored != 1 {
				t.Errorf("%s, %v: explored %v of all", name, m, want.Explored)
			}
			for workers := uint64(1); workers <= 3; workers++ {
				results, seen := share(m, workers, scenario)
				var sum Result
				for i, r := range results {
					sum.Executions, sum.Stuck, sum.Explored = sum.Executions+r.Executions, sum.Stuck+r.Stuck, sum.Explored+r.Explored
					if !r.Exhaustive || r.Violation != nil {
						t.Errorf("%s, worker %d of %d: %v %v", name, i, workers, r, r.Violation)
					}
					if name == "queue" && r.Executions == 0 {
						t.Errorf("%s, %v, worker %d of %d had nothing to do", name, m, i, workers)
					}
				}
				if sum.Executions != want.Executions || sum.Stuck != want.Stuck || !maps.Equal(seen, alone) {
					t.Errorf("%s, %v, %d workers: %d executions, %d stuck; want %d, %d", name, m, workers, sum.Executions, sum.Stuck, want.Executions, want.Stuck)
				}
				if sum.Explored < 1-1e-9 || sum.Explored > 1+1e-9 {
					t.Errorf("%s, %v, %d workers: explored %v of all", name, m, workers, sum.Explored)
				}
			}
		}
	}
}

// TestPartsOneViolation: of the workers exactly one reports the one execution
// that fails, and none is exhaustive that has not gone through its parts.
func TestPartsOneViolation(t *testing.T) {
	for code := range uint64(1 << 12) {
		if code%97 != 0 || raceDetector && code%(97*20) != 0 {
			continue
		}
		scenario := func(w *World) { // 4096 executions, one of which fails
			var drawn [2]uint64
			for i := range drawn {
				w.Go("draws", func() {
					for range 6 {
						drawn[i] = drawn[i]<<1 | uint64(w.Choose(2))
					}
				})
			}
			w.After(func() { w.Assert(drawn[0]<<6|drawn[1] != code, "drew %d", code) })
		}
		found, exhaustive := 0, 0
		results, _ := share(SC, 3, scenario)
		for _, r := range results {
			if r.Violation != nil {
				found++
			}
			if r.Exhaustive {
				exhaustive++
			}
		}
		if found != 1 || exhaustive == 3 {
			t.Errorf("%d: found by %d workers, %d are exhaustive", code, found, exhaustive)
		}
	}
}

// TestPartsRefused: who is given nothing more before it is done is not
// exhaustive.
func TestPartsRefused(t *testing.T) {
	for given := range uint64(3) {
		n := uint64(0)
		claim := func() (uint64, bool) { n++; return n - 1, n <= given }
		if r := Explore(RC11, Bounds{Claim: claim}, ringScenario(6, false, declared), nil); r.Exhaustive || r.Executions >= 4135 {
			t.Errorf("%v with %d parts of many", r, given)
		}
	}
}
