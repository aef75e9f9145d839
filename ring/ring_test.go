package ring_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
	"github.com/ringmpsc/ringmpsc-go/model"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// starts are first positions from which a few messages cross every wrap.
var starts = []uint64{0, 1, 1<<32 - 3, 1<<63 - 3, math.MaxUint64 - 4, math.MaxUint64}

// T8: capacities are rounded up to a power of two, and senseless ones refused.
func TestCapacityIsRoundedUp(t *testing.T) {
	for asked, want := range map[int]int{1: 1, 2: 2, 3: 4, 5: 8, 1000: 1024} {
		p, c := ring.New[byte](asked)
		if p.Cap() != want || c.Cap() != want {
			t.Errorf("New(%d): Cap %d and %d, want %d", asked, p.Cap(), c.Cap(), want)
		}
	}
	for _, bad := range []int{0, -1, math.MinInt, math.MaxInt, math.MaxInt/2 + 2} {
		if msg := panicOf(func() { ring.New[byte](bad) }); msg == "" {
			t.Errorf("New(%d) did not panic", bad)
		}
	}
}

// T8, T9: every capacity holds exactly its number of messages, wherever its
// positions are.
func TestHoldsExactlyCapacity(t *testing.T) {
	for _, start := range starts {
		for _, capacity := range []int{1, 2, 4, 8} {
			p, c := ring.NewAt[int](capacity, start)
			for lap := range 3 {
				for i := range capacity {
					if !p.TrySend(lap*100 + i) {
						t.Fatalf("start %d cap %d: full with %d messages", start, capacity, i)
					}
				}
				if p.TrySend(-1) {
					t.Fatalf("start %d cap %d: accepted one too many", start, capacity)
				}
				for i := range capacity {
					if v, ok := c.TryRecv(); !ok || v != lap*100+i {
						t.Fatalf("start %d cap %d: received %d, %t, want %d", start, capacity, v, ok, lap*100+i)
					}
				}
				if v, ok := c.TryRecv(); ok {
					t.Fatalf("start %d cap %d: received %d from an empty ring", start, capacity, v)
				}
			}
		}
	}
}

// T2: however often the ring was found empty, the next message is found.
func TestEmptyPollsDoNotHideMessages(t *testing.T) {
	p, c := ring.New[int](4)
	for k := range 501 {
		for range k {
			if _, ok := c.TryRecv(); ok {
				t.Fatal("received from an empty ring")
			}
		}
		p.TrySend(k)
		if v, ok := c.TryRecv(); !ok || v != k {
			t.Fatalf("after %d empty polls: %d, %t", k, v, ok)
		}
	}
}

// machine drives a ring and its model with the same operations.
type machine struct {
	p        *ring.Producer[*int]
	c        *ring.Consumer[*int]
	model    *model.Queue[*int]
	reserved []*int // what the producer has been given and not committed
	dropped  bool   // a send ended a reservation, whose slots may still hold pointers
	serial   int
}

// abandon notes that a send has ended the reservation.
func (m *machine) abandon() {
	m.dropped = m.dropped || len(m.reserved) > 0
	m.reserved = nil
}

func (m *machine) next() *int { m.serial++; v := m.serial; return &v }

func (m *machine) batch(n int) []*int {
	vs := make([]*int, n)
	for i := range vs {
		vs[i] = m.next()
	}
	return vs
}

// want checks that got is what the model releases.
func (m *machine) want(t *rapid.T, got []*int) {
	t.Helper()
	if want := m.model.Recv(len(got)); !slices.Equal(got, want) {
		t.Fatalf("received %v, want %v", deref(got), deref(want))
	}
}

func deref(ps []*int) []string {
	var s []string
	for _, p := range ps {
		if p == nil {
			s = append(s, "nil")
		} else {
			s = append(s, fmt.Sprint(*p))
		}
	}
	return s
}

// T1, T4, T5, T7, T9: any mix of operations, from any position, agrees with a
// slice, and the position invariant holds after each.
func TestAgreesWithSliceModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity := rapid.IntRange(1, 9).Draw(t, "capacity")
		start := rapid.SampledFrom([]uint64{0, 1 << 32, 1 << 63}).Draw(t, "wrap") - rapid.Uint64Range(0, 40).Draw(t, "distance")
		m := &machine{model: model.NewQueue[*int](capacity)}
		m.p, m.c = ring.NewAt[*int](capacity, start)
		t.Repeat(m.actions())
	})
}

func (m *machine) actions() map[string]func(*rapid.T) {
	actions := m.sends()
	maps.Copy(actions, m.receives())
	actions[""] = m.invariant
	return actions
}

func (m *machine) sends() map[string]func(*rapid.T) {
	size := rapid.IntRange(0, 12)
	return map[string]func(*rapid.T){
		"TrySend": func(t *rapid.T) {
			v := m.next()
			if got, want := m.p.TrySend(v), m.model.Send(v) == 1; got != want {
				t.Fatalf("TrySend = %t, want %t", got, want)
			} else if got {
				m.abandon()
			}
		},
		"TrySendBatch": func(t *rapid.T) {
			vs := m.batch(size.Draw(t, "n"))
			got, want := m.p.TrySendBatch(vs), m.model.Send(vs...)
			if got != want {
				t.Fatalf("TrySendBatch = %d, want %d", got, want)
			}
			if got > 0 {
				m.abandon()
			}
		},
		"Reserve": func(t *rapid.T) {
			n := size.Draw(t, "n")
			m.reserved, m.dropped = m.p.Reserve(n), false
			if len(m.reserved) > min(n, m.model.Free()) || len(m.reserved) == 0 && min(n, m.model.Free()) > 0 {
				t.Fatalf("Reserve(%d) = %d slots with %d free", n, len(m.reserved), m.model.Free())
			}
			for i, v := range m.reserved {
				if v != nil {
					t.Fatalf("Reserve(%d): slot %d still holds %d", n, i, *v)
				}
			}
			copy(m.reserved, m.batch(len(m.reserved)))
		},
		"Commit": func(t *rapid.T) {
			n := size.Draw(t, "n")
			if n > len(m.reserved) {
				if panicOf(func() { m.p.Commit(n) }) == "" {
					t.Fatalf("Commit(%d) with %d reserved did not panic", n, len(m.reserved))
				}
				return
			}
			vs := slices.Clone(m.reserved[:n])
			m.p.Commit(n)
			m.model.Send(vs...)
			m.reserved, m.dropped = nil, false
		},
	}
}

func (m *machine) receives() map[string]func(*rapid.T) {
	size := rapid.IntRange(0, 12)
	return map[string]func(*rapid.T){
		"TryRecv": func(t *rapid.T) {
			if v, ok := m.c.TryRecv(); ok {
				m.want(t, []*int{v})
			} else if m.model.Len() > 0 {
				t.Fatalf("TryRecv found nothing, %d are there", m.model.Len())
			}
		},
		"TryRecvBatch": func(t *rapid.T) {
			dst := make([]*int, size.Draw(t, "n"))
			n := m.c.TryRecvBatch(dst)
			if want := min(len(dst), m.model.Len()); n != want {
				t.Fatalf("TryRecvBatch = %d, want %d", n, want)
			}
			m.want(t, dst[:n])
		},
		"PeekRelease": func(t *rapid.T) {
			w := slices.Clone(m.c.Peek())
			if (len(w) == 0) != (m.model.Len() == 0) || !slices.Equal(w, m.model.Items()[:len(w)]) {
				t.Fatalf("Peek shows %v, want a start of %v", deref(w), deref(m.model.Items()))
			}
			n := rapid.IntRange(0, len(w)).Draw(t, "n")
			m.c.Release(n)
			m.want(t, w[:n])
		},
		"Skip": func(t *rapid.T) {
			n := size.Draw(t, "n")
			if n > m.model.Len() {
				if panicOf(func() { m.c.Release(n) }) == "" {
					t.Fatalf("Release(%d) of %d did not panic", n, m.model.Len())
				}
				return
			}
			m.c.Release(n)
			m.model.Recv(n)
		},
		"Consume": func(t *rapid.T) {
			limit := size.Draw(t, "limit")
			var got []*int
			n := m.c.Consume(limit, func(w []*int) { got = append(got, w...) })
			if want := min(limit, m.model.Len()); n != want || len(got) != want {
				t.Fatalf("Consume(%d) = %d and showed %d, want %d", limit, n, len(got), want)
			}
			m.want(t, got)
		},
		"ConsumePanics": func(t *rapid.T) {
			limit, bad := size.Draw(t, "limit"), rapid.IntRange(0, 1).Draw(t, "window")
			var handled []*int
			panicOf(func() {
				m.c.Consume(limit, func(w []*int) {
					if bad--; bad < 0 {
						panic("handler")
					}
					handled = append(handled, w...)
				})
			})
			m.want(t, handled)
		},
	}
}

func (m *machine) invariant(t *rapid.T) {
	if err := ring.Check(m.p, m.c); err != nil {
		t.Fatal(err)
	}
	if m.p.Len() != m.model.Len() || m.c.Len() != m.model.Len() {
		t.Fatalf("Len = %d and %d, want %d", m.p.Len(), m.c.Len(), m.model.Len())
	}
	held := 0
	for _, v := range ring.Slots(m.p) {
		if v != nil {
			held++
		}
	}
	if want := m.model.Len() + len(m.reserved); held != want && !m.dropped { // G5
		t.Fatalf("%d slots hold pointers, want %d", held, want)
	}
}

// T6: a handler that panics leaves exactly the windows it did not finish.
func TestHandlerPanicLeavesUnhandled(t *testing.T) {
	p, c := ring.NewAt[int](4, 2) // the window is split after two messages
	p.TrySendBatch([]int{1, 2, 3, 4})
	calls := 0
	msg := panicOf(func() {
		c.Consume(4, func(w []int) {
			if calls++; calls == 2 {
				panic("second window")
			}
		})
	})
	if msg != "second window" || c.Len() != 2 {
		t.Fatalf("panic %q, %d messages left, want the handler's and 2", msg, c.Len())
	}
	if v, ok := c.TryRecv(); !ok || v != 3 {
		t.Fatalf("next is %d, %t, want 3", v, ok)
	}
}

// T10: a handler that receives from its own ring is found out, and takes
// nothing with it but what it received.
func TestReentrantHandlerIsRefused(t *testing.T) {
	p, c := ring.New[int](4)
	p.TrySendBatch([]int{1, 2, 3})
	if msg := panicOf(func() { c.Consume(3, func([]int) { c.TryRecv() }) }); msg == "" {
		t.Fatal("no panic")
	}
	if v, ok := c.TryRecv(); !ok || v != 2 {
		t.Fatalf("next is %d, %t, want 2", v, ok)
	}
}

// T5: sends end a reservation, commits end it, and what was not committed
// never becomes visible.
func TestReservationEnds(t *testing.T) {
	p, c := ring.New[int](8)
	w := p.Reserve(4)
	copy(w, []int{91, 92, 93, 94})
	p.TrySend(1)
	if panicOf(func() { p.Commit(1) }) == "" {
		t.Error("Commit after a send did not panic")
	}
	copy(p.Reserve(3), []int{2, 93, 94})
	p.Commit(1)
	if panicOf(func() { p.Commit(1) }) == "" {
		t.Error("second Commit did not panic")
	}
	p.TrySendBatch([]int{3, 4})
	if panicOf(func() { p.Reserve(-1) }) == "" || panicOf(func() { p.Commit(-1) }) == "" {
		t.Error("negative counts did not panic")
	}
	got := make([]int, 8)
	if n := c.TryRecvBatch(got); !slices.Equal(got[:n], []int{1, 2, 3, 4}) {
		t.Errorf("received %v", got[:n])
	}
}

// G5: whatever held a message, or was reserved and dropped, holds no pointer.
func TestConsumedSlotsHoldNoPointers(t *testing.T) {
	for start := range uint64(4) {
		p, c := ring.NewAt[*int](4, start)
		for name, use := range map[string]func(){
			"TryRecv":      func() { c.TryRecv(); c.TryRecv(); c.TryRecv(); c.TryRecv() },
			"TryRecvBatch": func() { c.TryRecvBatch(make([]*int, 4)) },
			"Consume":      func() { c.Consume(4, func([]*int) {}) },
			"Release":      func() { c.Release(1); c.Release(3) },
			"dropped": func() {
				c.Release(4)
				copy(p.Reserve(3), []*int{new(int), new(int), new(int)})
				p.Reserve(1)
				p.Commit(0)
			},
		} {
			for range 4 {
				p.TrySend(new(int))
			}
			use()
			for i, v := range ring.Slots(p) {
				if v != nil {
					t.Fatalf("%s from %d: slot %d holds a pointer", name, start, i)
				}
			}
		}
	}
}

// T16, T17: what a seal refuses is exactly what came after the final tail.
func TestSealDecidesOnce(t *testing.T) {
	for _, start := range starts {
		p, c := ring.NewAt[*int](8, start)
		p.TrySendBatch(make([]*int, 3))
		p.Seal()
		p.TrySendBatch([]*int{new(int), new(int)})
		if n := p.Refused(2); n != 2 {
			t.Fatalf("start %d: refused %d, want 2", start, n)
		}
		c.Seal()
		if n := c.Readable(); n != 3 || c.Len() != 3 {
			t.Fatalf("start %d: %d readable, Len %d, want 3", start, n, c.Len())
		}
		if sent, received := p.Totals(); sent != 3 || received != 0 {
			t.Fatalf("start %d: sent %d, received %d", start, sent, received)
		}
		for i, v := range ring.Slots(p) {
			if v != nil {
				t.Fatalf("start %d: slot %d of a refused message holds a pointer", start, i)
			}
		}
	}
}

// Hot paths allocate nothing.
func TestNoAllocations(t *testing.T) {
	p, c := ring.New[*int](8)
	v, buf := new(int), make([]*int, 4)
	handler := func([]*int) {}
	for name, f := range map[string]func(){
		"TrySend, TryRecv":       func() { p.TrySend(v); c.TryRecv() },
		"batches":                func() { p.TrySendBatch(buf); c.TryRecvBatch(buf) },
		"Reserve, Commit, Peek":  func() { w := p.Reserve(2); p.Commit(len(w)); c.Release(len(c.Peek())) },
		"Reserve, Commit, Drain": func() { w := p.Reserve(2); p.Commit(len(w)); c.Consume(8, handler) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// panicOf returns what f panicked with, as text; "" if it returned.
func panicOf(f func()) (msg string) {
	defer func() {
		if r := recover(); r != nil {
			msg = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}
