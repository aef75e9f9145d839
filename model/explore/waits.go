package explore

// Until calls ready again and again until it reports true, as
//
//	for !ready() { runtime.Gosched() }
//
// does. It waits: see "Loops that wait" above.
func (w *World) Until(ready func() bool) {
	w.BeginWait(false)
	for !ready() {
		w.NextWait()
	}
	w.EndWait()
}

// UntilTried is Until that gives up when ready has reported false n times. It
// reports whether it has not.
func (w *World) UntilTried(n int, ready func() bool) (ok bool) {
	w.BeginWait(true)
	for range n {
		w.NextWait()
		if ok = ready(); ok {
			break
		}
	}
	w.EndWait()
	return ok
}

// BeginWait says that the running goroutine comes to a loop that waits; counts,
// that the loop counts its iterations, to give up or to do something else. One
// in another one is part of that.
func (w *World) BeginWait(counts bool) {
	t := w.running
	if w.engine != nil {
		w.engine.waits = true
	}
	if t.waits++; t.waits == 1 {
		t.begun++
		t.spin.begin(w.mistake())
	}
	t.spin.counts = t.spin.counts || counts
}

// NextWait says that an iteration of a loop that waits has ended, or begins. If
// all that the goroutine did in it was to read, it will do so again, and what it
// reads stays as it is, it does not return.
func (w *World) NextWait() {
	t := w.running
	switch {
	case t.waits == 0:
	case w.engine == nil:
		w.do(op{kind: opLookAgain, loc: -1})
	case t.spin.next(t.history, w.engine.known()):
		w.do(op{kind: opSpin, loc: -1})
	}
}

// EndWait says that a loop that waits has ended.
func (w *World) EndWait() { w.running.waits = max(0, w.running.waits-1) }

// EndWaits says that the running goroutine is in no loop that waits.
func (w *World) EndWaits() { w.running.waits = 0 }

// Idle reports whether the running goroutine is in a loop that waits, and has
// only read since that began.
func (w *World) Idle() bool {
	t := w.running
	return w.engine != nil && t.waits > 0 && t.spin.idle
}

// mistake returns what the engine is to do wrong.
func (w *World) mistake() mistake {
	if w.engine == nil {
		return noMistake
	}
	return w.engine.mistake
}
