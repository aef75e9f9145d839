package explorewait

import (
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// counter is what a lock guards.
type counter struct {
	Lock
	n uint64 //mc:shared
}

// Whoever holds the lock is alone, and sees what others did before. Nobody waits
// for ever.
func TestLock(t *testing.T) {
	explore.Check(t, explore.Bounds{}, func(w *explore.World) {
		c := &counter{}
		w.Same("adder", 3, func() {
			c.Lock.Lock()
			c.n = c.n + 1
			c.Unlock()
		})
		w.After(func() { w.Assert(c.n == 3, "%d", c.n) })
	})
}

// Get never returns numbers of two versions, nor older ones than before.
func TestPair(t *testing.T) {
	explore.Check(t, explore.Bounds{}, func(w *explore.World) {
		p := &Pair{}
		w.Go("writer", func() { p.Set(1, 1); p.Set(2, 2) })
		w.Go("reader", func() {
			last := uint64(0)
			for range 2 {
				a, b := p.Get()
				w.Assert(a == b, "%d and %d", a, b)
				w.Assert(a >= last, "%d after %d", a, last)
				last = a
			}
		})
	})
}

// A goroutine that looks once and then waits for what it has seen to change does
// so for ever.
func TestLooksOnce(t *testing.T) {
	explore.CheckFails(t, explore.Bounds{}, "livelock: waiter looks again and again", func(w *explore.World) {
		var ready atomic.Bool
		w.Go("waiter", func() {
			seen := ready.Load()
			for !seen {
				runtime.Gosched()
			}
		})
		w.Go("other", func() { ready.Store(true) })
	})
}

// One who holds the lock and takes it again waits for ever.
func TestLockTwice(t *testing.T) {
	explore.CheckFails(t, explore.Bounds{}, "livelock: g looks again and again", func(w *explore.World) {
		var l Lock
		w.Go("g", func() { l.Lock(); l.Lock() })
	})
}

// hurried is Pair with a reader that does not look whether it met a writer in
// between.
type hurried struct{ Pair }

func (p *hurried) Get() (a, b uint64) {
	for p.version.Load()%2 == 1 { //mo:acquire pair.version — takes the numbers of this version, or newer ones
		runtime.Gosched()
	}
	return p.a.Load(), p.b.Load() //mo:acquire pair.numbers — too early
}

// A reader must look at the version again.
func TestLooksTooEarly(t *testing.T) {
	explore.CheckFails(t, explore.Bounds{}, "1 and 0", func(w *explore.World) {
		p := &hurried{}
		w.Go("writer", func() { p.Set(1, 1) })
		w.Go("reader", func() {
			a, b := p.Get()
			w.Assert(a == b, "%d and %d", a, b)
		})
	})
}
