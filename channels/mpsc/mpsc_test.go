package mpsc

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// message says who sent what.
type message struct{ producer, n int }

func register[T any](t *testing.T, ch *Channel[T]) *Producer[T] {
	t.Helper()
	p, err := ch.Register()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// T13: a hundred thousand producers, one after the other, use one ring, and
// nobody's messages are taken for another's.
func TestChurnReusesRings(t *testing.T) {
	ch, c := New[message](4)
	for id := range 100_000 {
		p := register(t, ch)
		for n := range id % 3 {
			p.TrySend(message{id, n})
		}
		p.Close()
		p.Close()
		if p.TrySend(message{}) || p.Send(t.Context(), message{}) != channels.ErrClosed || !p.Closed() || p.Len() != 0 || p.Cap() != 4 {
			t.Fatal("a closed producer is not closed")
		}
		for n := range id % 3 {
			if m, ok := c.TryRecv(); !ok || m != (message{id, n}) {
				t.Fatalf("received %v, %t, want %v", m, ok, message{id, n})
			}
		}
		if m, ok := c.TryRecv(); ok {
			t.Fatalf("received %v, want nothing", m)
		}
	}
	if s := ch.Stats(); len(ch.all) > 2 || len(c.active) > 1 || s.Producers != 0 || s.Sent != 99_999 {
		t.Errorf("%d rings, %d active, %+v", len(ch.all), len(c.active), s)
	}
}

// T13: producers that come and go while the consumer is away leave nothing
// behind either, if they sent nothing.
func TestChurnWithoutConsumer(t *testing.T) {
	ch, c := New[int](4)
	for range 100_000 {
		register(t, ch).Close()
	}
	if len(ch.all) != 1 || len(ch.free) != 1 {
		t.Errorf("%d rings, %d free", len(ch.all), len(ch.free))
	}
	if _, ok := c.TryRecv(); ok || len(c.active) != 0 {
		t.Error("the consumer knows a ring nobody used")
	}
}

// T13: a reservation its producer left behind is not the next one's.
func TestReservationEndsWithItsProducer(t *testing.T) {
	ch, _ := New[int](4)
	p := register(t, ch)
	p.Reserve(2)
	p.Close()
	q := register(t, ch)
	defer func() {
		if recover() == nil {
			t.Error("Commit of a former producer's reservation did not panic")
		}
	}()
	_ = q.Commit(1)
}

// T34: rings that are registered but idle are not polled: not before they have
// sent anything, and not long after they have stopped.
func TestIdleRingsAreNotPolled(t *testing.T) {
	ch, c := New[int](4)
	var ps []*Producer[int]
	for range 1000 {
		ps = append(ps, register(t, ch))
	}
	for range 10 {
		ps[0].TrySend(1)
		c.TryRecv()
	}
	if len(c.active) != 1 {
		t.Errorf("%d of 1000 registered rings are polled, 1 has sent", len(c.active))
	}
	for _, p := range ps {
		p.TrySend(2)
	}
	for i := range 1000 {
		if v, ok := c.TryRecv(); !ok || v != 2 {
			t.Fatalf("message %d: %d, %t", i, v, ok)
		}
	}
	for range 10 * patience {
		ps[0].TrySend(3)
		c.TryRecv()
	}
	if len(c.active) > fewActive {
		t.Errorf("%d rings are polled, 1 is sending", len(c.active))
	}
}

// T2, T34: a send that has returned is found by the next receive, whether its
// ring is new, active, dismissed, or asked by a receiver that gave up.
func TestCompletedSendIsFound(t *testing.T) {
	ch, c := NewWith[message](2, channels.Options{Wait: wait.Park()})
	var ps []*Producer[message]
	for i := range 20 {
		ps = append(ps, register(t, ch))
		for k := range 300 {
			p := k * 7 % (i + 1)
			switch k % 4 {
			case 1:
				for range 2 * patience { // dismissed, if many are active
					c.TryRecv()
				}
			case 2:
				c.dismissAll()
			case 3:
				c.Ready()
			}
			if !ps[p].TrySend(message{p, k}) {
				t.Fatal("full")
			}
			if m, ok := c.TryRecv(); !ok || m != (message{p, k}) {
				t.Fatalf("received %v, %t, want %v", m, ok, message{p, k})
			}
		}
	}
}

// T2, T13: a ring that is forgotten in the middle of a look does not hide one
// that has not been looked at.
func TestForgottenRingHidesNoOther(t *testing.T) {
	for rings := range 6 {
		for last := range rings {
			for retired := range rings {
				for full := range rings {
					if full == retired {
						continue
					}
					ch, c := New[int](2)
					var ps []*Producer[int]
					for range rings {
						ps = append(ps, register(t, ch))
					}
					for _, p := range ps {
						p.TrySend(0)
						c.TryRecv()
					}
					ps[last].TrySend(1) // has the last turn
					c.TryRecv()
					ps[retired].Close()
					ps[full].TrySend(2)
					if v, ok := c.TryRecv(); !ok || v != 2 {
						t.Fatalf("%d rings, last turn %d, %d retired: the message of %d is not found: %d, %t", rings, last, retired, full, v, ok)
					}
				}
			}
		}
	}
}

// T30: with one producer that always has messages, everybody else's turn comes
// within one turn of it.
func TestSaturatedProducerDoesNotStarve(t *testing.T) {
	ch, c := New[message](1024)
	ps := []*Producer[message]{register(t, ch), register(t, ch), register(t, ch)}
	waited := make([]int, len(ps))
	sent := make([]int, len(ps))
	for range 20_000 {
		for i, p := range ps {
			for (i == 0 || p.Len() == 0) && p.TrySend(message{i, sent[i]}) {
				sent[i]++
			}
		}
		m, ok := c.TryRecv()
		if !ok {
			t.Fatal("empty")
		}
		for i := range waited {
			waited[i]++
		}
		waited[m.producer] = 0
		for i, w := range waited[1:] {
			if limit := len(ps) * turnLength; w > limit {
				t.Fatalf("producer %d waits for more than %d messages", i+1, limit)
			}
		}
	}
}

// T16, T17: messages in rings the consumer does not know are delivered before
// the end, whenever Close comes.
func TestCloseDrainsEveryRing(t *testing.T) {
	for range 500 {
		ch, c := New[message](2)
		var accepted [6]int
		var wg sync.WaitGroup
		for i := range accepted {
			wg.Go(func() {
				p, err := ch.Register()
				for n := 0; err == nil; n++ {
					if err = p.Send(t.Context(), message{i, n}); err == nil {
						accepted[i]++
					}
					if n%5 == 4 {
						p.Close()
						p, err = ch.Register()
					}
				}
			})
		}
		wg.Go(func() { runtime.Gosched(); ch.Close() })
		var received [6]int
		for m := range c.All(t.Context()) {
			received[m.producer]++
		}
		wg.Wait()
		if received != accepted || !ch.Drained() {
			t.Fatalf("accepted %v, received %v, Drained %t", accepted, received, ch.Drained())
		}
	}
}

// T10, T15: with no producer at all, receives wait, and Close ends them.
func TestNoProducers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ch, c := New[int](4)
		if _, ok := c.TryRecv(); ok || c.Consume(4, nil) != 0 || c.TryRecvBatch(make([]int, 2)) != 0 {
			t.Error("received something from nobody")
		}
		go func() { time.Sleep(time.Hour); ch.Close() }()
		if _, err := c.Recv(t.Context()); err != channels.ErrClosed {
			t.Error(err)
		}
		if p, err := ch.Register(); p != nil || err != channels.ErrClosed {
			t.Errorf("Register on a closed channel: %v, %v", p, err)
		}
		if len(ch.all) != 1 || ch.Stats().Producers != 0 {
			t.Error("a failed Register left a trace")
		}
	})
}

// T8: senseless capacities are refused when the channel is made.
func TestBadCapacity(t *testing.T) {
	for _, capacity := range []int{0, -1} {
		func() {
			defer func() {
				if msg := fmt.Sprint(recover()); msg != fmt.Sprintf("ring: capacity %d is below 1", capacity) {
					t.Errorf("capacity %d: %s", capacity, msg)
				}
			}()
			New[int](capacity)
		}()
	}
}

// T10: a handler or loop body that receives is found out also when what it
// receives is another ring's, and leaves the channel usable.
func TestReceivingHandlerIsRefused(t *testing.T) {
	for _, armed := range []bool{false, true} {
		for name, receive := range map[string]func(c *Consumer[int]){
			"Consume": func(c *Consumer[int]) { c.Consume(1, func([]int) { c.TryRecv() }) },
			"Batches": func(c *Consumer[int]) {
				for range c.Batches(t.Context(), 1) {
					c.TryRecv()
				}
			},
		} {
			ch, c := New[int](1)
			a, b := register(t, ch), register(t, ch)
			if armed {
				c.Ready()
			}
			a.TrySend(1)
			b.TrySend(2)
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s, armed %t: no panic", name, armed)
					}
				}()
				receive(c)
			}()
			v, ok := c.TryRecv()
			if _, more := c.TryRecv(); !ok || more {
				t.Errorf("%s, armed %t: %d, %t, and more %t: want the one message nobody received", name, armed, v, ok, more)
			}
			ch.Close()
			if _, err := c.Recv(t.Context()); err != channels.ErrClosed {
				t.Errorf("%s, armed %t: %v", name, armed, err)
			}
		}
	}
}
