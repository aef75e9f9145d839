package atomic_test

import (
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
	"github.com/ringmpsc/ringmpsc-go/model/explore/sync"
)

// A field under a lock may be used by who holds the lock, and by nobody else, also
// while another holds it.
func TestUnder(t *testing.T) {
	for _, locks := range []bool{true, false} {
		r := explore.Explore(explore.RC11, explore.Bounds{}, func(w *explore.World) {
			var mu sync.Mutex
			n := 0
			w.Watch("mu", &mu)
			w.Go("one", func() { mu.Lock(); *atomic.Under(&mu, &n, "n")++; mu.Unlock() })
			w.Go("other", func() {
				if locks {
					mu.Lock()
					defer mu.Unlock()
				}
				*atomic.Under(&mu, &n, "n")++
			})
			w.After(func() { w.Assert(n == 2, "%d", n) })
		}, nil)
		found := r.Violation != nil && strings.Contains(r.Violation.Reason, "n is used without the lock")
		if found == locks || locks && r.Executions != 2 {
			t.Errorf("locks %t: %v %v", locks, r, r.Violation)
		}
	}
}
