package explore_test

import (
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// BenchmarkExplore explores rings and queues completely. Executions per second
// count those that end with somebody waiting as well.
func BenchmarkExplore(b *testing.B) {
	for _, c := range []struct {
		name     string
		scenario func(*World)
	}{
		{"spsc-try-7", ringScenario(7, false, declared)},
		{"spsc-await-9", ringScenario(9, true, declared)},
		{"vyukov-2p1c-2", vyukovScenario(2, 1, 2)},
		{"vyukov-2p1c-2-same", sameVyukov(2, 1, 2)(true)},
	} {
		for _, m := range []Model{RC11, Go, TSO} {
			b.Run("scenario="+c.name+"/model="+m.String(), func(b *testing.B) {
				b.ReportAllocs()
				var n uint64
				for b.Loop() {
					r := Explore(m, Bounds{}, c.scenario, nil)
					n += r.Executions + r.Stuck
				}
				b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "executions/s")
			})
		}
	}
}
