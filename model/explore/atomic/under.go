package atomic

import (
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/sync"
)

// Under returns p, a field that mu guards. It ends an exploration if the
// goroutine does not hold mu: others may, and then the accesses are a race.
func Under[T any](mu *sync.Mutex, p *T, name string) *T {
	if w := explore.Running(); w != nil {
		w.Assert(mu.Held(), "%s is used without the lock that guards it", name)
	}
	return p
}
