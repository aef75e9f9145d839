package bench

import (
	"math"
	"math/bits"
)

// Histogram counts latencies in buckets that are at most 1/16 wide. The zero
// value is empty. One goroutine at a time may use it.
type Histogram struct {
	counts [64 * subBuckets]uint32
	total  int
}

const (
	subBits    = 4
	subBuckets = 1 << subBits
)

// bucket returns where ns belongs.
func bucket(ns uint64) int {
	if ns < subBuckets {
		return int(ns)
	}
	shift := bits.Len64(ns) - 1 - subBits
	return (shift+1)<<subBits + int(ns>>shift)&(subBuckets-1)
}

// lower returns the least latency that belongs to a bucket.
func lower(bucket int) float64 {
	if bucket < subBuckets {
		return float64(bucket)
	}
	shift := bucket>>subBits - 1
	return math.Ldexp(float64(subBuckets+bucket&(subBuckets-1)), shift)
}

// Record adds a latency. One that ran backwards counts as 0.
func (h *Histogram) Record(ns int64) {
	h.counts[bucket(uint64(max(0, ns)))]++
	h.total++
}

// Add adds everything that o counted.
func (h *Histogram) Add(o *Histogram) {
	for i, n := range o.counts {
		h.counts[i] += n
	}
	h.total += o.total
}

// Quantile returns a latency, in nanoseconds, that a share q of those recorded
// did not exceed by more than the width of a bucket; 0 if there are none.
func (h *Histogram) Quantile(q float64) float64 {
	want := max(1, int(math.Ceil(q*float64(h.total))))
	seen := 0
	for i, n := range h.counts {
		if seen += int(n); seen >= want {
			return (lower(i) + lower(i+1)) / 2
		}
	}
	return 0
}

// Bar is a bucket that is not empty.
type Bar struct {
	From  float64 `json:"ns"` // least latency
	Count uint32  `json:"n"`
}

// Bars returns the buckets that are not empty.
func (h *Histogram) Bars() (bars []Bar) {
	for i, n := range h.counts {
		if n > 0 {
			bars = append(bars, Bar{lower(i), n})
		}
	}
	return bars
}
