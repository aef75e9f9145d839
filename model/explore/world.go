package explore

import "fmt"

// World is what one execution of a scenario consists of: locations and
// goroutines. The scenario builds it anew for every execution, the same each
// time.
type World struct {
	locs    []location
	threads []*thread
	after   *thread // runs when all others are done; nil if there is none
	running *thread
	crew    *crew   // runs the goroutines
	engine  *engine // serves operations without a switch, see engine.serve; may be nil

	*watched
	later

	stands   map[<-chan struct{}]stand // by channel: see Stand
	channels bool                      // there are some, see Channel

	weak   string   // the site whose order is taken as weaker
	record recorder // nil unless what goroutines do is recorded
}

// location is a memory location.
type location struct {
	name  string
	init  uint64
	plain bool // accessed without atomics: it must not be raced for
}

// Atomic is a location that is accessed atomically.
type Atomic struct {
	w  *World
	id int32
}

// Plain is a location that is accessed without atomics.
type Plain struct {
	w  *World
	id int32
}

// Atomic adds an atomic location.
func (w *World) Atomic(name string, init uint64) *Atomic {
	w.locs = append(w.locs, location{name, init, false})
	return &Atomic{w, int32(len(w.locs) - 1)}
}

// Plain adds a location for plain accesses.
func (w *World) Plain(name string, init uint64) *Plain {
	w.locs = append(w.locs, location{name, init, true})
	return &Plain{w, int32(len(w.locs) - 1)}
}

// Go adds a goroutine. Goroutines may share nothing but the world's locations,
// and do the same each time when they read the same values.
func (w *World) Go(name string, f func()) {
	w.threads = append(w.threads, &thread{id: len(w.threads), name: name, body: f})
}

// After adds what is to be done once all goroutines have returned.
func (w *World) After(f func()) { w.after = &thread{name: "after", body: f} }

// Assert fails the execution unless ok.
func (w *World) Assert(ok bool, format string, args ...any) {
	if !ok {
		panic(assertion(fmt.Sprintf(format, args...)))
	}
}

// Out notes a value that belongs to the execution's outcome.
func (w *World) Out(v uint64) { w.running.outs = append(w.running.outs, v) }

// Load reads the location.
func (a *Atomic) Load(o Order) uint64 {
	return a.w.do(op{kind: opLoad, loc: a.id, order: o})
}

// Store writes the location.
func (a *Atomic) Store(v uint64, o Order) {
	a.w.do(op{kind: opStore, loc: a.id, order: o, arg: v})
}

// Await reads the location and waits until it holds a value that until accepts.
func (a *Atomic) Await(o Order, until func(uint64) bool) uint64 {
	return a.w.do(op{kind: opAwait, loc: a.id, order: o, until: until})
}

// Update replaces the value v by f(v) in one step and returns v.
func (a *Atomic) Update(o Order, f func(uint64) uint64) uint64 {
	return a.w.do(op{kind: opUpdate, loc: a.id, order: o, update: f})
}

// Add adds d in one step and returns the value before.
func (a *Atomic) Add(d uint64, o Order) uint64 {
	return a.Update(o, func(v uint64) uint64 { return v + d })
}

// CompareAndSwap replaces old by v and reports whether old was there. If not,
// it is a read with the order failed.
func (a *Atomic) CompareAndSwap(old, v uint64, o, failed Order) bool {
	_, swapped := a.CompareAndExchange(old, v, o, failed)
	return swapped
}

// CompareAndExchange is CompareAndSwap that also returns the value it found.
func (a *Atomic) CompareAndExchange(old, v uint64, o, failed Order) (found uint64, swapped bool) {
	found = a.w.do(op{kind: opCAS, loc: a.id, order: o, failed: failed, arg: old, new: v})
	return found, found == old
}

// Read reads the location.
func (p *Plain) Read() uint64 { return p.w.do(op{kind: opRead, loc: p.id}) }

// Write writes the location.
func (p *Plain) Write(v uint64) { p.w.do(op{kind: opWrite, loc: p.id, arg: v}) }

// opKind is what a goroutine asks for.
type opKind uint8

const (
	opLoad opKind = iota
	opAwait
	opUpdate
	opCAS
	opStore
	opFence
	opChoose
	opRead
	opWrite
	opSpin      // to do for ever what it has done, see spin
	opLookAgain // with Interleave: to begin an iteration of a loop that waits
)

// op is the next visible operation of a goroutine.
type op struct {
	kind          opKind
	order, failed Order
	site          *Site
	waits         bool // compare-and-swap: until it succeeds
	channel       bool // compare-and-swap: a send to a Channel, or a receive, which waits
	loc           int32
	arg, new      uint64 // store: the value; compare-and-swap: old and new; choice: of how many
	update        func(uint64) uint64
	until         func(uint64) bool
	relief        int32 // if it waits for ever: see relieved
	again         int32 // the event of the goroutine that it repeats, plus 1: see spin
}

// relieved reports whether it is no violation that the operation waits for ever:
// what would happen instead is explored in another branch. newest returns the
// last value of a location.
func (o *op) relieved(newest func(loc int32) uint64) bool {
	return o.relief == always || o.relief > 0 && newest(o.relief-1) != 0
}

// always is relief without a condition. A relief above 0 is that of a location,
// plus 1: if it is not 0 in the end.
const always = -1

// accepts reports whether the operation goes on when it reads v.
func (o *op) accepts(v uint64) bool {
	return (o.until == nil || o.until(v)) && (!o.waits || v == o.arg)
}

// writes returns what the operation writes when it reads v, if it does.
func (o *op) writes(v uint64) (uint64, bool) {
	switch o.kind {
	case opUpdate:
		return o.update(v), true
	case opCAS:
		return o.new, v == o.arg
	default:
		return 0, false
	}
}
