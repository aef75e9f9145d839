package explore_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// ringOrders are the orders of the four accesses of a ring that hand over.
type ringOrders struct{ publish, look, free, reclaim Order }

var declared = ringOrders{Release, Acquire, Release, Acquire}

// ringScenario is a ring of two slots with cached positions, written against
// the explorer's locations: n messages, as many tries on each side, or waiting.
func ringScenario(n int, wait bool, o ringOrders) func(*World) {
	return func(w *World) {
		r := &tinyRing{w: w, head: w.Atomic("head", 0), tail: w.Atomic("tail", 0), wait: wait, o: o}
		for i := range r.slots {
			r.slots[i] = w.Plain(fmt.Sprintf("slot[%d]", i), 0)
		}
		w.Go("producer", func() {
			var cached uint64
			v := uint64(1)
			for tries := 0; v <= uint64(n) && (wait || tries < n); tries++ {
				if r.send(v, &cached) {
					v++
				}
			}
			w.Out(v - 1)
		})
		w.Go("consumer", func() {
			var cached uint64
			v := uint64(1)
			for tries := 0; v <= uint64(n) && (wait || tries < n); tries++ {
				if got, ok := r.recv(&cached); ok {
					w.Assert(got == v, "received %d, want %d", got, v)
					v++
				}
			}
			w.Out(v - 1)
		})
	}
}

type tinyRing struct {
	w          *World
	head, tail *Atomic
	slots      [2]*Plain
	wait       bool
	o          ringOrders
}

func (r *tinyRing) send(v uint64, cached *uint64) bool {
	tail := r.tail.Load(Relaxed)
	if tail-*cached >= 2 {
		if r.wait {
			*cached = r.head.Await(r.o.reclaim, func(h uint64) bool { return tail-h < 2 })
		} else {
			*cached = r.head.Load(r.o.reclaim)
		}
		if tail-*cached >= 2 {
			return false
		}
	}
	r.slots[tail%2].Write(v)
	r.tail.Store(tail+1, r.o.publish)
	return true
}

func (r *tinyRing) recv(cached *uint64) (uint64, bool) {
	head := r.head.Load(Relaxed)
	if head >= *cached {
		if r.wait {
			*cached = r.tail.Await(r.o.look, func(t uint64) bool { return t > head })
		} else {
			*cached = r.tail.Load(r.o.look)
		}
		if head >= *cached {
			return 0, false
		}
	}
	v := r.slots[head%2].Read()
	r.head.Store(head+1, r.o.free)
	return v, true
}

// TestRingCounts: the numbers of executions that GenMC and the prototypes have
// found for this ring.
func TestRingCounts(t *testing.T) {
	for _, c := range []struct {
		n           int
		wait        bool
		g, tso, c11 uint64
	}{
		{3, true, 5, 5, 5}, {4, true, 12, 12, 12}, {5, true, 29, 29, 29},
		{3, false, 28, 31, 31}, {4, false, 128, 155, 155}, {5, false, 605, 795, 795},
		{6, false, 0, 0, 4135}, {7, false, 0, 0, 21734},
	} {
		for m, want := range map[Model]uint64{SC: c.g, Go: c.g, TSO: c.tso, RC11: c.c11} {
			if want == 0 {
				continue
			}
			begin := time.Now()
			r := Explore(m, Bounds{}, ringScenario(c.n, c.wait, declared), nil)
			if r.Executions != want || r.Violation != nil {
				t.Errorf("n %d, wait %t: %v, want %d %v", c.n, c.wait, r, want, r.Violation)
			}
			if m == RC11 {
				t.Logf("n %d, wait %t: %v, %d stuck, %v", c.n, c.wait, r, r.Stuck, time.Since(begin))
			}
		}
	}
}

// TestRingNeedsItsOrders: each order weakened alone races under RC11, and only
// there.
func TestRingNeedsItsOrders(t *testing.T) {
	for name, weaken := range map[string]func(*ringOrders){
		"publish": func(o *ringOrders) { o.publish = Relaxed },
		"look":    func(o *ringOrders) { o.look = Relaxed },
		"free":    func(o *ringOrders) { o.free = Relaxed },
		"reclaim": func(o *ringOrders) { o.reclaim = Relaxed },
	} {
		o := declared
		weaken(&o)
		if r := Explore(RC11, Bounds{}, ringScenario(4, false, o), nil); r.Violation == nil {
			t.Errorf("%s relaxed: %v, want a race", name, r)
		}
		for m, want := range map[Model]uint64{Go: 128, TSO: 155} {
			if r := Explore(m, Bounds{}, ringScenario(4, false, o), nil); r.Violation != nil || r.Executions != want {
				t.Errorf("%s relaxed: %v %v", name, r, r.Violation)
			}
		}
	}
}

// vyukov is the bounded queue with a sequence number per slot: two slots, two
// tries per operation.
type vyukov struct {
	w          *World
	enq, deq   *Atomic
	seq        [2]*Atomic
	data       [2]*Plain
	look, publ Order
}

func vyukovScenario(producers, consumers, n int) func(*World) {
	return func(w *World) {
		q := newVyukov(w)
		for p := range producers {
			w.Go(fmt.Sprint("producer", p), func() {
				for i := range n {
					q.send(uint64(100*(p+1) + i))
				}
			})
		}
		for c := range consumers {
			w.Go(fmt.Sprint("consumer", c), func() {
				for range n * producers {
					if v, ok := q.recv(); ok {
						w.Out(v)
					}
				}
			})
		}
	}
}

func newVyukov(w *World) *vyukov {
	q := &vyukov{w: w, enq: w.Atomic("enq", 0), deq: w.Atomic("deq", 0), look: Acquire, publ: Release}
	for i := range q.seq {
		q.seq[i], q.data[i] = w.Atomic(fmt.Sprintf("seq[%d]", i), uint64(i)), w.Plain(fmt.Sprintf("data[%d]", i), 0)
	}
	return q
}

func (q *vyukov) send(v uint64) bool {
	pos := q.enq.Load(Relaxed)
	for range 2 {
		switch d := int64(q.seq[pos%2].Load(q.look) - pos); {
		case d == 0:
			found, ok := q.enq.CompareAndExchange(pos, pos+1, Relaxed, Relaxed)
			if ok {
				q.data[pos%2].Write(v)
				q.seq[pos%2].Store(pos+1, q.publ)
				return true
			}
			pos = found
		case d < 0:
			return false
		default:
			pos = q.enq.Load(Relaxed)
		}
	}
	return false
}

func (q *vyukov) recv() (uint64, bool) {
	pos := q.deq.Load(Relaxed)
	for range 2 {
		switch d := int64(q.seq[pos%2].Load(q.look) - (pos + 1)); {
		case d == 0:
			found, ok := q.deq.CompareAndExchange(pos, pos+1, Relaxed, Relaxed)
			if ok {
				v := q.data[pos%2].Read()
				q.seq[pos%2].Store(pos+2, q.publ)
				return v, true
			}
			pos = found
		case d < 0:
			return 0, false
		default:
			pos = q.deq.Load(Relaxed)
		}
	}
	return 0, false
}

// TestVyukovCounts: the numbers of executions that GenMC and the prototypes
// have found for this queue.
func TestVyukovCounts(t *testing.T) {
	for _, c := range []struct {
		p, c, n     int
		g, tso, c11 uint64
	}{
		{1, 1, 3, 11, 14, 14}, {2, 1, 1, 30, 30, 30}, {2, 1, 2, 5328, 6186, 6976},
		{1, 2, 2, 195, 207, 245}, {2, 2, 1, 1542, 1614, 1974}, {3, 1, 1, 3132, 3186, 3600},
	} {
		for m, want := range map[Model]uint64{Go: c.g, TSO: c.tso, RC11: c.c11} {
			begin := time.Now()
			r := Explore(m, Bounds{}, vyukovScenario(c.p, c.c, c.n), nil)
			if r.Executions != want || r.Violation != nil {
				t.Errorf("%dP%dC n %d: %v, want %d %v", c.p, c.c, c.n, r, want, r.Violation)
			}
			t.Logf("%dP%dC n %d: %v, %v", c.p, c.c, c.n, r, time.Since(begin))
		}
	}
}
