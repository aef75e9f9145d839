package fuzz

import "slices"

// ringOps are the operations by code. Codes end up in corpora: add at the end.
func ringOps[T element[T]]() []func(*ringTest[T], op) {
	type test = *ringTest[T]
	return []func(test, op){
		func(t test, _ op) { t.trySend() },
		func(t test, o op) { t.trySendBatch(o.amount(t.model.Cap())) },
		func(t test, o op) { t.reserve(o.amount(t.model.Cap())) },
		func(t test, o op) { t.commit(o.part(len(t.held))) },
		func(t test, _ op) { t.tryRecv() },
		func(t test, o op) { t.tryRecvBatch(o.amount(t.model.Cap())) },
		func(t test, _ op) { t.peek("Peek", t.c.Peek) },
		func(t test, o op) { t.release(o.part(t.model.Len())) },
		func(t test, o op) { t.consume(o.amount(t.model.Cap()), o.how) },
		func(t test, o op) { t.pollThenSend(2 * o.size) },
		func(t test, o op) { t.look(o.how) },
		func(t test, o op) { t.burst(o.size % 16) },
		func(t test, o op) { t.seal(o.how) },
	}
}

func (t *ringTest[T]) trySend() {
	if t.shut {
		return
	}
	v := t.fresh(1)
	n := t.accepts(v)
	got := t.p.TrySend(v[0])
	t.logf("TrySend(%v) = %v", v[0], got)
	t.check(got == (n == 1), "TrySend is %v with %d of %d messages", got, t.p.Len(), t.p.Cap())
	t.settle(n)
}

// burst sends one by one, into a full ring if n is large.
func (t *ringTest[T]) burst(n int) {
	for range n {
		t.trySend()
	}
}

func (t *ringTest[T]) trySendBatch(size int) {
	if t.shut {
		return
	}
	vs := t.fresh(size)
	n := t.accepts(vs)
	got := t.p.TrySendBatch(vs)
	t.logf("TrySendBatch(%v) = %d", vs, got)
	t.check(got == n, "TrySendBatch is %d, want %d", got, n)
	t.settle(n)
}

// reserve replaces a live reservation, if there is one (T5).
func (t *ringTest[T]) reserve(n int) {
	if t.shut {
		return
	}
	if n == 0 {
		t.mustPanic("Reserve(-1)", func() { t.p.Reserve(-1) })
	}
	w := t.p.Reserve(n)
	want := t.contiguous(t.tail, min(n, t.model.Free()))
	t.logf("Reserve(%d) = %v", n, w)
	t.check(len(w) == want && cap(w) == want, "Reserve(%d) has length %d and capacity %d, want %d", n, len(w), cap(w), want)
	checkClean(t.journal, w, t.abandoned)
	t.held = poison(w)
}

// checkClean fails if w, a window of free slots, keeps a sent element alive:
// free slots of a type with pointers are zero, or hold what a reservation that
// a send put an end to has left there.
func checkClean[T element[T]](j *journal, w []T, abandoned bool) {
	var zero T
	for _, v := range w {
		_, sent := v.producer()
		j.check(!zero.pointers() || v == zero || abandoned && !sent, "a free slot holds %v", v)
	}
}

// poison fills w with elements that nobody may ever see.
func poison[T element[T]](w []T) []T {
	for i := range w {
		w[i] = w[i].make(0, i, true)
	}
	return w
}

func (t *ringTest[T]) commit(n int) {
	if t.shut {
		return
	}
	if n < 0 || n > len(t.held) {
		t.mustPanic("Commit of more than reserved, or less than nothing,", func() { t.p.Commit(n) })
		return
	}
	w, vs := t.held, t.fresh(n)
	copy(w, vs)
	t.p.Commit(n)
	t.logf("Commit(%v) of %d reserved", vs, len(w))
	t.held = nil
	t.accepts(vs)
	t.settle(n)
}

func (t *ringTest[T]) tryRecv() {
	v, ok := t.c.TryRecv()
	t.logf("TryRecv() = %v, %v", v, ok)
	t.check(ok == (t.model.Len() > 0), "TryRecv is %v with %d messages", ok, t.model.Len())
	if ok {
		t.received([]T{v})
	}
}

func (t *ringTest[T]) tryRecvBatch(size int) {
	dst := make([]T, size)
	n := t.c.TryRecvBatch(dst)
	t.logf("TryRecvBatch(%d) = %v", size, dst[:max(0, min(n, size))])
	t.check(n == min(size, t.model.Len()), "TryRecvBatch is %d, want %d", n, min(size, t.model.Len()))
	if t.err == nil && n > 0 {
		t.received(dst[:n])
	}
}

// peek looks at the oldest messages; the window is looked at again after every
// operation that does not receive.
func (t *ringTest[T]) peek(name string, look func() []T) {
	w := look()
	t.logf("%s() = %v", name, w)
	want := t.contiguous(t.head, t.model.Len())
	t.check(len(w) == want && cap(w) == want, "%s has length %d and capacity %d, want %d", name, len(w), cap(w), want)
	t.shown = w
}

// release takes messages unread, as a skip or after Peek (T1, T7).
func (t *ringTest[T]) release(n int) {
	if n < 0 || n > t.model.Len() {
		t.mustPanic("Release of more than readable, or less than nothing,", func() { t.c.Release(n) })
		return
	}
	t.c.Release(n)
	t.logf("Release(%d)", n)
	if n > 0 {
		t.received(slices.Clone(t.model.Items()[:n]))
	}
}

// consume handles windows; the handler panics in the k-th, or sends, or breaks
// the rule not to receive (T6, T10).
func (t *ringTest[T]) consume(limit, how int) {
	before := slices.Clone(t.model.Items())
	k, call, handled, inner := how/4%3, 0, 0, false
	handler := func(w []T) {
		t.logf("  handler(%v), call %d", w, call)
		t.check(handled+len(w) <= len(before) && slices.Equal(w, before[handled:handled+len(w)]), "window %v, want some of %v", w, before[handled:])
		switch at := call == k; {
		case at && how%4 == 1:
			panic(deliberate{})
		case at && how%4 == 2:
			t.trySend()
		case at && how%4 == 3:
			inner = true
			t.tryRecv()
		}
		call++
		handled += len(w)
	}
	var n int
	consume := func() { n = t.c.Consume(limit, handler) }
	want := max(0, min(limit, len(before)))
	if how%4 == 3 && want > 0 && (k == 0 || k == 1 && want > t.contiguous(t.head, want)) {
		t.mustPanic("Consume with a handler that receives", consume)
		t.check(inner, "Consume panicked before its handler received")
		return
	}
	if survives(consume) {
		n = handled
	} else {
		t.check(n == want && handled == want, "Consume(%d) is %d, its handler saw %d, want %d", limit, n, handled, want)
	}
	t.logf("Consume(%d) = %d after %d calls", limit, n, call)
	if t.err == nil && n > 0 {
		t.received(before[:n])
	}
}

// pollThenSend polls an empty ring k times before the next message (T2).
func (t *ringTest[T]) pollThenSend(k int) {
	if t.model.Len() > 0 || t.model.Closed() {
		return
	}
	for range k {
		v, ok := t.c.TryRecv()
		t.check(!ok, "TryRecv received %v from an empty ring", v)
	}
	t.logf("%d empty polls", k)
	t.trySend()
	t.tryRecv()
}

// look asks what refreshes a handle's view of the other side.
func (t *ringTest[T]) look(how int) {
	switch n := t.model.Len(); how % 5 {
	case 0:
		t.logf("Free() = %d", t.p.Free())
		t.check(t.shut || t.p.Free() == t.model.Free(), "Free is %d, want %d", t.p.Free(), t.model.Free())
	case 1:
		t.logf("Drained() = %v", t.p.Drained())
		t.check(t.shut || t.p.Drained() == (n == 0), "Drained is %v with %d messages", t.p.Drained(), n)
	case 2:
		t.logf("Readable() = %d", t.c.Readable())
		t.check(t.c.Readable() == n, "Readable is %d, want %d", t.c.Readable(), n)
	case 3:
		t.c.Readable()
		t.peek("Window", t.c.Window)
	default:
		cached := t.p.CachedFree()
		t.logf("CachedFree() = %d", cached)
		t.check(t.shut || 0 <= cached && cached <= t.model.Free(), "CachedFree is %d with %d free", cached, t.model.Free())
	}
}

// seal fixes the final tail on both sides, as closing does; rarely, for little
// can be done to a sealed ring.
func (t *ringTest[T]) seal(how int) {
	if how%4 != 0 || t.shut {
		return
	}
	t.p.Seal()
	t.c.Seal()
	t.model.Close()
	t.logf("Seal()")
	t.check(t.c.Sealed(), "Sealed is false after Seal")
	t.check(t.p.Refused(t.p.Cap()) == 0, "%d messages sent before Seal were refused", t.p.Refused(t.p.Cap()))
}
