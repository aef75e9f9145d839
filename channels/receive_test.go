package channels_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
)

// T15: a message wakes a receiver asleep in any receiving call, and a receive
// of any kind wakes a sender waiting for space.
func TestWakeups(t *testing.T) {
	receives := map[string]func(context.Context, channels.Receiver[int]) error{
		"Recv": func(ctx context.Context, c channels.Receiver[int]) error { _, err := c.Recv(ctx); return err },
		"RecvBatch": func(ctx context.Context, c channels.Receiver[int]) error {
			_, err := c.RecvBatch(ctx, make([]int, 2))
			return err
		},
		"All": func(ctx context.Context, c channels.Receiver[int]) error {
			for range c.All(ctx) {
				return nil
			}
			return ctx.Err()
		},
		"Batches": func(ctx context.Context, c channels.Receiver[int]) error {
			for range c.Batches(ctx, 2) {
				return nil
			}
			return ctx.Err()
		},
		"Ready, Consume": func(ctx context.Context, c channels.Receiver[int]) error {
			<-c.Ready()
			c.Consume(1, func([]int) {})
			return nil
		},
		"Ready, TryRecv": func(ctx context.Context, c channels.Receiver[int]) error {
			for <-c.Ready(); ; <-c.Ready() {
				if _, ok := c.TryRecv(); ok {
					return nil
				}
			}
		},
	}
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		for _, s := range sleepers {
			for name, receive := range receives {
				synctest.Test(t, func(t *testing.T) {
					e := make(1, channels.Options{Wait: s})
					ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
					defer cancel()
					for range 3 {
						end := start(func() error { return receive(ctx, e.recv) })
						time.Sleep(time.Minute) // the receiver sleeps
						e.send.TrySend(1)
						if err := <-end; err != nil {
							t.Fatalf("%v, %s: %v", s, name, err)
						}
						e.send.TrySend(1)
						end = start(func() error { return e.send.Send(ctx, 2) })
						time.Sleep(time.Minute) // the sender sleeps
						if err := receive(ctx, e.recv); err != nil {
							t.Fatalf("%v, %s: %v", s, name, err)
						}
						if err := <-end; err != nil {
							t.Fatalf("%v, after %s: %v", s, name, err)
						}
						e.recv.TryRecv()
					}
				})
			}
		}
	})
}

// T15: the edge is not lost when the message comes before Ready, nor while the
// receiver leaves messages behind, and the end is ready too.
func TestReadyKeepsItsEdge(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		synctest.Test(t, func(t *testing.T) { readyKeepsItsEdge(t, make(4, channels.Options{})) }) // a lost edge is a deadlock
	})
}

func readyKeepsItsEdge(t *testing.T, e ends[int]) {
	signalled := func() bool {
		select {
		case <-e.recv.Ready():
			return true
		default:
			return false
		}
	}
	e.send.TrySendBatch([]int{1, 2, 3})
	ready := e.recv.Ready() // attached after the send
	for want := 1; want <= 3; want++ {
		<-ready
		if v, ok := e.recv.TryRecv(); !ok || v != want {
			t.Fatal(v, ok)
		}
	}
	if signalled() {
		t.Error("ready, but empty")
	}
	e.send.TrySend(4)
	<-ready // the same channel, without asking again
	if n := e.recv.TryRecvBatch(ints(2)); n != 1 {
		t.Fatal(n)
	}
	if signalled() {
		t.Error("ready, but empty")
	}
	e.ch.Close()
	for range 2 {
		if !signalled() {
			t.Error("the end is not ready")
		}
	}
}

func ints(n int) []int { return make([]int, n) }

// T14: a receive that ends with its context says so, and takes nothing.
func TestCanceledReceiveTakesNothing(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		synctest.Test(t, func(t *testing.T) {
			e := make(1, channels.Options{})
			cause := errors.New("too slow")
			ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, cause)
			defer cancel()
			if _, err := e.recv.Recv(ctx); err != cause {
				t.Errorf("Recv: %v", err)
			}
			e.send.TrySend(1)
			if err := e.send.Send(ctx, 2); err != cause {
				t.Errorf("Send: %v", err)
			}
			if n, err := e.send.SendBatch(ctx, []int{2, 3}); n != 0 || err != cause {
				t.Errorf("SendBatch: %d, %v", n, err)
			}
			for range e.recv.All(ctx) {
				t.Error("All went on after its context")
			}
			for range e.recv.Batches(ctx, 1) {
				t.Error("Batches went on after its context")
			}
			if v, err := e.recv.Recv(ctx); v != 1 || err != nil {
				t.Errorf("a message does not win over a done context: %d, %v", v, err)
			}
		})
	})
}

// T6: handlers and loop bodies that panic leave what they had not handled.
func TestPanicsLeaveTheRest(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		e := make(8, nearWrap)
		e.send.TrySendBatch([]int{1, 2, 3, 4, 5, 6})
		ctx := t.Context()
		boom := func([]int) { panic("boom") }
		if panicOf(func() { e.recv.Consume(4, boom) }) != "boom" || e.ch.Len() != 6 {
			t.Errorf("Consume: %d left", e.ch.Len())
		}
		if panicOf(func() {
			for w := range e.recv.Batches(ctx, 2) {
				boom(w)
			}
		}) != "boom" || e.ch.Len() != 6 {
			t.Errorf("Batches: %d left", e.ch.Len())
		}
		if panicOf(func() { _ = e.recv.Run(ctx, func(int) { panic("boom") }) }) != "boom" || e.ch.Len() != 5 {
			t.Errorf("Run: %d left", e.ch.Len())
		}
		for range e.recv.Batches(ctx, 2) {
			break // handled
		}
		got := ints(8)
		if n := e.recv.TryRecvBatch(got); !slices.Equal(got[:n], []int{4, 5, 6}) && !slices.Equal(got[:n], []int{3, 4, 5, 6}) {
			t.Errorf("left %v", got[:n])
		}
	})
}

// T10: bodies that receive from their own channel are found out.
func TestReentrantBodiesAreRefused(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		e := make(8, channels.Options{})
		e.send.TrySendBatch([]int{1, 2, 3, 4, 5, 6})
		if panicOf(func() { e.recv.Consume(2, func([]int) { e.recv.TryRecv() }) }) == "" {
			t.Error("Consume did not notice")
		}
		if panicOf(func() {
			for range e.recv.Batches(t.Context(), 2) {
				e.recv.TryRecv()
			}
		}) == "" {
			t.Error("Batches did not notice")
		}
		got := ints(8)
		if n := e.recv.TryRecvBatch(got); !slices.Equal(got[:n], []int{3, 4, 5, 6}) {
			t.Errorf("left %v", got[:n])
		}
		if panicOf(func() { e.recv.Batches(t.Context(), 0) }) == "" {
			t.Error("Batches(0) is accepted")
		}
	})
}

// T4, T10: batches of any size are sent, and received, whole.
func TestBatchesLargerThanCapacity(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		e := make(4, nearWrap)
		want := ints(1000)
		for i := range want {
			want[i] = i
		}
		end := start(func() error {
			defer e.ch.Close()
			n, err := e.send.SendBatch(t.Context(), want)
			if n != len(want) {
				t.Errorf("sent %d", n)
			}
			return err
		})
		var got []int
		for w := range e.recv.Batches(t.Context(), 3) {
			got = append(got, w...)
		}
		if err := <-end; err != nil || !slices.Equal(got, want) {
			t.Errorf("%v: received %d of %d", err, len(got), len(want))
		}
		if n, err := e.recv.RecvBatch(t.Context(), nil); n != 0 || err != nil {
			t.Errorf("empty RecvBatch: %d, %v", n, err)
		}
	})
}

// Sending and receiving allocate nothing, whichever way.
func TestNoAllocations(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		ctx := t.Context()
		for _, o := range []channels.Options{{}, {Latency: true}} {
			e := make(8, o)
			buf, handler := ints(4), func([]int) {}
			canceled, cancel := context.WithCancel(ctx)
			cancel()
			for name, f := range map[string]func(){
				"Send, Recv":         func() { _ = e.send.Send(ctx, 1); _, _ = e.recv.Recv(ctx) },
				"TrySend, TryRecv":   func() { e.send.TrySend(1); e.recv.TryRecv() },
				"batches":            func() { _, _ = e.send.SendBatch(ctx, buf); _, _ = e.recv.RecvBatch(ctx, buf) },
				"Commit, Consume":    func() { _ = e.send.Commit(len(e.send.Reserve(2))); e.recv.Consume(8, handler) },
				"waits that give up": func() { _, _ = e.recv.Recv(canceled) },
			} {
				if n := testing.AllocsPerRun(200, f); n != 0 {
					t.Errorf("%s, latency %t: %v allocations", name, o.Latency, n)
				}
			}
		}
	})
}

// Latency is measured for every message, within the time that really passed.
func TestLatency(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		synctest.Test(t, func(t *testing.T) {
			e := make(2, channels.Options{Latency: true})
			for i := range 10 {
				e.send.TrySendBatch([]int{1, 2})
				time.Sleep(time.Duration(i+1) * time.Millisecond)
				e.recv.TryRecv()
				e.recv.Consume(1, func([]int) {})
			}
			l := e.ch.Stats().Latency
			if l.Count != 20 || l.Min != time.Millisecond || l.Max != 10*time.Millisecond || l.Mean != 5500*time.Microsecond {
				t.Errorf("%+v", l)
			}
			if q := l.Quantile(0.5); q < 5*time.Millisecond || q > 12*time.Millisecond {
				t.Errorf("median %v", q)
			}
			if e := make(2, channels.Options{}); e.ch.Stats().Latency != nil {
				t.Error("latency is reported though it is off")
			}
		})
	})
}

// T6, T15: a panicking handler or loop body leaves a signal for what it left.
func TestPanicKeepsTheEdge(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		e := make(4, channels.Options{})
		ready := e.recv.Ready()
		e.send.TrySend(1)
		for name, body := range map[string]func(){
			"Batches": func() {
				for range e.recv.Batches(t.Context(), 1) {
					panic("boom")
				}
			},
			"Consume": func() { e.recv.Consume(1, func([]int) { panic("boom") }) },
		} {
			<-ready
			if panicOf(body) != "boom" || len(ready) != 1 {
				t.Fatalf("%s: %d signals with a message in the channel", name, len(ready))
			}
		}
	})
}
