// Package model holds executable specifications of the channels: sequential,
// obvious, slow. Fuzz targets, property tests and porcupine compare the
// production types with them, operation by operation.
package model

import (
	"fmt"
	"slices"
)

// Queue is a bounded FIFO that can be closed: the specification of a ring, of
// an spsc channel, and of one producer's share of an mpsc channel. The zero
// value holds nothing; use [NewQueue].
type Queue[T comparable] struct {
	capacity int
	items    []T
	closed   bool
}

// NewQueue returns an empty queue for capacity items, rounded up to a power of
// two as the rings do. It panics if capacity is below 1.
func NewQueue[T comparable](capacity int) *Queue[T] {
	if capacity < 1 {
		panic(fmt.Sprintf("model: capacity %d is below 1", capacity))
	}
	n := 1
	for n < capacity {
		n *= 2
	}
	return &Queue[T]{capacity: n}
}

// Send appends as many of vs as fit and returns how many: none once closed.
func (q *Queue[T]) Send(vs ...T) int {
	if q.closed {
		return 0
	}
	n := min(len(vs), q.Free())
	q.items = append(q.items, vs[:n]...)
	return n
}

// Recv removes and returns the oldest up to limit items.
func (q *Queue[T]) Recv(limit int) []T {
	n := max(0, min(limit, len(q.items)))
	vs := slices.Clone(q.items[:n])
	q.items = slices.Delete(q.items, 0, n)
	return vs
}

// Close stops acceptance.
func (q *Queue[T]) Close() { q.closed = true }

// Items returns the items, oldest first; the caller must not change them.
func (q *Queue[T]) Items() []T { return q.items }

// Len returns how many items there are.
func (q *Queue[T]) Len() int { return len(q.items) }

// Cap returns how many items there can be.
func (q *Queue[T]) Cap() int { return q.capacity }

// Free returns how many more items fit.
func (q *Queue[T]) Free() int { return q.capacity - len(q.items) }

// Closed reports whether the queue is closed.
func (q *Queue[T]) Closed() bool { return q.closed }

// Drained reports whether the queue is closed and empty.
func (q *Queue[T]) Drained() bool { return q.closed && len(q.items) == 0 }

// Producers is the specification of an mpsc channel: a [Queue] per producer
// and no order between them. It is not deterministic, so that instead of
// saying what is received it says whether what was received is right.
type Producers[T comparable] struct {
	capacity int
	queues   map[int]*Queue[T] // by producer, those that left included
	closed   bool
}

// NewProducers returns a channel without producers, each of which will have
// room for capacity items.
func NewProducers[T comparable](capacity int) *Producers[T] {
	return &Producers[T]{capacity: capacity, queues: map[int]*Queue[T]{}}
}

// Register adds producer id, which must be new; false once closed.
func (m *Producers[T]) Register(id int) bool {
	if m.closed {
		return false
	}
	m.queues[id] = NewQueue[T](m.capacity)
	return true
}

// Leave deregisters producer id: what it sent is still received.
func (m *Producers[T]) Leave(id int) { m.Queue(id).Close() }

// Queue returns producer id's queue: an empty closed one for a producer that
// does not exist.
func (m *Producers[T]) Queue(id int) *Queue[T] {
	if q := m.queues[id]; q != nil {
		return q
	}
	q := NewQueue[T](1)
	q.Close()
	return q
}

// Recv says that v was received as sent by producer id; an error says why that
// is wrong.
func (m *Producers[T]) Recv(id int, v T) error {
	q := m.Queue(id)
	if q.Len() == 0 {
		return fmt.Errorf("model: received %v of producer %d, of which nothing is in the channel", v, id)
	}
	if got := q.Items()[0]; got != v {
		return fmt.Errorf("model: received %v of producer %d, whose oldest message is %v", v, id, got)
	}
	q.Recv(1)
	return nil
}

// Close stops acceptance.
func (m *Producers[T]) Close() {
	m.closed = true
	for _, q := range m.queues {
		q.Close()
	}
}

// Closed reports whether the channel is closed.
func (m *Producers[T]) Closed() bool { return m.closed }

// Len returns how many items all producers have in the channel.
func (m *Producers[T]) Len() (n int) {
	for _, q := range m.queues {
		n += q.Len()
	}
	return n
}

// Drained reports whether the channel is closed and empty.
func (m *Producers[T]) Drained() bool { return m.closed && m.Len() == 0 }
