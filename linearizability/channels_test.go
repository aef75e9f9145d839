package linearizability_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	lin "github.com/ringmpsc/ringmpsc-go/linearizability"
)

// starts are first positions from which a run crosses a wrap, or does not.
var starts = []uint64{0, math.MaxUint64 - 20, math.MaxUint32 - 20}

// runs calls f with runs that mix everything, for each capacity that porcupine
// can check.
func runs(t *testing.T, f func(t *testing.T, r lin.Run)) {
	waits := []wait.Strategy{{}, wait.Park(), wait.Yield()}
	for _, capacity := range []int{1, 2, 4} {
		for i := range 24 {
			r := lin.Run{
				Seed:       uint64(capacity*1000 + i),
				Operations: 400,
				Capacity:   capacity,
				Batches:    i&1 != 0,
				Close:      i&2 != 0,
				Timeouts:   i&4 != 0,
				Wait:       waits[i%3],
				Start:      starts[i/8],
			}
			t.Run(fmt.Sprintf("cap=%d/seed=%d", capacity, r.Seed), func(t *testing.T) { f(t, r) })
		}
	}
}

func TestRing(t *testing.T) {
	runs(t, func(t *testing.T, r lin.Run) {
		lin.CheckFIFO(t, lin.RunRing(r), r.Capacity)
	})
}

func TestSPSC(t *testing.T) {
	runs(t, func(t *testing.T, r lin.Run) {
		lin.CheckFIFO(t, lin.RunSPSC(r), r.Capacity)
	})
}

func TestMPSC(t *testing.T) {
	for _, producers := range []int{1, 2, 4} {
		t.Run(fmt.Sprintf("producers=%d", producers), func(t *testing.T) {
			runs(t, func(t *testing.T, r lin.Run) {
				r.Producers = producers
				lin.CheckPerProducer(t, lin.RunMPSC(r), r.Capacity)
			})
		})
	}
}

// TestMPSCChurn has producers leave and others take their rings.
func TestMPSCChurn(t *testing.T) {
	for i := range 240 {
		r := lin.Run{
			Seed: uint64(i), Operations: 400, Producers: 3 + i%10, Capacity: 4,
			Batches: i&1 != 0, Close: i&2 != 0, Timeouts: i&4 != 0, Churn: true,
		}
		lin.CheckPerProducer(t, lin.RunMPSC(r), 4)
	}
}

// TestLongHistories checks histories of 10,000 sends, which with their receives
// are more than twice as many operations.
func TestLongHistories(t *testing.T) {
	const operations = 10_000
	t.Run("spsc", func(t *testing.T) {
		lin.CheckFIFO(t, long(t, lin.RunSPSC, lin.Run{Capacity: 4, Batches: true, Operations: operations}), 4)
	})
	t.Run("mpsc", func(t *testing.T) {
		lin.CheckPerProducer(t, long(t, lin.RunMPSC, lin.Run{Capacity: 64, Producers: 4, Operations: operations}), 64)
	})
}

func long(t *testing.T, run func(lin.Run) lin.History, r lin.Run) lin.History {
	h := run(r)
	if len(h) < r.Operations {
		t.Errorf("%d operations recorded, want at least %d", len(h), r.Operations)
	}
	return h
}

// TestCanonicalQueues checks that correct queues pass: a mutex queue and a Go
// channel, with several producers and consumers.
func TestCanonicalQueues(t *testing.T) {
	for i := range 20 {
		r := lin.Run{Seed: uint64(i), Operations: 400, Capacity: 1 + i%4, Producers: 1 + i%3, Consumers: 1 + i%2, Close: i%4 == 0}
		lin.CheckFIFO(t, lin.Drive(r, &queue{capacity: r.Capacity}), r.Capacity)
		lin.CheckFIFO(t, lin.Drive(r, make(goChan, r.Capacity)), r.Capacity)
	}
}

// goChan is a Go channel that is never closed.
type goChan chan lin.Value

func (c goChan) TrySend(v lin.Value) bool {
	select {
	case c <- v:
		return true
	default:
		return false
	}
}

func (c goChan) TryRecv() (lin.Value, bool) {
	select {
	case v := <-c:
		return v, true
	default:
		return 0, false
	}
}
