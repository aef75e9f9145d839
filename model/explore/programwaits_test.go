package explore_test

import (
	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// waits does an instruction that waits by looking again, and returns what it
// read last; what it has read before is no part of the outcome.
func (x *instr) waits(w *World, l, second *Atomic) (last uint64) {
	switch x.verb {
	case poll:
		w.Until(func() bool {
			last = l.Load(x.order)
			return last >= x.a
		})
	case both:
		w.Until(func() bool {
			last = l.Load(x.order)
			x.between(w)
			other := second.Load(x.failed)
			return last >= x.a && other >= x.a || last < l.Load(x.order)
		})
	case lock:
		w.Until(func() (ok bool) {
			last, ok = l.CompareAndExchange(x.a, x.b, x.order, x.failed)
			return ok
		})
	case tries:
		ok := w.UntilTried(int(x.b)+1, func() bool {
			last = l.Load(x.order)
			x.between(w)
			return last >= x.a || second.Load(x.failed) > x.a
		})
		if !ok {
			last = 7
		}
	}
	w.Out(last)
	return last
}

// between is a fence between the loads of a loop that waits, if there is one.
func (x *instr) between(w *World) {
	if x.fence != nil {
		w.Fence(*x.fence)
	}
}
