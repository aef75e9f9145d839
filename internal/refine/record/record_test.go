package record

import (
	"sync"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// Each goroutine that has joined has a log of its own; others have none. What is
// noted without the time gets that of the next that is noted with it.
func TestLogs(t *testing.T) {
	const goroutines, notes = 4, 100
	var joined, done sync.WaitGroup
	joined.Add(goroutines)
	logs := make([]*Log, goroutines)
	for i := range goroutines {
		done.Go(func() {
			logs[i] = Join("")
			joined.Done()
			joined.Wait()
			for n := range notes {
				NoteStore("store", nil, nil, uint64(n))
				Note("load", nil, nil, uint64(i), 0)
			}
		})
	}
	done.Wait()
	Note("load", nil, nil, 99, 0)
	for i, l := range logs {
		if len(l.All) != 2*notes {
			t.Fatalf("goroutine %d has noted %d accesses, %d are in its log", i, 2*notes, len(l.All))
		}
		for n, a := range l.All {
			switch {
			case n%2 == 0 && (a.Wrote != uint64(n/2) || a.When == 0 || a.When != l.All[n+1].When):
				t.Fatalf("goroutine %d, store %d: %+v, then %+v", i, n/2, a, l.All[n+1])
			case n%2 == 1 && (a.Read != uint64(i) || n > 1 && a.When < l.All[n-1].When):
				t.Fatalf("goroutine %d, load %d: %+v", i, n/2, a)
			}
		}
	}
}

// A log's pauses come after what was noted.
func TestPause(t *testing.T) {
	l := Join("")
	seen := 0
	l.Pause = func() { seen = len(l.All) }
	Note("load", nil, nil, 0, 0)
	NoteStore("store", nil, nil, 0)
	if seen != 2 {
		t.Errorf("the last pause was after %d accesses", seen)
	}
	l.Pause = nil
}
