// Package lane is one producer's way to a consumer: a ring, the bell its
// producer looks at, the space its producer waits for, and the exact close. An
// spsc channel is one lane, an mpsc channel one per producer.
//
// Fields and methods say whose they are: the producer's (sender.go), the
// consumer's (receiver.go), or anybody's (this file).
//
// # Close
//
// See ring/seal.go for why the outcome is exact. The flag is the bell's:
//
//	closer    X1  bell.Close                 wait.bell
//	          X2  ring.Seal, with the fence  ring.fence, ring.seal
//	          X3  space.Take, wake both sides wait.bell
//	producer  P4  publish, light fence       ring.publish, ring.fence
//	          P5  bell.Quiet; if closed: ring.Refused tells what was not sent
//	consumer  C2  look at tail, light fence  ring.publish, ring.fence
//	          C2' bell.Closed; if so: ring.Seal bounds what is read
package lane

import (
	"sync/atomic"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// Lane is one producer's way to a consumer.
type Lane[T any] struct {
	tx      *ring.Producer[T] // producer
	shut    bool              // producer: it has learned of the close and sends nothing more
	special bool              // producer: shut, or latency is measured
	strat   wait.Strategy     // constant
	tell    func()            // constant: tells the consumer that this lane was published to
	room    *wait.Parker      // producer sleeps here for space
	pace    wait.Pace         // producer: of its looks for space
	clock   *clock            // constant: nil unless latency is measured
	_       [128]byte

	rx      *ring.Consumer[T] // consumer
	lag     wait.Lag          // consumer: of Look
	shownAt uint64            // consumer: head when Window was last called

	_     [128]byte
	bell  wait.Bell // looked at by the producer after every publish
	_     [128]byte
	space wait.Bell // looked at by the consumer after every release
	_     [128]byte

	fullWaits   atomic.Uint64 // written by the producer
	sendBatches atomic.Uint64 // written by the producer
	_           [128]byte
}

// plenty is how much space a sender's look should find: the more, the more rarely
// the line of head is taken from the receiver, who is about to write to it.
const plenty = 64

// clock carries the time each message was sent from producer to consumer. Its
// ring is in step with the messages' and twice as long, because the consumer
// takes a stamp only after it has handed the message's slot back.
type clock struct {
	base time.Time
	tx   *ring.Producer[time.Duration] // producer
	rx   *ring.Consumer[time.Duration] // consumer
	hist *channels.Histogram           // consumer records

	_     [128]byte
	taken uint64 // consumer: head up to which stamps were taken
}

// Init makes l a lane for capacity messages. tell is called by the producer
// when it takes the consumer's request. hist is nil unless latency is measured.
func (l *Lane[T]) Init(capacity int, o channels.Options, hist *channels.Histogram, tell func()) {
	l.strat, l.tell, l.room = o.Wait, tell, wait.NewParker()
	l.tx, l.rx = ring.NewAt[T](capacity, o.Start)
	l.lag = o.Wait.Lag(l.tx.Cap())
	l.pace = o.Wait.Pace(min(l.tx.Cap()/4, plenty))
	if hist != nil {
		l.special = true
		l.clock = &clock{base: time.Now(), hist: hist, taken: o.Start}
		l.clock.tx, l.clock.rx = ring.NewAt[time.Duration](2*l.tx.Cap(), o.Start)
	}
}

// InitShut makes l a lane that was closed before anything was sent. Its
// producer's methods only read it, so producers may share it.
func (l *Lane[T]) InitShut() {
	l.Init(1, channels.Options{}, nil, nil)
	l.shutDown()
	l.bell.Close()
}

// Close stops acceptance and wakes the producer. The caller wakes the consumer.
func (l *Lane[T]) Close() {
	l.bell.Close()
	l.tx.Seal()
	l.space.Take() // a wake-up that is due is not sent again: either the sleeper asks after this and sees the close, or we know that it took the last one
	l.room.Wake()
}

// Closed reports whether the lane is closed.
func (l *Lane[T]) Closed() bool { return l.bell.Closed() }

// Drained reports whether the lane is closed and everything accepted received.
func (l *Lane[T]) Drained() bool {
	if !l.bell.Closed() {
		return false
	}
	l.tx.Seal()
	sent, received := l.tx.Totals()
	return sent == received
}

// Len returns the number of messages in the lane, 0 ≤ Len ≤ Cap.
func (l *Lane[T]) Len() int { return l.tx.Len() }

// Cap returns the lane's capacity.
func (l *Lane[T]) Cap() int { return l.tx.Cap() }

// AddStats adds what this lane has seen to s.
func (l *Lane[T]) AddStats(s *channels.Stats) {
	sent, received := l.tx.Totals()
	if l.bell.Closed() { // what a seal in progress is about to refuse does not count
		l.tx.Seal()
		sent, received = l.tx.Totals()
	}
	s.Sent += sent
	s.Received += received
	s.Depth += int(min(sent-received, uint64(l.Cap())))
	s.Capacity += l.Cap()
	s.FullWaits += l.fullWaits.Load()     //mo:relaxed lane.stats — a statistic: orders nothing
	s.SendBatches += l.sendBatches.Load() //mo:relaxed lane.stats — a statistic: orders nothing
	s.Parks += l.room.Parks()
}
