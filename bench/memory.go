package bench

import (
	"fmt"
	"runtime"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// memoryCases: what a registered producer, or a channel for each, takes. A chan
// shared by all producers takes nothing for one more.
func memoryCases(e Effort) (all []Case) {
	for _, capacity := range []int{8, 1024} {
		for _, c := range []struct {
			impl string
			make func() any
		}{
			{"chan", func() any { return manyOf(e.Crowd, func() any { return make(chan uint64, capacity) }) }},
			{"spsc", func() any { return manyOf(e.Crowd, func() any { return spscContenders[0].New(capacity, 1) }) }},
			{"mpsc", func() any { return newMPSC(capacity, e.Crowd, wait.Strategy{}) }},
		} {
			all = append(all, Case{Workload: "Memory", Impl: c.impl, Unit: "B/producer", Params: fmt.Sprintf("cap=%d", capacity),
				Start: func() func() (Sample, error) {
					return func() (Sample, error) { return memory(c.make, e.Crowd), nil }
				}})
		}
	}
	return all
}

// manyOf returns n things.
func manyOf(n int, make func() any) (all []any) {
	for range n {
		all = append(all, make())
	}
	return all
}

// memory returns by how much the heap grows, for each of n.
func memory(make func() any, n int) Sample {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := make()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	return Sample{Metrics: map[string]float64{"B/producer": (float64(after.HeapAlloc) - float64(before.HeapAlloc)) / float64(n)}}
}
