package sync

import (
	"sync"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Locker is sync.Locker.
type Locker = sync.Locker

// TryLock takes the lock if nobody holds it.
func (m *Mutex) TryLock() bool {
	if w := explore.Running(); w != nil {
		return w.CompareAndSwapAt(unsafe.Pointer(m), &lock, 0, 1)
	}
	return m.mu.TryLock()
}

// The other types of sync do what they do in sync, but end an exploration that
// comes to them.

func refuse(what string) {
	if explore.Running() != nil {
		panic("explore: sync." + what + " cannot be explored")
	}
}

// RWMutex stands in for sync.RWMutex.
type RWMutex struct{ mu sync.RWMutex }

// Lock locks.
func (m *RWMutex) Lock() { refuse("RWMutex"); m.mu.Lock() }

// Unlock unlocks.
func (m *RWMutex) Unlock() { refuse("RWMutex"); m.mu.Unlock() }

// RLock locks for reading.
func (m *RWMutex) RLock() { refuse("RWMutex"); m.mu.RLock() }

// RUnlock unlocks for reading.
func (m *RWMutex) RUnlock() { refuse("RWMutex"); m.mu.RUnlock() }

// TryLock tries to lock.
func (m *RWMutex) TryLock() bool { refuse("RWMutex"); return m.mu.TryLock() }

// TryRLock tries to lock for reading.
func (m *RWMutex) TryRLock() bool { refuse("RWMutex"); return m.mu.TryRLock() }

// RLocker is sync.RWMutex's.
func (m *RWMutex) RLocker() Locker { refuse("RWMutex"); return m.mu.RLocker() }

// WaitGroup stands in for sync.WaitGroup.
type WaitGroup struct{ g sync.WaitGroup }

// Add adds.
func (g *WaitGroup) Add(n int) { refuse("WaitGroup"); g.g.Add(n) }

// Done is Add(-1).
func (g *WaitGroup) Done() { refuse("WaitGroup"); g.g.Done() }

// Wait waits.
func (g *WaitGroup) Wait() { refuse("WaitGroup"); g.g.Wait() }

// Go runs f in a goroutine.
func (g *WaitGroup) Go(f func()) { refuse("WaitGroup"); g.g.Go(f) }

// Once stands in for sync.Once.
type Once struct{ o sync.Once }

// Do does f the first time.
func (o *Once) Do(f func()) { refuse("Once"); o.o.Do(f) }

// OnceFunc is sync.OnceFunc.
func OnceFunc(f func()) func() {
	g := sync.OnceFunc(f)
	return func() { refuse("OnceFunc"); g() }
}

// OnceValue is sync.OnceValue.
func OnceValue[T any](f func() T) func() T {
	g := sync.OnceValue(f)
	return func() T { refuse("OnceValue"); return g() }
}

// OnceValues is sync.OnceValues.
func OnceValues[T, U any](f func() (T, U)) func() (T, U) {
	g := sync.OnceValues(f)
	return func() (T, U) { refuse("OnceValues"); return g() }
}

// Cond stands in for sync.Cond.
type Cond struct {
	L Locker
	c *sync.Cond
}

// NewCond returns a Cond.
func NewCond(l Locker) *Cond { return &Cond{l, sync.NewCond(l)} }

// Wait waits.
func (c *Cond) Wait() { refuse("Cond"); c.c.Wait() }

// Signal wakes one.
func (c *Cond) Signal() { refuse("Cond"); c.c.Signal() }

// Broadcast wakes all.
func (c *Cond) Broadcast() { refuse("Cond"); c.c.Broadcast() }

// Pool stands in for sync.Pool.
type Pool struct {
	New func() any
	p   sync.Pool
}

// Get takes something.
func (p *Pool) Get() any {
	refuse("Pool")
	if v := p.p.Get(); v != nil || p.New == nil {
		return v
	}
	return p.New()
}

// Put gives something.
func (p *Pool) Put(v any) { refuse("Pool"); p.p.Put(v) }

// Map stands in for sync.Map.
type Map struct{ m sync.Map }

// Load loads.
func (m *Map) Load(k any) (any, bool) { refuse("Map"); return m.m.Load(k) }

// Store stores.
func (m *Map) Store(k, v any) { refuse("Map"); m.m.Store(k, v) }

// LoadOrStore loads or stores.
func (m *Map) LoadOrStore(k, v any) (any, bool) { refuse("Map"); return m.m.LoadOrStore(k, v) }

// LoadAndDelete loads and deletes.
func (m *Map) LoadAndDelete(k any) (any, bool) { refuse("Map"); return m.m.LoadAndDelete(k) }

// Delete deletes.
func (m *Map) Delete(k any) { refuse("Map"); m.m.Delete(k) }

// Swap swaps.
func (m *Map) Swap(k, v any) (any, bool) { refuse("Map"); return m.m.Swap(k, v) }

// CompareAndSwap swaps if it holds old.
func (m *Map) CompareAndSwap(k, old, v any) bool { refuse("Map"); return m.m.CompareAndSwap(k, old, v) }

// CompareAndDelete deletes if it holds old.
func (m *Map) CompareAndDelete(k, old any) bool { refuse("Map"); return m.m.CompareAndDelete(k, old) }

// Range calls f for all.
func (m *Map) Range(f func(k, v any) bool) { refuse("Map"); m.m.Range(f) }

// Clear deletes all.
func (m *Map) Clear() { refuse("Map"); m.m.Clear() }
