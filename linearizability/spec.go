package linearizability

import (
	"fmt"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
)

// Spec is what a queue promises. [FIFO] and [PerProducer] make one.
type Spec struct {
	// Capacity is the number of items the queue holds, or with PerProducer the
	// number it holds of each producer. 0 means that it is never full.
	Capacity int

	// PerProducer says that there is one queue per producer, each FIFO, and no
	// order between them: the specification of a ring-decomposed mpsc channel.
	// It is checked queue by queue. An empty receive says of each queue that it
	// was empty at a moment of its own.
	PerProducer bool

	// Timeout bounds the time that Check takes, 10 seconds if 0.
	Timeout time.Duration

	_ struct{}
}

// FIFO specifies one queue for capacity items: a ring, an spsc channel, a
// buffered Go channel. Capacity 0 means that it is never full.
func FIFO(capacity int) Spec { return Spec{Capacity: capacity} }

// PerProducer specifies a queue for capacity items per producer: an mpsc
// channel. Capacity 0 means that it is never full.
func PerProducer(capacity int) Spec { return Spec{Capacity: capacity, PerProducer: true} }

// model returns the specification as porcupine wants it. Pending operations
// need states in superposition, which cost too much to use without need.
func (s Spec) model(pending bool) porcupine.Model {
	if pending {
		return s.pendingModel()
	}
	return porcupine.Model{
		Init: func() any { return &state{} },
		Step: func(from, in, _ any) (bool, any) {
			t := in.(*step).apply(from.(*state), s.Capacity)
			return t != nil, t
		},
		Equal:             func(a, b any) bool { return a.(*state).equal(b.(*state)) },
		Hash:              func(a any) uint64 { return a.(*state).hash() },
		DescribeOperation: func(in, _ any) string { return in.(*step).String() },
		DescribeState:     func(a any) string { return a.(*state).String() },
	}
}

// pendingModel is model for histories in which operations did not return.
func (s Spec) pendingModel() porcupine.Model {
	m := porcupine.NondeterministicModel{
		Init: func() []any { return []any{&state{}} },
		Step: func(from, in, _ any) (to []any) {
			for _, t := range in.(*step).next(from.(*state), s.Capacity) {
				to = append(to, t)
			}
			return to
		},
		Equal:             func(a, b any) bool { return a.(*state).equal(b.(*state)) },
		Hash:              func(a any) uint64 { return a.(*state).hash() },
		DescribeOperation: func(in, _ any) string { return in.(*step).String() },
		DescribeState:     func(a any) string { return a.(*state).String() },
	}
	return m.ToModel()
}

// String returns the step as it appears in pictures.
func (st *step) String() string {
	switch {
	case st.parts == 1 || st.kind == maybePop:
		return st.op.what()
	case st.kind == push, st.kind == pop, st.kind == maybePush:
		return fmt.Sprintf("%v of %s", st.vs, st.op.what())
	default:
		return fmt.Sprintf("last of %s", st.op.what())
	}
}

// partition is the part of a history that concerns one queue.
type partition struct {
	producer int // whose queue, if PerProducer
	steps    []porcupine.Operation
}

// partitions cuts a history up. The operations stay the history's.
func (s Spec) partitions(h History) []partition {
	if !s.PerProducer {
		p := partition{}
		for i := range h {
			p.add(&h[i], h[i].steps(h[i].Values))
		}
		return []partition{p}
	}
	ps := make([]partition, 0)
	for _, id := range producers(h) {
		ps = append(ps, partitionOf(h, id))
	}
	return ps
}

// producers returns all producers that h mentions, in order.
func producers(h History) []int {
	seen := map[int]bool{}
	for i := range h {
		switch o := &h[i]; o.Kind {
		case Send, Register, Leave:
			seen[o.Producer] = true
		case Recv:
			for _, v := range o.Values {
				seen[v.Producer()] = true
			}
		}
	}
	ids := make([]int, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// partitionOf returns what h says about one producer's queue. It leaves out
// what says nothing: an empty receive before the producer did anything, and all
// but the first after the last time that its queue changed.
func partitionOf(h History, producer int) partition {
	p := partition{producer: producer}
	began, rested := h.busy(producer)
	idle := false // an empty receive since rested is in
	for i := range h {
		o := &h[i]
		if o.Kind == Recv && o.Outcome == Empty && (o.Return < began || o.Call > rested && idle) {
			continue
		}
		if vs, ok := o.concerns(producer); ok {
			p.add(o, o.steps(vs))
			idle = idle || o.Outcome == Empty && o.Call > rested
		}
	}
	return p
}

// busy returns when a producer's queue was first and last touched.
func (h History) busy(producer int) (began, rested int64) {
	began = Never
	for i := range h {
		o := &h[i]
		if _, ok := o.concerns(producer); ok && o.Outcome != Empty {
			began, rested = min(began, o.Call), max(rested, o.Return)
		}
	}
	return began, rested
}

// concerns reports whether o says anything about a producer's queue, and which
// of its values are the producer's.
func (o *Operation) concerns(producer int) ([]Value, bool) {
	switch {
	case o.Kind == Close:
		return nil, true
	case o.Kind != Recv:
		return o.Values, o.Producer == producer
	case len(o.Values) == 0:
		return nil, true
	}
	var vs []Value
	for _, v := range o.Values {
		if v.Producer() == producer {
			vs = append(vs, v)
		}
	}
	return vs, len(vs) > 0
}
