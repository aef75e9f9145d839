package fuzz

func (t *channelTest[T]) tryRecv() {
	v, ok := t.rx.TryRecv()
	t.logf("TryRecv() = %v, %v", v, ok)
	t.check(ok == (t.model.Len() > 0), "TryRecv is %v with %d messages", ok, t.model.Len())
	t.took(v, ok)
}

// took is take for an operation on one message.
func (t *channelTest[T]) took(v T, ok bool) {
	if ok {
		t.take([]T{v})
		return
	}
	var zero T
	t.check(v == zero, "nothing was received, but the value is %v", v)
	t.take(nil)
}

func (t *channelTest[T]) tryRecvBatch(size int) {
	dst := make([]T, size)
	want := min(size, t.model.Len())
	n := t.rx.TryRecvBatch(dst)
	t.logf("TryRecvBatch(%d) = %v", size, dst[:max(0, min(n, size))])
	t.check(n == want, "TryRecvBatch is %d, want %d", n, want)
	t.tookBatch(dst, n)
}

// tookBatch is take for the first n of dst; the rest was not touched.
func (t *channelTest[T]) tookBatch(dst []T, n int) {
	if t.err != nil || len(dst) == 0 {
		return
	}
	var zero T
	for _, v := range dst[n:] {
		t.check(v == zero, "wrote %v behind the %d messages received", v, n)
	}
	t.take(dst[:n])
	if n > 0 {
		t.counts.RecvBatches++
	}
}

func (t *channelTest[T]) recv() { t.recvWith(0) }

func (t *channelTest[T]) recvWith(how int) {
	some, closed := t.model.Len() > 0, t.model.Closed()
	v, err := t.rx.Recv(t.contextFor(!some && !closed, how))
	t.logf("Recv() = %v, %v", v, err)
	t.outcome("Recv", err, some, closed)
	t.waitedFor(!some && !closed, &t.counts.EmptyWaits)
	t.took(v, err == nil)
}

func (t *channelTest[T]) recvBatch(size, how int) {
	dst := make([]T, size)
	want, closed := min(size, t.model.Len()), t.model.Closed()
	blocks := size > 0 && want == 0 && !closed
	n, err := t.rx.RecvBatch(t.contextFor(blocks, how), dst)
	t.logf("RecvBatch(%d) = %v, %v", size, dst[:max(0, min(n, size))], err)
	t.check(n == want, "RecvBatch is %d, want %d", n, want)
	t.outcome("RecvBatch", err, size == 0 || want > 0, closed)
	t.waitedFor(blocks, &t.counts.EmptyWaits)
	t.tookBatch(dst, n)
}

// hook is what a callback does besides looking, in its at-th call.
type hook struct{ at, what int }

const (
	hookPanic = iota + 1
	hookSend
	hookClose
	hookReceive
	hookBreak // loop bodies: break
	hookDone  // loop bodies: cancel the context
	hooks
)

func hookOf(o op) hook { return hook{at: o.how / hooks % 3, what: o.how % hooks} }

// run does what h says in call number call of a callback (T6, T10).
func (h hook) run(call int, panics, sends, closes, receives func()) {
	if call != h.at {
		return
	}
	switch h.what {
	case hookPanic:
		panics()
	case hookSend:
		sends()
	case hookClose:
		closes()
	case hookReceive:
		receives()
	}
}

// sendInside sends from a callback. Only in its first call is it certain what
// there is space for.
func (t *channelTest[T]) sendInside(o op, call int) {
	if call == 0 {
		t.by(o, t.trySend)
	}
}

// consume handles windows in place. A handler that receives breaks the rules:
// an spsc channel notices. For mpsc see mpsc.TestReceivingHandlerIsRefused.
func (t *channelTest[T]) consume(o op, limit int) {
	h, call, handled, inner := hookOf(o), 0, []T(nil), false
	before := t.model.Len()
	clear(t.pending)
	defer clear(t.pending)
	handler := func(w []T) {
		t.logf("  handler(%v), call %d", w, call)
		id := t.show(w)
		h.run(call, func() { panic(deliberate{}) }, func() { t.sendInside(o, call) }, func() { t.closeBy(o.by) }, func() {
			if inner = t.one(); inner {
				t.tryRecv()
			}
		})
		handled = append(handled, w...)
		t.pending[id] += len(w)
		call++
	}
	n := 0
	consume := func() { n = t.rx.Consume(limit, handler) }
	if h.what == hookReceive {
		if panicked := panics(consume); inner || panicked {
			t.check(panicked && inner, "Consume panicked %v, its handler received %v", panicked, inner)
			t.torn++
			return
		}
	} else if survives(consume) {
		t.torn++
		t.take(handled)
		return
	}
	t.logf("Consume(%d) = %d after %d calls", limit, n, call)
	t.check(n == len(handled), "Consume(%d) is %d, its handler saw %d", limit, n, len(handled))
	t.check(n >= min(limit, before) && n <= max(0, limit), "Consume(%d) is %d with %d messages", limit, n, before)
	t.check(!t.one() || n == max(0, min(limit, before)) && call <= 2, "Consume(%d) is %d in %d windows with %d messages", limit, n, call, before)
	t.take(handled)
	t.waitedFor(n > 0, &t.counts.RecvBatches)
}

// panics runs f and reports whether it panicked, with whatever.
func panics(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return false
}

// pollThenSend polls an empty channel k times before the next message (T2).
func (t *channelTest[T]) pollThenSend(p *producer[T], k int) {
	if t.model.Len() > 0 || t.model.Queue(p.id).Closed() {
		return
	}
	for range k {
		v, ok := t.rx.TryRecv()
		t.check(!ok, "TryRecv received %v from an empty channel", v)
	}
	t.logf("%d empty polls", k)
	t.take(nil)
	t.trySend(p)
	t.tryRecv()
}

// arm calls Ready: from now on there is a signal whenever there is something.
func (t *channelTest[T]) arm() {
	ready := t.rx.Ready()
	t.logf("Ready()")
	t.check(t.ready == nil || t.ready == ready, "Ready is not always the same channel")
	t.ready, t.due = ready, true
}

// signal takes the signal. The next one is due when something was received, or
// looked for in vain.
func (t *channelTest[T]) signal() {
	select {
	case <-t.ready: // never, if Ready was not called
		t.logf("<-Ready()")
		t.due = false
	default:
	}
}
