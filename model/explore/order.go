package explore

// Order is the memory order of an atomic access or a fence, as in C11.
type Order uint8

// The orders, weakest first, and the two that only fences have.
const (
	Relaxed Order = iota
	Acquire
	Release
	AcqRel
	SeqCst
	Light // see World.Light
	Heavy // see World.Heavy
)

// String returns the order as it is written in source labels.
func (o Order) String() string {
	return [...]string{"relaxed", "acquire", "release", "acqrel", "seqcst", "light", "heavy"}[o]
}

func (o Order) acquires() bool { return o == Acquire || o >= AcqRel && o != Light }
func (o Order) releases() bool { return o >= Release && o != Light }

// strict reports whether RC11 orders the event among those that are
// sequentially consistent.
func (o Order) strict() bool { return o >= SeqCst }

// heeds reports whether two strict events are ordered by what leads from one to
// the other. A light fence heeds heavy ones only.
func (o Order) heeds(p Order) bool {
	return o != Light && p != Light || o == Heavy || p == Heavy
}

// Fence is a fence of the given order.
func (w *World) Fence(o Order) { w.do(op{kind: opFence, loc: -1, order: o}) }

// Light is the cheap one of a pair of asymmetric fences (C++ P1202R5, with
// membarrier as the heavy one). A light and a heavy fence order each other like
// two sequentially consistent fences; two light ones do not, nor a light one
// and anything else. It neither acquires nor releases, which P1202 has it do
// towards heavy fences: more races are found than there are.
//
// Under SC it orders nothing that is not ordered, and under Go, where all fences
// are, and TSO it is nothing.
func (w *World) Light() { w.Fence(Light) }

// Heavy is the costly one of a pair of asymmetric fences: a sequentially
// consistent fence that light fences heed as well. Under TSO it empties the
// store buffers of all goroutines.
func (w *World) Heavy() { w.Fence(Heavy) }

// Choose returns a number below n; all of them are explored. It touches no
// location: it stands for what the scenario does not decide, like a timer that
// fires or not.
func (w *World) Choose(n int) int {
	if n < 1 {
		panic("explore: Choose of nothing")
	}
	return int(w.do(op{kind: opChoose, loc: -1, arg: uint64(n)}))
}

// LightAt is a light fence, unless the site is weakened: then it is nothing.
func (w *World) LightAt(s *Site) { w.fenceAt(s, Light) }

// HeavyAt is a heavy fence, unless the site is weakened: then it is nothing.
func (w *World) HeavyAt(s *Site) { w.fenceAt(s, Heavy) }

func (w *World) fenceAt(s *Site, o Order) {
	if s == nil || s.Pos != w.weak {
		w.do(op{kind: opFence, loc: -1, order: o, site: s})
	}
}
