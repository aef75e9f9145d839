package fuzz

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/model"
)

// errCause is the cause of the context that operations get which would block.
var errCause = errors.New("fuzz: the context is done")

// patience is how long a run may take: nothing in it has a reason to wait.
const patience = 30 * time.Second

// sender is the surface of a producer that is tested.
type sender[T any] interface {
	channels.Sender[T]
	Len() int
	Cap() int
	Closed() bool
	Close()
}

// system is a channel under test. A negative control is another one.
type system[T any] struct {
	first     sender[T]                 // the only producer, or nil: then there are many
	register  func() (sender[T], error) // nil if there is only one
	rx        channels.Receiver[T]
	observers []channels.Observer // all see the same
}

// producer is one life of a producer.
type producer[T any] struct {
	sender[T]
	id, made  int
	held      []T  // the live reservation: poison
	left      bool // it was closed, rather than the channel
	mayBeShut bool // it may have learned of the close
}

// channelTest is one run: the channel, and what it must be like.
type channelTest[T element[T]] struct {
	*journal
	system[T]
	setup     setup
	alive     context.Context
	done      context.Context
	model     *model.Producers[T]
	producers []*producer[T] // by id, those that left included
	abandoned bool           // free slots may hold poison
	pending   map[int]int    // messages a running Consume has handled, by producer

	head, tail     uint64 // positions of the only producer's ring
	sent, received uint64
	slots          int // Cap, which never shrinks

	ready <-chan struct{} // once Ready was called
	due   bool            // ready must have a signal if there is something to receive

	counts  channels.Stats // what the slow paths' counters must be
	refused uint64         // batches that a close refused: counted or not
	torn    uint64         // batches whose handler panicked: counted or not
}

// runChannel runs ops on sys.
func runChannel[T element[T]](j *journal, s setup, ops []op, sys system[T]) {
	alive, stop := context.WithTimeout(context.Background(), patience) // ends what should not have waited
	defer stop()
	done, cancel := context.WithCancelCause(alive)
	cancel(errCause)
	t := &channelTest[T]{
		journal: j, system: sys, setup: s, alive: alive, done: done,
		model: model.NewProducers[T](s.capacity), pending: map[int]int{},
		head: s.start, tail: s.start,
	}
	if sys.first != nil {
		t.enlist(sys.first)
	}
	table := channelOps[T]()
	for _, o := range ops {
		t.guard(func() { table[int(o.code)%len(table)](t, o) })
		t.guard(t.invariants)
		if t.err != nil {
			return
		}
	}
	t.guard(t.finish)
}

// enlist notes a new producer.
func (t *channelTest[T]) enlist(s sender[T]) {
	p := &producer[T]{sender: s, id: len(t.producers)}
	t.check(t.model.Register(p.id), "a closed channel has registered a producer")
	t.producers = append(t.producers, p)
}

// finish closes the channel and receives what is left (G2).
func (t *channelTest[T]) finish() {
	t.closeBy(0)
	for n := t.model.Len(); n > 0 && t.err == nil; n-- {
		t.recv()
		t.invariants()
	}
	t.recv()
	t.check(t.model.Drained(), "%d messages are left", t.model.Len())
}

// invariants are checked after every operation.
func (t *channelTest[T]) invariants() {
	for _, o := range t.observers {
		t.observe(o)
	}
	for _, p := range t.producers {
		want := t.model.Queue(p.id).Len()
		if p.left {
			want = 0
		}
		t.check(p.Len() == want, "Len of producer %d is %d, want %d", p.id, p.Len(), want)
		t.check(p.Closed() == (p.left || t.model.Closed()), "Closed of producer %d is %v", p.id, p.Closed())
		t.check(p.Cap() == model.NewQueue[T](t.setup.capacity).Cap(), "Cap of producer %d is %d", p.id, p.Cap())
	}
	if t.due && (t.model.Len() > 0 || t.model.Closed()) {
		t.check(len(t.ready) == 1, "no signal in Ready's channel with %d messages, closed %v", t.model.Len(), t.model.Closed())
	}
}

// observe compares what any goroutine may ask with the model.
func (t *channelTest[T]) observe(o channels.Observer) {
	n, s := t.model.Len(), o.Stats()
	t.check(o.Len() == n && s.Depth == n, "Len is %d, Depth %d, want %d", o.Len(), s.Depth, n)
	t.check(o.Closed() == t.model.Closed(), "Closed is %v", o.Closed())
	t.check(o.Drained() == t.model.Drained(), "Drained is %v with %d messages, closed %v", o.Drained(), n, t.model.Closed())
	t.check(s.Sent == t.sent && s.Received == t.received, "Sent and Received are %d and %d, want %d and %d", s.Sent, s.Received, t.sent, t.received)
	t.check(s.Capacity == o.Cap() && n <= s.Capacity && t.slots <= s.Capacity, "Cap is %d, Capacity %d, before it was %d", o.Cap(), s.Capacity, t.slots)
	t.slots = s.Capacity
	t.check(s.Producers == t.registered(), "Producers is %d, want %d", s.Producers, t.registered())
	if s.Latency != nil {
		t.check(s.Latency.Count == t.received, "latencies of %d messages, want %d", s.Latency.Count, t.received)
	}
	t.check((s.Latency != nil) == t.setup.options.Latency, "Latency is %v", s.Latency)
	t.check(s.FullWaits == t.counts.FullWaits && s.EmptyWaits == t.counts.EmptyWaits && s.Parks == 0,
		"FullWaits, EmptyWaits and Parks are %d, %d and %d, want %d, %d and 0", s.FullWaits, s.EmptyWaits, s.Parks, t.counts.FullWaits, t.counts.EmptyWaits)
	t.check(s.SendBatches-t.counts.SendBatches <= t.refused, "SendBatches is %d, want %d", s.SendBatches, t.counts.SendBatches)
	t.check(s.RecvBatches-t.counts.RecvBatches <= t.torn, "RecvBatches is %d, want %d", s.RecvBatches, t.counts.RecvBatches)
}

// registered returns how many producers have not left.
func (t *channelTest[T]) registered() (n int) {
	for _, p := range t.producers {
		if !p.left {
			n++
		}
	}
	return n
}

// one reports whether there is only ever one producer: then the positions are known.
func (t *channelTest[T]) one() bool { return t.register == nil }

// contiguous returns how many of n slots from position at come before the end
// of the only ring.
func (t *channelTest[T]) contiguous(at uint64, n int) int {
	size := t.model.Queue(0).Cap()
	return min(n, size-int(at%uint64(size)))
}

// take notes that vs were received and compares each with the model.
func (t *channelTest[T]) take(vs []T) {
	t.due = t.ready != nil
	for _, v := range vs {
		id, sent := v.producer()
		if !sent {
			t.failf("received %v, which was never sent", v)
			return
		}
		if err := t.model.Recv(id, v); err != nil {
			t.failf("%w", err)
			return
		}
		t.received++
		t.head++
	}
}

// show compares a window with the model: the messages of one producer that
// follow those already handled. It returns the producer.
func (t *channelTest[T]) show(w []T) (id int) {
	id, sent := w[0].producer()
	if !sent {
		t.failf("window %v holds what was never sent", w)
		return 0
	}
	items := t.model.Queue(id).Items()
	items = items[min(t.pending[id], len(items)):]
	t.check(len(w) == cap(w), "window of length %d has capacity %d", len(w), cap(w))
	t.check(len(w) <= len(items) && slices.Equal(w, items[:min(len(w), len(items))]), "window %v, want the first of %v", w, items)
	return id
}
