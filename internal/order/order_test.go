package order

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// A store stores, whatever word it is given, and a hint does nothing.
func TestStoreRelease(t *testing.T) {
	var words [3]atomic.Uint64
	StoreRelease(&words[1], 1<<63|7)
	Own(unsafe.Pointer(&words[1]), 3)
	Want(unsafe.Pointer(&words[1]), 3)
	Own(nil, 0)
	Want(nil, 0)
	Pause(0)
	Pause(2)
	for i, want := range []uint64{0, 1<<63 | 7, 0} {
		if got := words[i].Load(); got != want {
			t.Errorf("word %d is %d, want %d", i, got, want)
		}
	}
}

// T15: of a publisher and a sleeper who each look at the other's word after
// their own, with the fences between, one sees the other. Sampled: the explorer
// has the proof. How often both miss without the fences is logged.
func TestFencesOrder(t *testing.T) {
	if n := bothMiss(t, 30000, Heavy); n > 0 {
		t.Errorf("%d times neither saw the other", n)
	}
	t.Logf("without the heavy fence: %d of 30000 times", bothMiss(t, 30000, func() {}))
}

// bothMiss runs the two of them in step, and counts how often neither sees the
// other.
func bothMiss(t *testing.T, rounds uint64, heavy func()) (n int) {
	t.Helper()
	type padded struct {
		atomic.Uint64
		_ [120]byte
	}
	var published, asked, turn, seen padded
	var sleeper sync.WaitGroup
	missed := make([]bool, rounds+1) // by round, of the sleeper
	sleeper.Go(func() {
		for r := uint64(1); r <= rounds; r++ {
			for turn.Load() != r {
				runtime.Gosched()
			}
			StoreRelease(&asked.Uint64, r)
			heavy()
			missed[r] = published.Load() != r
			seen.Store(r)
		}
	})
	for r := uint64(1); r <= rounds; r++ {
		turn.Store(r)
		for range r % 512 { // the sleeper hears of its turn some time later
		}
		StoreRelease(&published.Uint64, r)
		Light()
		miss := asked.Load() != r
		for seen.Load() != r {
			runtime.Gosched()
		}
		if miss && missed[r] {
			n++
		}
	}
	sleeper.Wait()
	return n
}
