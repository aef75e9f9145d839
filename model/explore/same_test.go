package explore_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestSameCounts: of the executions of goroutines that do the same, as many are left
// as there are but for who is who. If no two of them have read all the same, that
// is one of n! for n goroutines.
func TestSameCounts(t *testing.T) {
	for _, c := range []struct {
		name     string
		scenario func(declared bool) func(*World)
		classes  []int
		all, one [3]uint64 // go, tso, rc11
	}{
		{"3 add to x", adding(3, 1), []int{3}, [3]uint64{6, 6, 6}, [3]uint64{1, 1, 1}},
		{"6 add to x", adding(6, 1), []int{6}, [3]uint64{720, 720, 720}, [3]uint64{1, 1, 1}},
		{"3 add to x and y", adding(3, 2), []int{3}, [3]uint64{36, 36, 36}, [3]uint64{6, 6, 6}},
		{"4 add to x and y", adding(4, 2), []int{4}, [3]uint64{576, 576, 576}, [3]uint64{24, 24, 24}},
		{"2P1C, 1 message", sameVyukov(2, 1, 1), []int{2, 1}, [3]uint64{30, 30, 30}, [3]uint64{15, 15, 15}},
		{"2P1C, 2 messages", sameVyukov(2, 1, 2), []int{2, 1}, [3]uint64{5328, 6186, 6976}, [3]uint64{2664, 3093, 3488}},
		{"2P2C, 1 message", sameVyukov(2, 2, 1), []int{2, 2}, [3]uint64{1542, 1614, 1974}, [3]uint64{387, 405, 495}},
		{"3P1C, 1 message", sameVyukov(3, 1, 1), []int{3, 1}, [3]uint64{3132, 3186, 3600}, [3]uint64{522, 531, 600}},
	} {
		if raceDetector && c.all[0] > 100 {
			continue
		}
		for i, m := range []Model{Go, TSO, RC11} {
			all, whole := orbits(Explore, m, Bounds{}, c.classes, c.scenario(false))
			begin := time.Now()
			one := Explore(m, Bounds{}, c.scenario(true), nil)
			if all.Executions != c.all[i] || one.Executions != c.one[i] || len(whole) != int(c.one[i]) || !all.Exhaustive || !one.Exhaustive {
				t.Errorf("%s: %v %v, and %v %v, want %d and %d", c.name, all, all.Violation, one, one.Violation, c.all[i], c.one[i])
			}
			t.Logf("%s: %v, and %v, %v", c.name, all, one, time.Since(begin))
		}
	}
}

// alike adds n goroutines that do the same, and may say so.
func alike(w *World, declared bool, name string, n int, f func()) {
	if declared {
		w.Same(name, n, f)
		return
	}
	for i := range n {
		w.Go(fmt.Sprint(name, i), f)
	}
}

// adding is n goroutines that add to some locations.
func adding(n, locs int) func(declared bool) func(*World) {
	return func(declared bool) func(*World) {
		return func(w *World) {
			var at []*Atomic
			for i := range locs {
				at = append(at, w.Atomic(name(i), 0))
			}
			alike(w, declared, "adder", n, func() {
				for _, a := range at {
					a.Add(1, AcqRel)
				}
			})
		}
	}
}

// sameVyukov is Vyukov's queue with producers that send the same messages.
func sameVyukov(producers, consumers, n int) func(declared bool) func(*World) {
	return func(declared bool) func(*World) {
		return func(w *World) {
			q := newVyukov(w)
			alike(w, declared, "producer", producers, func() {
				for i := range n {
					q.send(uint64(i))
				}
			})
			alike(w, declared, "consumer", consumers, func() {
				for range n * producers {
					if v, ok := q.recv(); ok {
						w.Out(v)
					}
				}
			})
		}
	}
}
