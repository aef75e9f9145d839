package fuzz

import "context"

// loop is what a range over All or Batches has in common: a context that the
// body may cancel, and an end before the channel would block.
type loop struct {
	ctx    context.Context
	cancel context.CancelFunc
	call   int
}

// newLoop returns a loop whose context is done if it would block at once.
func (t *channelTest[T]) newLoop() *loop {
	l := &loop{}
	l.ctx, l.cancel = context.WithCancel(t.contextFor(t.model.Len() == 0 && !t.model.Closed(), 1))
	return l
}

// stops counts a call of the body and reports whether it has to break: because
// of the hook, or because the next step would block.
func (l *loop) stops(h hook, blocks bool) (stop bool) {
	at := l.call == h.at
	l.call++
	if at && h.what == hookDone {
		l.cancel()
		return false
	}
	return at && h.what == hookBreak || blocks && l.ctx.Err() == nil
}

// all ranges over single messages. A message is received before its body runs.
func (t *channelTest[T]) all(o op) {
	h, l := hookOf(o), t.newLoop()
	defer l.cancel()
	var broke bool
	panicked := survives(func() {
		for v := range t.rx.All(l.ctx) {
			t.logf("  body(%v), call %d", v, l.call)
			t.take([]T{v})
			h.run(l.call, func() { panic(deliberate{}) }, func() { t.by(o, t.trySend) }, func() { t.closeBy(o.by) }, t.tryRecv)
			if broke = t.err != nil || l.stops(h, t.model.Len() == 0 && !t.model.Closed()); broke {
				break
			}
		}
	})
	t.logf("All(): %d messages, broke %v, panicked %v, context %v", l.call, broke, panicked, l.ctx.Err())
	t.check(broke || panicked || l.ctx.Err() != nil || t.model.Drained(), "All ended with %d messages left, closed %v", t.model.Len(), t.model.Closed())
}

// batches ranges over windows. A window is received after its body, unless that
// panics. A body that receives breaks the rules, and makes Batches panic.
func (t *channelTest[T]) batches(o op, limit int) {
	if limit < 1 {
		t.mustPanic("Batches with limit 0", func() { t.rx.Batches(t.alive, limit) })
		return
	}
	h, l := hookOf(o), t.newLoop()
	defer l.cancel()
	var inner, broke, kept bool
	var shown []T // the window to be received when its body ends
	end := func() {
		if len(shown) > 0 && !kept {
			t.take(shown)
			t.counts.RecvBatches++
		}
		shown = nil
	}
	step := func(w []T) (stop bool) {
		end()
		t.logf("  body(%v), call %d", w, l.call)
		t.show(w)
		want := t.contiguous(t.head, min(limit, t.model.Len()))
		t.check(len(w) <= limit && (!t.one() || len(w) == want), "window of length %d, limit %d, want %d", len(w), limit, want)
		shown, kept = append([]T(nil), w...), true
		h.run(l.call, func() { panic(deliberate{}) }, func() { t.by(o, t.trySend) }, func() { t.closeBy(o.by) }, func() {
			inner = true
			t.tryRecv()
		})
		kept = inner
		return t.err != nil || l.stops(h, len(w) == t.model.Len() && !t.model.Closed())
	}
	loop := func() {
		for w := range t.rx.Batches(l.ctx, limit) {
			if broke = step(w); broke {
				break
			}
		}
	}
	panicked := false
	if h.what == hookReceive {
		panicked = panics(loop)
		t.check(panicked == inner, "Batches did not notice that its body received")
	} else {
		panicked = survives(loop)
	}
	end()
	t.logf("Batches(%d): %d windows, broke %v, panicked %v, context %v", limit, l.call, broke, panicked, l.ctx.Err())
	t.check(broke || panicked || l.ctx.Err() != nil || t.model.Drained(), "Batches ended with %d messages left, closed %v", t.model.Len(), t.model.Closed())
}

// runLoop is the managed loop. With a context that is done it closes the
// channel and handles what is left; else it is run on a closed channel only,
// because it would block.
func (t *channelTest[T]) runLoop(o op) {
	if o.size%4 != 0 && !t.model.Closed() {
		return
	}
	h, call, ctx := hookOf(o), 0, t.contextFor(!t.model.Closed(), o.size)
	t.waitedFor(t.model.Len() == 0 && !t.model.Closed(), &t.counts.EmptyWaits)
	var err error
	panicked := survives(func() {
		err = t.rx.Run(ctx, func(v T) {
			t.logf("  handler(%v), call %d", v, call)
			t.take([]T{v})
			h.run(call, func() { panic(deliberate{}) }, func() { t.by(o, t.trySend) }, func() { t.closeBy(o.by) }, t.tryRecv)
			if call++; ctx == t.done { // Run closes the channel after the first message
				t.model.Close()
			}
		})
	})
	t.logf("Run() = %v after %d calls, panicked %v", err, call, panicked)
	if panicked {
		return
	}
	t.take(nil)
	if ctx == t.done && (call > 0 || !t.model.Closed()) { // else it found the end before the context
		t.check(err == errCause, "Run: error %v, want the context's cause", err)
	} else {
		t.check(err == nil, "Run: error %v, want none", err)
	}
	t.model.Close()
	t.check(t.model.Drained(), "Run left %d messages", t.model.Len())
}
