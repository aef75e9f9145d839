package explore

// done notes that thread t's last operation is done.
func (e *engine) done(t *thread) {
	own := e.g.threads[t.id][:e.at[t.id]]
	ev := &e.g.events[own[len(own)-1]]
	if e.hashes {
		t.remember(ev)
	}
	if t.waits > 0 {
		t.spin.note(&t.op, ev, len(own)-1)
	}
}

// known returns what is known of goroutines that do the same for ever, nil if
// threads have no history.
func (e *engine) known() *spinCache {
	if !e.hashes {
		return nil
	}
	return &e.spinning
}

// remember adds to the thread's history what its last operation has returned; ev
// is the last event of that.
func (t *thread) remember(ev *event) {
	const odd = 0x9e3779b97f4a7c15
	value := ev.value
	if ev.rmw && ev.kind == write {
		value = t.result // what was there before
	}
	t.history = (t.history ^ value ^ uint64(t.id+1)<<56) * odd
	t.history ^= t.history >> 32
}

// spins blocks thread i, which would do the same for ever. It returns false if
// that is so whatever follows.
//
// That is so if the last of its reads that is no repetition has not read the
// newest write: then a write that would revisit it, or a read before it, would
// do so in another graph, in which it has read that.
func (e *engine) spins(i int) bool {
	e.blocked[i] = true
	last := -1
	for _, r := range e.w.threads[i].spin.reads {
		if e.mistake == neverWoken {
			e.g.events[e.g.threads[i][r.index]].again = true
		}
		if r.op.kind == opLoad || r.op.kind == opCAS {
			last = max(last, r.index)
		}
	}
	if last < 0 {
		return true
	}
	id := e.g.threads[i][last]
	r := &e.g.events[id]
	l := e.g.writes[r.loc]
	for k := len(l) - 1; l[k] != r.from; k-- {
		if l[k] < id {
			e.stuck++
			e.over = true
			return false
		}
	}
	return true
}

// whyEndless says why there is no end if thread i, or nobody, goes on.
func (e *engine) whyEndless(i int) string {
	if i >= 0 && e.w.threads[i].waits > 0 {
		return e.w.threads[i].name + " waits in a loop, and does more than read in each iteration"
	}
	return "a livelock, or a loop that does not wait"
}

// spinsOnNewest reports whether all that thread i goes on reading is the newest.
func (e *engine) spinsOnNewest(i int) bool {
	for _, r := range e.w.threads[i].spin.reads {
		if ev := &e.g.events[e.g.threads[i][r.index]]; r.again && ev.kind == read && ev.from != e.g.newest(ev.loc) {
			return false
		}
	}
	return true
}
