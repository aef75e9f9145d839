package fuzz

import (
	"slices"

	"github.com/ringmpsc/ringmpsc-go/model"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// Ring runs the operations that data encodes on a [ring] and returns an error,
// which lists them, at the first that disagrees with the model.
//
// [ring]: github.com/ringmpsc/ringmpsc-go/ring
func Ring(data []byte) error {
	s, ops := decode(data)
	return run("ring", s, func(j *journal) {
		if s.boxed {
			runRing(j, s, ops, newRing[boxed])
		} else {
			runRing(j, s, ops, newRing[number])
		}
	})
}

// ringProducer is the surface of [ring.Producer] that is tested. A negative
// control is another implementation.
type ringProducer[T any] interface {
	TrySend(v T) bool
	TrySendBatch(vs []T) int
	Reserve(n int) []T
	Commit(n int)
	Reserved() int
	Free() int
	CachedFree() int
	Drained() bool
	Seal()
	Refused(n int) int
	Totals() (sent, received uint64)
	Len() int
	Cap() int
}

// ringConsumer is the surface of [ring.Consumer] that is tested.
type ringConsumer[T any] interface {
	TryRecv() (T, bool)
	TryRecvBatch(dst []T) int
	Peek() []T
	Window() []T
	Release(n int)
	Consume(limit int, f func([]T)) int
	Cached() int
	Readable() int
	Head() uint64
	Seal()
	Sealed() bool
	Len() int
	Cap() int
}

func newRing[T any](s setup) (ringProducer[T], ringConsumer[T]) {
	return ring.NewAt[T](s.capacity, s.start)
}

// ringTest is one run: the ring, and what it must be like.
type ringTest[T element[T]] struct {
	*journal
	p     ringProducer[T]
	c     ringConsumer[T]
	start uint64

	model      *model.Queue[T]
	head, tail uint64 // where the model's first and next item are
	made       int    // elements made
	held       []T    // the live reservation: poison
	abandoned  bool   // a send ended a live reservation, so free slots may hold poison
	shown      []T    // a window that must keep showing the oldest messages
	shut       bool   // a send was refused: the producer sends nothing more
}

// runRing runs ops on a ring that create made.
func runRing[T element[T]](j *journal, s setup, ops []op, create func(setup) (ringProducer[T], ringConsumer[T])) {
	t := &ringTest[T]{journal: j, start: s.start, head: s.start, tail: s.start, model: model.NewQueue[T](s.capacity)}
	t.p, t.c = create(s)
	table := ringOps[T]()
	for _, o := range ops {
		t.guard(func() { table[int(o.code)%len(table)](t, o) })
		t.guard(t.invariants)
		if t.err != nil {
			return
		}
	}
	t.guard(t.finish)
}

// invariants are checked after every operation, without the ring's handles
// looking at each other's position: that would hide stale cached ones.
func (t *ringTest[T]) invariants() {
	n := t.model.Len()
	t.check(t.p.Len() == n && t.c.Len() == n, "Len is %d and %d, want %d", t.p.Len(), t.c.Len(), n)
	t.check(t.p.Cap() == t.model.Cap() && t.c.Cap() == t.model.Cap(), "Cap is %d and %d, want %d", t.p.Cap(), t.c.Cap(), t.model.Cap())
	t.check(t.c.Head() == t.head, "Head is %#x, want %#x", t.c.Head(), t.head)
	t.check(t.c.Cached() >= 0 && t.c.Cached() <= n, "Cached is %d with %d messages", t.c.Cached(), n)
	sent, received := t.p.Totals()
	t.check(sent == t.tail-t.start && received == t.head-t.start,
		"Totals are %d and %d, want %d and %d", sent, received, t.tail-t.start, t.head-t.start)
	t.check(t.shut || t.p.Reserved() == len(t.held), "Reserved is %d, want %d", t.p.Reserved(), len(t.held))
	t.check(len(t.shown) <= n && slices.Equal(t.shown, t.model.Items()[:min(n, len(t.shown))]),
		"a window on show has become %v, want %v", t.shown, t.model.Items())
}

// finish receives what is left.
func (t *ringTest[T]) finish() {
	for t.err == nil && t.model.Len() > 0 {
		t.tryRecv()
		t.invariants()
	}
	t.tryRecv()
}

// fresh makes n elements.
func (t *ringTest[T]) fresh(n int) []T {
	var zero T
	vs := make([]T, n)
	for i := range vs {
		t.made++
		vs[i] = zero.make(0, t.made, false)
	}
	return vs
}

// accepts notes in the model that vs were offered, and returns how many of them
// fit. On a sealed ring they fit, and are refused.
func (t *ringTest[T]) accepts(vs []T) int {
	n := min(len(vs), t.model.Free())
	if n > 0 {
		t.abandoned = t.abandoned || len(t.held) > 0
		t.held = nil
		t.tail += uint64(t.model.Send(vs...))
	}
	return n
}

// settle asks about the n messages just published on a ring that may be sealed (T3).
func (t *ringTest[T]) settle(n int) {
	if !t.model.Closed() || n == 0 {
		return
	}
	refused := t.p.Refused(n)
	t.logf("Refused(%d) = %d", n, refused)
	t.check(refused == n, "%d of %d messages sent after Seal were refused", refused, n)
	t.shut = true
}

// received notes that vs were received and compares them with the model.
func (t *ringTest[T]) received(vs []T) {
	want := t.model.Recv(len(vs))
	t.head += uint64(len(vs))
	t.shown = nil
	t.check(slices.Equal(vs, want), "received %v, want %v", vs, want)
}

// contiguous returns how many of n slots from position at come before the end
// of the array.
func (t *ringTest[T]) contiguous(at uint64, n int) int {
	return min(n, t.model.Cap()-int(at%uint64(t.model.Cap())))
}
