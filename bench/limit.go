package bench

import (
	"fmt"
	"time"
)

// limitCases: what one core does with memory: no ring, no other goroutine.
func limitCases() (all []Case) {
	for _, kib := range []int{32, 256, 512, 4096} {
		for _, l := range []struct {
			impl string
			once func(ws, from []uint64) error
		}{
			{"clear", func(ws, _ []uint64) error { clear(ws); return nil }},
			{"copy", func(ws, from []uint64) error { copy(ws, from); return nil }},
			{"write", func(ws, _ []uint64) error { write(ws, 0); return nil }},
			{"read", func(_, from []uint64) error { _, err := read(from, 0); return err }},
		} {
			all = append(all, Case{Workload: "Limit", Impl: l.impl, Unit: "GB/s", Params: fmt.Sprintf("bytes=%dKiB", kib),
				Quick: kib == 512, Start: func() func() (Sample, error) {
					ws, from := make([]uint64, kib<<10/8), make([]uint64, kib<<10/8)
					write(ws, 0)
					write(from, 0)
					return func() (Sample, error) {
						return repeatFor(3*time.Millisecond, len(ws)*8, func() error { return l.once(ws, from) })
					}
				}})
		}
	}
	return all
}

// repeatFor calls once, which handles the given number of bytes, for about d.
func repeatFor(d time.Duration, bytes int, once func() error) (Sample, error) {
	start, n := time.Now(), 0
	for time.Since(start) < d {
		for range 8 {
			if err := once(); err != nil {
				return Sample{}, err
			}
		}
		n += 8
	}
	gb := float64(n) * float64(bytes) / 1e9
	return Sample{Metrics: map[string]float64{"GB/s": gb / time.Since(start).Seconds()}}, nil
}
