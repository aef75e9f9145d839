package explore_test

import (
	"runtime"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestMemoryIsFlat: nothing is kept of executions that were visited: the heap is
// as large after 200,000 of them as after 20,000, but for a megabyte. It is
// larger if the observer keeps 16 bytes of each.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("explores 400,000 executions")
	}
	const allowed = 1 << 20
	if grown := growth(t, false); grown > allowed {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
	if grown := growth(t, true); grown <= allowed {
		t.Errorf("the heap has grown by %d bytes though something is kept", grown)
	}
}

// growth returns by how much the heap grows between 20,000 and 200,000
// executions.
func growth(t *testing.T, keep bool) int {
	var early, late, seen int
	var kept []*[2]uint64
	r := Explore(RC11, Bounds{Executions: 200_000}, ringScenario(9, false, declared), func(*Execution) error {
		if keep {
			kept = append(kept, new([2]uint64))
		}
		switch seen++; seen {
		case 20_000:
			early = liveHeap()
		case 200_000:
			late = liveHeap()
		}
		return nil
	})
	runtime.KeepAlive(kept)
	if late == 0 || r.Violation != nil {
		t.Fatalf("%v %v: want more executions", r, r.Violation)
	}
	t.Logf("keep %t: %d bytes live after 20,000 executions, %d after 200,000", keep, early, late)
	return late - early
}

func liveHeap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
