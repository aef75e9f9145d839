package stress

import (
	"context"
	"flag"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

var seedFlag = flag.Uint64("stress.seed", 0, "run only this seed; 0 means several")

func TestMain(m *testing.M) { testmain.Main(m) }

// seeds returns the seeds to run: n of them, fewer if -short, or the one asked for.
func seeds(n uint64) (list []uint64) {
	if *seedFlag != 0 {
		return []uint64{*seedFlag}
	}
	if testing.Short() {
		n /= 8
	}
	for seed := range n {
		list = append(list, seed+1)
	}
	return list
}

// chaos runs a target with the configs of several seeds (T16, T17, T31): what
// was accepted is what was received, per producer and in order.
func chaos(t *testing.T, n uint64, target func(context.Context, Config) (Report, error)) {
	var sum Report
	for _, seed := range seeds(n) {
		r, err := target(t.Context(), Random(seed))
		if err != nil {
			t.Fatal(err)
		}
		sum.Sent, sum.Received, sum.Rejected, sum.Lives = sum.Sent+r.Sent, sum.Received+r.Received, sum.Rejected+r.Rejected, sum.Lives+r.Lives
		sum.Cancellations, sum.Panics, sum.Looks = sum.Cancellations+r.Cancellations, sum.Panics+r.Panics, sum.Looks+r.Looks
		sum.Elapsed += r.Elapsed
	}
	t.Logf("%d seeds: %v", len(seeds(n)), sum)
	if *seedFlag == 0 && (sum.Received == 0 || sum.Rejected == 0 || sum.Cancellations == 0 || sum.Panics == 0 || sum.Looks == 0) {
		t.Error("the runs were not disturbed as they should have been")
	}
}

// TestRing: closing a bare ring settles what was accepted (T17), and whoever
// looks finds 0 ≤ Len ≤ Cap (T31).
func TestRing(t *testing.T) { chaos(t, 60, Ring) }

// TestSPSC: no end of stream before the last message (T16), exact closes (T17),
// consistent statistics at every moment (T31).
func TestSPSC(t *testing.T) { chaos(t, 100, SPSC) }

// TestMPSC: TestSPSC with producers that register and leave all the time (T13,
// T18), each life with an order of its own.
func TestMPSC(t *testing.T) { chaos(t, 60, MPSC) }
