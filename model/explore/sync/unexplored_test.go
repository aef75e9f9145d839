package sync_test

import (
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/sync"
)

// What cannot be explored ends an exploration by its name, and does what it
// does in sync outside of one.
func TestUnexplored(t *testing.T) {
	var (
		once  sync.Once
		group sync.WaitGroup
		rw    sync.RWMutex
		pool  = sync.Pool{New: func() any { return 1 }}
		all   sync.Map
	)
	for name, use := range map[string]func(){
		"Once":       func() { once.Do(func() {}) },
		"WaitGroup":  func() { group.Go(func() {}); group.Wait() },
		"RWMutex":    func() { rw.RLock(); defer rw.RUnlock() },
		"Pool":       func() { pool.Put(pool.Get()) },
		"Map":        func() { all.Store(1, 2); all.Load(1) },
		"OnceValue":  func() { sync.OnceValue(func() int { return 1 })() },
		"OnceFunc":   func() { sync.OnceFunc(func() {})() },
		"OnceValues": func() { sync.OnceValues(func() (int, int) { return 1, 2 })() },
		"Cond":       func() { sync.NewCond(&sync.Mutex{}).Signal() },
	} {
		use()
		r := explore.Explore(explore.Go, explore.Bounds{}, func(w *explore.World) { w.Go("g", use) }, nil)
		if r.Violation == nil || !strings.Contains(r.Violation.Reason, "sync."+name+" cannot be explored") {
			t.Errorf("%s: %v, %+v", name, r, r.Violation)
		}
	}
}

// A lock that somebody holds cannot be taken, and that is explored.
func TestTryLock(t *testing.T) {
	r := explore.Explore(explore.RC11, explore.Bounds{}, func(w *explore.World) {
		var mu sync.Mutex
		w.Watch("mu", &mu)
		data := w.Plain("data", 0)
		for range 2 {
			w.Go("g", func() {
				if mu.TryLock() {
					data.Write(data.Read() + 1)
					mu.Unlock()
				}
			})
		}
	}, nil)
	if !r.Exhaustive || r.Executions < 3 {
		t.Errorf("%v: %v", r, r.Violation)
	}
}
