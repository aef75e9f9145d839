package bench

import (
	"fmt"
	"time"
)

// limitCases: what one core does with memory: no ring, no other goroutine.
func limitCases() (all []Case) {
	for _, kib := range []int{32, 256, 512, 4096} {
		ws, from := make([]uint64, kib<<10/8), make([]uint64, kib<<10/8)
		for _, l := range []struct {
			impl string
			once func() error
		}{
			{"clear", func() error { clear(ws); return nil }},
			{"copy", func() error { copy(ws, from); return nil }},
			{"write", func() error { write(ws, 0); return nil }},
			{"read", func() error { _, err := read(ws, 0); return err }},
		} {
			all = append(all, Case{Workload: "Limit", Impl: l.impl, Unit: "GB/s", Params: fmt.Sprintf("bytes=%dKiB", kib),
				Quick: kib == 512, Start: func() func() (Sample, error) {
					write(ws, 0)
					write(from, 0)
					return func() (Sample, error) { return repeatFor(3*time.Millisecond, len(ws)*8, l.once) }
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
