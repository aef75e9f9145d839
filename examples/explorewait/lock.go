// Package explorewait is an example of code that waits by looking again and
// again, and that is explored: a spinlock, and a pair of numbers whose readers
// try again if they met a writer. There is nothing in it for the explorer but
// comments. See docs/explore.md.
package explorewait

import (
	"runtime"
	"sync/atomic"
)

// Lock is a spinlock. Its zero value is free.
type Lock struct{ held atomic.Bool }

// Lock waits until the lock is free, and takes it.
func (l *Lock) Lock() {
	for !l.held.CompareAndSwap(false, true) { //mo:acquire lock.held — takes what the last holder has done
		runtime.Gosched()
	}
}

// Unlock frees the lock. Only its holder may call it.
func (l *Lock) Unlock() {
	l.held.Store(false) //mo:release lock.held — hands over what the holder has done
}

// Pair is two numbers that change together. One goroutine at a time may set
// them, any number may look at them meanwhile.
type Pair struct {
	version atomic.Uint32 // writer: odd while it writes
	a, b    atomic.Uint64 // writer
}

// Set sets both numbers.
func (p *Pair) Set(a, b uint64) {
	v := p.version.Load()  //mo:relaxed pair.version — only the writer stores it
	p.version.Store(v + 1) //mo:relaxed pair.version — before the numbers: those who see them see this
	p.a.Store(a)           //mo:release pair.numbers — who sees it sees the odd version
	p.b.Store(b)           //mo:release pair.numbers — who sees it sees the odd version
	p.version.Store(v + 2) //mo:release pair.version — hands over the numbers
}

// Get returns both numbers, as they were at one time. It waits while they are
// being set.
func (p *Pair) Get() (a, b uint64) {
	for {
		v := p.version.Load()                  //mo:acquire pair.version — takes the numbers of this version, or newer ones
		a, b = p.a.Load(), p.b.Load()          //mo:acquire pair.numbers — with them the version that they are of
		if v%2 == 0 && p.version.Load() == v { //mo:relaxed pair.version — no newer one than that of the numbers
			return a, b
		}
		runtime.Gosched()
	}
}
