package fuzz

import (
	"context"
	"errors"

	"github.com/ringmpsc/ringmpsc-go/channels"
)

// by returns the producer an operation is for, if there is any.
func (t *channelTest[T]) by(o op, f func(*producer[T])) {
	if len(t.producers) > 0 {
		f(t.producers[o.by%len(t.producers)])
	}
}

// fresh makes n of p's elements.
func (t *channelTest[T]) fresh(p *producer[T], n int) []T {
	var zero T
	vs := make([]T, n)
	for i := range vs {
		p.made++
		vs[i] = zero.make(p.id, p.made, false)
	}
	return vs
}

// accepts notes in the model that p sends vs, and returns how many are accepted.
func (t *channelTest[T]) accepts(p *producer[T], vs []T) int {
	q := t.model.Queue(p.id)
	n := q.Send(vs...)
	if n > 0 || q.Closed() && len(vs) > 0 {
		t.abandoned = t.abandoned || len(p.held) > 0
		p.held = nil
		p.mayBeShut = q.Closed()
	}
	t.sent += uint64(n)
	t.tail += uint64(n)
	return n
}

// batch notes that a batch of p's was sent, of which n were accepted.
func (t *channelTest[T]) batch(p *producer[T], n int) {
	if n > 0 {
		t.counts.SendBatches++
	} else if t.model.Queue(p.id).Closed() {
		t.refused++
	}
}

// contextFor returns a context that is done if the operation would block, and
// sometimes if not: then it must make no difference (T14).
func (t *channelTest[T]) contextFor(blocks bool, how int) context.Context {
	if blocks || how%2 == 0 {
		return t.done
	}
	return t.alive
}

// outcome checks the error of a blocking operation that did all it had to, or
// else found the channel closed, or else would have blocked.
func (t *channelTest[T]) outcome(what string, err error, all, closed bool) {
	switch {
	case all:
		t.check(err == nil, "%s: error %v, want none", what, err)
	case closed:
		t.check(errors.Is(err, channels.ErrClosed) && !errors.Is(err, errCause), "%s: error %v, want ErrClosed", what, err)
	default:
		t.check(errors.Is(err, errCause) && !errors.Is(err, channels.ErrClosed), "%s: error %v, want the context's cause", what, err)
	}
}

func (t *channelTest[T]) trySend(p *producer[T]) {
	v := t.fresh(p, 1)
	want := t.accepts(p, v) == 1
	got := p.TrySend(v[0])
	t.logf("TrySend(%v) = %v", v[0], got)
	t.check(got == want, "TrySend is %v, want %v", got, want)
}

// burst sends one by one, beyond what there is space for if n is large.
func (t *channelTest[T]) burst(p *producer[T], n int) {
	for range n {
		t.trySend(p)
	}
}

func (t *channelTest[T]) trySendBatch(p *producer[T], size int) {
	vs := t.fresh(p, size)
	want := t.accepts(p, vs)
	got := p.TrySendBatch(vs)
	t.logf("TrySendBatch(%v) = %d", vs, got)
	t.check(got == want, "TrySendBatch is %d, want %d", got, want)
	t.batch(p, want)
}

func (t *channelTest[T]) send(p *producer[T], how int) {
	v := t.fresh(p, 1)
	all, closed := t.accepts(p, v) == 1, t.model.Queue(p.id).Closed()
	err := p.Send(t.contextFor(!all && !closed, how), v[0])
	t.logf("Send(%v) = %v", v[0], err)
	t.outcome("Send", err, all, closed)
	t.waitedFor(!all && !closed, &t.counts.FullWaits)
}

func (t *channelTest[T]) sendBatch(p *producer[T], size, how int) {
	vs := t.fresh(p, size)
	want, closed := t.accepts(p, vs), t.model.Queue(p.id).Closed()
	all := want == size
	got, err := p.SendBatch(t.contextFor(!all && !closed, how), vs)
	t.logf("SendBatch(%v) = %d, %v", vs, got, err)
	t.check(got == want, "SendBatch is %d, want %d", got, want)
	t.outcome("SendBatch", err, all, closed)
	t.batch(p, want)
	t.waitedFor(!all && !closed, &t.counts.FullWaits)
}

// waitedFor counts an operation that had to wait.
func (t *channelTest[T]) waitedFor(waited bool, counter *uint64) {
	if waited {
		*counter++
	}
}

// reserve replaces a live reservation, if there is one (T5). After a close it
// may give slots, because the producer has not learned of it (T3).
func (t *channelTest[T]) reserve(p *producer[T], n int) {
	if n == 0 {
		t.mustPanic("Reserve(-1)", func() { p.Reserve(-1) })
	}
	q := t.model.Queue(p.id)
	w := p.Reserve(n)
	t.logf("Reserve(%d) by %d = %v", n, p.id, w)
	most := min(n, q.Free())
	if t.one() {
		most = t.contiguous(t.tail, most)
	}
	t.check(len(w) <= most && cap(w) == len(w), "Reserve(%d) has length %d and capacity %d, want %d", n, len(w), cap(w), most)
	t.check(q.Closed() || len(w) == most || !t.one() && len(w) > 0, "Reserve(%d) has length %d, want %d", n, len(w), most)
	t.check(!p.left || len(w) == 0, "Reserve(%d) of a closed producer has length %d", n, len(w))
	checkClean(t.journal, w, t.abandoned)
	p.held = poison(w)
}

// commit sends some of what is reserved; the rest is poison. Once the channel
// is closed the outcome is ErrClosed, whenever the slots were reserved (T3).
func (t *channelTest[T]) commit(p *producer[T], n int) {
	if n < 0 || n > len(p.held) {
		t.commitTooMuch(p, n)
		return
	}
	w, vs := p.held, t.fresh(p, n)
	copy(w, vs)
	p.held = nil
	want := t.accepts(p, vs)
	err := p.Commit(n)
	t.logf("Commit(%v) of %d reserved = %v", vs, len(w), err)
	if n == 0 {
		t.check(err == nil || t.model.Queue(p.id).Closed(), "Commit(0): error %v", err)
		return
	}
	t.batch(p, want)
	t.outcome("Commit", err, want == n, t.model.Queue(p.id).Closed())
}

// commitTooMuch breaks Commit's contract. A producer that knows of the close
// may say so instead of panicking.
func (t *channelTest[T]) commitTooMuch(p *producer[T], n int) {
	if !p.mayBeShut && !p.left {
		t.mustPanic("Commit of more than reserved, or less than nothing,", func() { _ = p.Commit(n) })
		return
	}
	var err error
	defer func() {
		panicked := recover() != nil
		t.logf("Commit(%d) by %d = %v, panicked %v", n, p.id, err, panicked)
		t.check(panicked || errors.Is(err, channels.ErrClosed), "Commit(%d) with %d reserved: error %v", n, len(p.held), err)
	}()
	err = p.Commit(n)
}
