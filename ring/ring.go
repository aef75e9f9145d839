// Package ring is the bounded single-producer single-consumer ring that every
// channel of this module is made of: positions, slots, reserve and commit,
// batches. It has no waiting, no goroutines and no locks.
//
// # Algorithm
//
// Lamport's ring (Specifying Concurrent Program Modules, 1983) with the peer's
// position cached as in FastForward and MCRingBuffer, and with split handles,
// so that each side's private state is a field of a handle only that side has.
//
// Step list; the labels are those in the source:
//
//	producer  P1  tail ≠ limit?                         private
//	          P2  else limit = head+capacity            ring.free    (acquire)
//	          P3  write slots [tail, tail+n)            plain
//	          P4  tail = tail+n, light fence            ring.publish (release), ring.fence
//	consumer  C1  head < cachedTail?                    private
//	          C2  else cachedTail = tail                ring.publish (acquire)
//	          C3  read, then clear, slots [head, head+n) plain
//	          C4  head = head+n, light fence            ring.free    (release), ring.fence
//
// Invariants, as signed distances, after every operation:
//
//	head ≤ cachedTail ≤ tail ≤ limit ≤ head + capacity
//	slots [head, tail) belong to the consumer, all others to the producer
//
// # Concurrency properties
//
// One goroutine at a time may use the [Producer], one at a time the
// [Consumer]; Len, Cap and [Producer.Seal] may be called from any goroutine.
// Every operation but Seal and [Barrier] is wait-free, bounded by the number of
// elements it moves; none allocates.
//
// # Order
//
// A send releases, and a receive that takes its message acquires, what the
// producer did before; a receive releases, and the send that reuses its slot
// acquires, in the same way. No operation is sequentially consistent: what it
// did may become visible to the other end some tens of nanoseconds after it
// returned, and after loads that its goroutine did since. "Full", "empty" and
// "at a moment during the call" are meant in the order of happens-before: a
// receive that comes after a send by any other synchronisation sees its message.
//
// So a goroutine that sends and then loads a flag, while another raises that
// flag and then finds the ring empty, may miss it while being missed. The
// channels of this module have their own cure; see [Barrier] for yours.
//
// # Guarantees
//
//	G1 order         per-producer FIFO               TestAgreesWithSliceModel
//	G2 exactly once  also when a handler panics      TestHandlerPanicLeavesUnhandled
//	G3 race-free     zero-copy windows included      stress.TestRing under -race
//	G4 wake-up       n/a: nothing here waits
//	G5 bounds        never above capacity; consumed
//	                 slots hold no pointers          TestConsumedSlotsHoldNoPointers
//	G6 replay        rapid and fuzz print the input  fuzz.FuzzRing
//	G7 hostile peer  n/a: one address space
package ring

import (
	"fmt"
	"math/bits"
	"reflect"
	"sync/atomic"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// line is the distance kept between fields that different cores write: two
// cache lines, because x86 prefetches them in pairs.
const line = 128

// pad keeps what follows it on another pair of cache lines.
type pad [line]byte

// positions is what the two sides share besides the slots. Positions count
// messages since the ring was made and wrap at 2^64.
type positions struct {
	_     pad
	tail  atomic.Uint64 // written by the producer: end of what is published
	_     pad
	head  atomic.Uint64 // written by the consumer: end of what is free again
	_     pad
	final atomic.Uint64 // written once, by whoever seals: accepted messages + 1; 0 while open
	start uint64        // constant: the position of the first message
	_     pad
}

// The two sides' positions must not share a pair of cache lines.
var _ [0]struct{} = [min(0, unsafe.Offsetof(positions{}.head)-unsafe.Offsetof(positions{}.tail)-line)]struct{}{}

// New makes a ring for at least capacity messages, rounded up to a power of
// two, and returns its two ends. It panics if capacity is below 1 or too large
// to be rounded up. It allocates the slots at once.
func New[T any](capacity int) (*Producer[T], *Consumer[T]) {
	return NewAt[T](capacity, 0)
}

// NewAt is [New] with the first position given. Behaviour does not depend on
// it; tests put it just before 2^64 to take the ring across the wrap.
func NewAt[T any](capacity int, start uint64) (*Producer[T], *Consumer[T]) {
	n := roundUp(capacity)
	var r struct { // one allocation, so that the padding between the parts is ours
		p    Producer[T]
		c    Consumer[T]
		both positions
	}
	r.both.start = start
	r.both.tail.Store(start) //mo:relaxed ring.make — no other goroutine has the ring yet //mc:made &r.both
	r.both.head.Store(start) //mo:relaxed ring.make — no other goroutine has the ring yet
	slots := make([]T, n)
	clears := hasPointers(reflect.TypeFor[T]())
	r.p = Producer[T]{both: &r.both, slots: slots, mask: uint64(n - 1), tail: start, limit: start + uint64(n), clears: clears}
	r.c = Consumer[T]{both: &r.both, slots: slots, mask: uint64(n - 1), head: start, cachedTail: start, clears: clears}
	r.p.ahead, r.c.ahead = newAhead(unsafe.Pointer(unsafe.SliceData(slots)), n, unsafe.Sizeof(slots[0]))
	r.c.tidies = clears || r.c.lines > 0
	return &r.p, &r.c //mc:made &r
}

// Barrier is for those who sleep on a bare ring, or close it, by a flag of their
// own: it comes between raising the flag (atomically) and the last look at the
// ring. Then either that look sees what an operation of the other end did, or
// the other end sees the flag if it loads it after that operation. Any goroutine
// may call it. It is a system call of 0.1 to 2 µs where ring operations are
// cheaper than sequentially consistent ones (linux/amd64), and nothing elsewhere.
func Barrier() {
	order.Heavy() //mo:heavy ring.fence — between the caller's flag and its look
}

// roundUp returns the power of two at or above capacity.
func roundUp(capacity int) int {
	if capacity < 1 {
		panic(fmt.Sprintf("ring: capacity %d is below 1", capacity))
	}
	shift := bits.Len(uint(capacity - 1))
	if shift >= bits.UintSize-1 {
		panic(fmt.Sprintf("ring: capacity %d is too large to round up to a power of two", capacity))
	}
	return 1 << shift
}

// hasPointers reports whether values of type t can keep other memory alive.
func hasPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return t.Len() > 0 && hasPointers(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			if hasPointers(f.Type) {
				return true
			}
		}
		return false
	default:
		return t.Kind() > reflect.Complex128
	}
}

// publish hands the slots before tail to the consumer.
func (s *positions) publish(tail uint64) {
	order.StoreRelease(&s.tail, tail) //mo:release ring.publish — hands slots [old tail, tail) to the consumer
	order.Light()                     //mo:light ring.fence — before the caller looks whether the consumer sleeps; pairs with Barrier
}

// free hands the slots before head back to the producer.
func (s *positions) free(head uint64) {
	order.StoreRelease(&s.head, head) //mo:release ring.free — hands slots [old head, head) back
	order.Light()                     //mo:light ring.fence — before the caller looks whether the producer sleeps; pairs with Barrier
}

// totals returns how many messages were sent and received since the ring was
// made; received ≤ sent. Neither ever goes back, except that sent may count
// messages that a seal in progress then refuses.
func (s *positions) totals() (sent, received uint64) {
	received = s.head.Load() - s.start //mo:acquire ring.free — whatever the consumer knew of tail when it moved head, we know too
	sent = s.tail.Load() - s.start     //mo:relaxed ring.observe — read after head and so never behind it
	if f := s.final.Load(); f != 0 {   //mo:relaxed ring.observe — a stale look leaves tail as the answer
		sent = f - 1
	}
	return sent, received
}

// len returns how many of capacity slots hold messages, as of some moment
// during the call.
func (s *positions) len(capacity int) int {
	sent, received := s.totals()
	return int(min(sent-received, uint64(capacity)))
}
