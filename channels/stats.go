package channels

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// Stats is a snapshot of a channel. The totals come from the rings' positions,
// so that counting costs the hot paths nothing; the rest counts slow paths.
type Stats struct {
	Sent      uint64 // messages accepted
	Received  uint64 // messages received; never above Sent
	Depth     int    // messages in the channel; never above Capacity
	Capacity  int    // slots of all rings
	Producers int    // senders registered now

	FullWaits   uint64 // sends that had to wait for space
	EmptyWaits  uint64 // receives that had to wait for a message
	Parks       uint64 // times a waiting goroutine was put to sleep
	SendBatches uint64 // SendBatch, TrySendBatch and Commit calls that sent something
	RecvBatches uint64 // RecvBatch, TryRecvBatch, Consume and Batches steps that received something

	Latency *Latency // nil unless Options.Latency
}

// Latency summarises how long messages were in the channel.
type Latency struct {
	Count          uint64
	Min, Mean, Max time.Duration
	Buckets        [Buckets]uint64 // Buckets[i] counts latencies in [2^i, 2^(i+1)) ns
}

// Buckets is the number of a latency histogram's buckets; the last is open.
const Buckets = 40

// Quantile returns an upper bound, within a factor of two, of the latency that
// a share q of the messages did not exceed, 0 ≤ q ≤ 1.
func (l *Latency) Quantile(q float64) time.Duration {
	rest := uint64(q * float64(l.Count))
	for i, n := range l.Buckets {
		if rest < n {
			return min(l.Max, time.Duration(2)<<i)
		}
		rest -= n
	}
	return l.Max
}

// Histogram collects latencies. One goroutine at a time may record; any may
// take a snapshot.
type Histogram struct {
	sum, max atomic.Int64 // ns; written by the recorder
	min      atomic.Int64 // ns + 1, 0 while there is none; written by the recorder
	buckets  [Buckets]atomic.Uint64
}

// Record adds one latency. Times that ran backwards count as zero.
func (h *Histogram) Record(d time.Duration) {
	ns := max(int64(d), 0)
	if m := h.min.Load(); m == 0 || ns+1 < m { //mo:relaxed stats.latency — the recorder's own
		h.min.Store(ns + 1) //mo:relaxed stats.latency — a statistic: orders nothing
	}
	if ns > h.max.Load() { //mo:relaxed stats.latency — the recorder's own
		h.max.Store(ns) //mo:relaxed stats.latency — a statistic: orders nothing
	}
	h.sum.Add(ns)                                              //mo:relaxed stats.latency — a statistic: orders nothing
	h.buckets[min(bits.Len64(uint64(ns)|1), Buckets)-1].Add(1) //mo:relaxed stats.latency — a statistic: orders nothing
}

// Snapshot returns what has been recorded so far.
func (h *Histogram) Snapshot() *Latency {
	l := &Latency{
		Min: time.Duration(max(h.min.Load()-1, 0)), //mo:relaxed stats.latency — a statistic: orders nothing
		Max: time.Duration(h.max.Load()),           //mo:relaxed stats.latency — a statistic: orders nothing
	}
	for i := range h.buckets {
		l.Buckets[i] = h.buckets[i].Load() //mo:relaxed stats.latency — a statistic: orders nothing
		l.Count += l.Buckets[i]
	}
	if l.Count > 0 {
		l.Mean = time.Duration(h.sum.Load() / int64(l.Count)) //mo:relaxed stats.latency — a statistic: orders nothing
	}
	return l
}
