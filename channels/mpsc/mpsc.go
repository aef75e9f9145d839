// Package mpsc is a channel from many producers to one consumer: every producer
// has a bounded ring of its own, so producers never contend with each other.
//
//	ch, c := mpsc.New[int](1024)
//	p, err := ch.Register()
//	go func() { defer p.Close(); _ = p.Send(ctx, 42) }()
//	for v := range c.All(ctx) { … }
//
// # Algorithm
//
// The consumer polls, in turn, the rings it knows to be active. A ring that it
// finds empty for long, or any ring before it sleeps, is dismissed: the
// consumer asks its producer to ring the bell with the next message (package
// wait), looks once more, and forgets the ring. The producer that takes the
// request pushes its ring on the list of rung ones and wakes the consumer,
// which adopts the whole list with one swap. So a poll costs what the active
// rings cost, however many are registered, and a new ring is known to nobody
// before its first message:
//
//	producer  M1  publish, light fence            ring.publish, ring.fence
//	          M2  bell set? take it               wait.bell
//	          M3  push the ring on rung           mpsc.rung    (acqrel)
//	          M4  wake the consumer               wait        (gives up if a wake-up is due)
//	consumer  D0  settle: replace rung by itself  mpsc.rung    (release, after a wake-up)
//	          D1  ask, heavy fence                wait.bell, ring.fence
//	          D2  look at tail: a message? take the request back and keep the ring
//	          D3  forget the ring
//	          A1  take all of rung                mpsc.rung    (acquire)
//
// # What an empty receive means
//
// TryRecv reports empty only if every ring was empty of completed sends when
// the call began: a ring is active, or on the rung list, before the send that
// filled it returns, and nobody but the consumer empties rings.
//
// # Order
//
// Each producer's messages are received in the order it sent them. Messages of
// different producers have no order: a message sent by B after A's send had
// returned may be received before it. The channel is therefore not a FIFO
// queue; package linearizability shows the history.
//
// # Concurrency properties
//
// [Channel]'s methods may be called from any goroutine at any time. One
// goroutine at a time may use a [Producer], one at a time the [Consumer].
//
// The Try operations, Reserve, Commit and Consume are lock-free; Send, Recv and
// what is built on them block, as [channels.Options] says; Register, Close, Len
// and Stats take a lock that is only ever held for bookkeeping, as does the
// consumer when a producer has left or the channel is closed. Sends and
// receives do not allocate, but the consumer's list of active rings may grow.
//
// # Guarantees
//
//	G1 order         per-producer FIFO                            explorer.TestShippedTypes, linearizability.TestMPSC
//	G2 exactly once  across close, deregistration, cancellation,
//	                 handler panics                               explorer.TestShippedTypes, stress.TestMPSC, channels.TestCloseIsExact
//	G3 race-free     zero-copy windows included                   explorer.TestShippedTypes, stress.TestMPSC under -race
//	G4 wake-up       none lost, no deadlock                       explorer.TestShippedTypes (every execution of small scenarios), channels.TestWakeups
//	G5 bounds        0 ≤ Len ≤ Cap; memory follows the largest
//	                 number of producers at one time              TestChurnReusesRings
//	G6 replay        every failure prints its seed or input       fuzz.FuzzMPSC
//	G7 hostile peer  n/a: one address space
package mpsc

import (
	"sync"
	"sync/atomic"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/internal/lane"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// Channel is what all goroutines share: it registers producers, closes and
// observes.
type Channel[T any] struct {
	ringCap int                 // constant: capacity of each ring
	options channels.Options    // constant
	parker  *wait.Parker        // the consumer sleeps here for messages
	hist    *channels.Histogram // constant: nil unless latency is measured
	left    lane.Lane[T]        // constant: a closed lane, for producers that were closed

	_      [128]byte
	rung   atomic.Pointer[member[T]] // producers push; the consumer takes all
	_      [128]byte
	closed atomic.Bool // set once, under mu

	mu        sync.Mutex
	all       []*member[T] // under mu: every lane ever made
	free      []*member[T] // under mu: those without a producer; asked, if the consumer does not know them
	producers int          // under mu: how many are registered

	_           [128]byte
	emptyWaits  atomic.Uint64 // written by the consumer
	recvBatches atomic.Uint64 // written by the consumer
}

// member is one producer's lane.
type member[T any] struct {
	lane.Lane[T]
	next   *member[T] // on the rung list; passed on with the push //mc:shared
	misses int        // consumer: looks in a row that found it empty
}

// New makes a channel whose producers each have room for at least capacity
// messages, rounded up to a power of two. It panics if capacity is below 1.
func New[T any](capacity int) (*Channel[T], *Consumer[T]) {
	return NewWith[T](capacity, channels.Options{})
}

// NewWith is [New] with options.
func NewWith[T any](capacity int, o channels.Options) (*Channel[T], *Consumer[T]) {
	ch := &Channel[T]{ringCap: capacity, options: o, parker: wait.NewParker()}
	if o.Latency {
		ch.hist = new(channels.Histogram)
	}
	ch.left.InitShut()
	ch.free = append(ch.free, ch.newMember()) // a bad capacity panics here rather than in Register
	ch.ringCap = ch.free[0].Cap()
	return ch, &Consumer[T]{ch: ch, pace: o.Wait.Pace(min(turnLength, ch.ringCap/2))}
}

// Register adds a producer, with a ring that a former producer left if there
// is one. It returns ErrClosed on a closed channel.
func (ch *Channel[T]) Register() (*Producer[T], error) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	if ch.closed.Load() { //mo:relaxed mpsc.closed — under mu
		return nil, channels.ErrClosed
	}
	if len(ch.free) == 0 {
		ch.free = append(ch.free, ch.newMember())
	}
	last := len(ch.free) - 1
	m := ch.free[last]
	ch.free = ch.free[:last]
	ch.producers++
	return &Producer[T]{ch: ch, lane: &m.Lane, m: m}, nil
}

// newMember makes a lane that the consumer does not know. The caller holds mu,
// or has the channel to itself.
func (ch *Channel[T]) newMember() *member[T] {
	m := new(member[T])
	m.Init(ch.ringCap, ch.options, ch.hist, func() { ch.ring(m) })
	m.Renew() //mc:made m
	ch.all = append(ch.all, m)
	return m
}

// ring tells the consumer that m was published to (M3, M4). Its caller has
// taken the request, so m is on the list at most once.
func (ch *Channel[T]) ring(m *member[T]) {
	for {
		first := ch.rung.Load() //mo:relaxed mpsc.rung — the compare-and-swap decides
		m.next = first
		if ch.rung.CompareAndSwap(first, m) { //mo:acqrel mpsc.rung — hands over m and all it links to; pairs with settle
			break
		}
	}
	ch.parker.Wake()
}

// leave deregisters m's producer. If unknown, the consumer does not know m.
func (ch *Channel[T]) leave(m *member[T], unknown bool) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.producers--
	if unknown {
		ch.recycle(m)
	}
}

// recycle makes a lane whose producer left available to Register, unless the
// channel is closed: then nobody will need it. The caller holds mu and owns m:
// the consumer does not know it, or is dismissing it, or is the caller.
func (ch *Channel[T]) recycle(m *member[T]) {
	if ch.closed.Load() { //mo:relaxed mpsc.closed — under mu
		return
	}
	m.Renew()
	ch.free = append(ch.free, m)
}

// Close stops acceptance and wakes everybody; what was accepted can still be
// received. It is idempotent and does not wait for the consumer.
func (ch *Channel[T]) Close() {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.closed.Swap(true) //mo:acqrel mpsc.closed — hands over what the closer did before; pairs with settle
	for _, m := range ch.all {
		m.Lane.Close()
	}
	ch.parker.Wake()
}

// members returns every lane. On a closed channel all of them are sealed.
func (ch *Channel[T]) members() []*member[T] {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	return append([]*member[T](nil), ch.all...)
}

// Closed reports whether the channel is closed.
func (ch *Channel[T]) Closed() bool {
	return ch.closed.Load() //mo:acquire mpsc.closed — takes over what the closer did before
}

// Drained reports whether the channel is closed and everything accepted was
// received.
func (ch *Channel[T]) Drained() bool {
	if !ch.Closed() {
		return false
	}
	for _, m := range ch.members() {
		if !m.Drained() {
			return false
		}
	}
	return true
}

// Len returns the number of messages in all rings, 0 ≤ Len ≤ Cap.
func (ch *Channel[T]) Len() int { return ch.Stats().Depth }

// Cap returns the number of slots of all rings made so far. It never shrinks:
// rings of producers that left are reused.
func (ch *Channel[T]) Cap() int { return ch.Stats().Capacity }

// Stats returns a snapshot of the channel's counters.
func (ch *Channel[T]) Stats() channels.Stats {
	s := channels.Stats{
		EmptyWaits:  ch.emptyWaits.Load(),  //mo:relaxed mpsc.stats — a statistic: orders nothing
		RecvBatches: ch.recvBatches.Load(), //mo:relaxed mpsc.stats — a statistic: orders nothing
		Parks:       ch.parker.Parks(),
	}
	if ch.hist != nil {
		s.Latency = ch.hist.Snapshot()
	}
	ch.mu.Lock()
	defer ch.mu.Unlock()
	s.Producers = ch.producers
	for _, m := range ch.all {
		m.AddStats(&s)
	}
	return s
}
