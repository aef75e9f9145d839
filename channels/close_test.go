package channels_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
)

// T3, T14: after Close every send fails with ErrClosed, and what was accepted
// before is received, then ErrClosed.
func TestSendAfterCloseIsRefused(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		e := make(4, nearWrap)
		ctx := t.Context()
		if n, err := e.send.SendBatch(ctx, []int{1, 2}); n != 2 || err != nil {
			t.Fatal(n, err)
		}
		e.ch.Close()
		e.ch.Close()
		if err := e.send.Send(ctx, 3); !errors.Is(err, channels.ErrClosed) || !errors.Is(err, os.ErrClosed) {
			t.Errorf("Send: %v", err)
		}
		if n, err := e.send.SendBatch(ctx, []int{3}); n != 0 || err != channels.ErrClosed {
			t.Errorf("SendBatch: %d, %v", n, err)
		}
		if e.send.TrySend(3) || e.send.TrySendBatch([]int{3}) != 0 || len(e.send.Reserve(1)) != 0 {
			t.Error("a Try operation succeeded")
		}
		if !e.ch.Closed() || e.ch.Drained() || e.ch.Len() != 2 {
			t.Errorf("Closed %t, Drained %t, Len %d", e.ch.Closed(), e.ch.Drained(), e.ch.Len())
		}
		for want := 1; want <= 2; want++ {
			if v, err := e.recv.Recv(ctx); v != want || err != nil {
				t.Errorf("Recv = %d, %v", v, err)
			}
		}
		if _, err := e.recv.Recv(ctx); err != channels.ErrClosed {
			t.Errorf("Recv at the end: %v", err)
		}
		if n, err := e.recv.RecvBatch(ctx, []int{0}); n != 0 || err != channels.ErrClosed {
			t.Errorf("RecvBatch at the end: %d, %v", n, err)
		}
		if s := e.ch.Stats(); !e.ch.Drained() || s.Sent != 2 || s.Received != 2 || s.Depth != 0 {
			t.Errorf("Drained %t, %+v", e.ch.Drained(), s)
		}
	})
}

// T3, T17: a reservation that Close overtakes is refused as a whole, and says so.
func TestCommitAfterCloseIsRefused(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[*int]) {
		e := make(8, nearWrap)
		e.send.TrySend(new(1))
		copy(e.send.Reserve(2), []*int{new(8), new(9)})
		e.ch.Close()
		if err := e.send.Commit(2); err != channels.ErrClosed {
			t.Errorf("Commit: %v", err)
		}
		var got []int
		for v := range e.recv.All(t.Context()) {
			got = append(got, *v)
		}
		if !slices.Equal(got, []int{1}) || !e.ch.Drained() {
			t.Errorf("received %v, Drained %t", got, e.ch.Drained())
		}
	})
}

// T17: whenever Close comes, exactly the accepted messages are received.
func TestCloseIsExact(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		rounds := 1000
		if testing.Short() {
			rounds = 200
		}
		for round := range rounds {
			e := make(1<<(round%3), nearWrap)
			var accepted int
			var wg sync.WaitGroup
			wg.Go(func() { accepted = sendUntilClosed(t, e, round) })
			wg.Go(func() {
				for range round % 50 {
					runtime.Gosched()
				}
				e.ch.Close()
			})
			received := 0
			for v := range e.recv.All(t.Context()) {
				if v != received {
					t.Fatalf("round %d: received %d, want %d", round, v, received)
				}
				received++
			}
			wg.Wait()
			if accepted != received {
				t.Fatalf("round %d: %d accepted, %d received", round, accepted, received)
			}
		}
	})
}

// sendUntilClosed sends 0, 1, 2, … in one of three ways and returns how many
// were accepted.
func sendUntilClosed(t *testing.T, e ends[int], round int) (n int) {
	for {
		switch round % 3 {
		case 0:
			if e.send.Send(t.Context(), n) != nil {
				return n
			}
			n++
		case 1:
			k, err := e.send.SendBatch(t.Context(), []int{n, n + 1, n + 2})
			if n += k; err != nil {
				return n
			}
		case 2:
			w := e.send.Reserve(2)
			for i := range w {
				w[i] = n + i
			}
			if len(w) > 0 && e.send.Commit(len(w)) == nil {
				n += len(w)
			} else if e.ch.Closed() {
				return n
			}
			runtime.Gosched()
		}
	}
}

// T15: Close wakes whoever sleeps, on either side, for every strategy.
func TestCloseWakesSleepers(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		for _, s := range sleepers {
			synctest.Test(t, func(t *testing.T) {
				e := make(1, channels.Options{Wait: s})
				end := start(func() error { _, err := e.recv.Recv(t.Context()); return err })
				time.Sleep(time.Minute)
				e.ch.Close()
				if err := <-end; err != channels.ErrClosed {
					t.Errorf("%v: sleeping receiver got %v", s, err)
				}
				e = make(1, channels.Options{Wait: s})
				e.send.TrySend(1)
				end = start(func() error { return e.send.Send(t.Context(), 2) })
				time.Sleep(time.Minute)
				e.ch.Close()
				if err := <-end; err != channels.ErrClosed {
					t.Errorf("%v: sleeping sender got %v", s, err)
				}
			})
		}
	})
}

func start(f func() error) <-chan error {
	end := make(chan error, 1)
	go func() { end <- f() }()
	return end
}

// Run drains before it returns: on Close with nil, on cancellation with the
// cause, having stopped acceptance.
func TestRunDrains(t *testing.T) {
	each(t, func(t *testing.T, make func(int, channels.Options) ends[int]) {
		e := make(8, channels.Options{})
		e.send.TrySendBatch([]int{1, 2, 3})
		e.ch.Close()
		var got []int
		if err := e.recv.Run(t.Context(), func(v int) { got = append(got, v) }); err != nil || len(got) != 3 {
			t.Errorf("closed: %v, %v", err, got)
		}

		e = make(8, channels.Options{})
		cause := errors.New("shutting down")
		ctx, cancel := context.WithCancelCause(t.Context())
		e.send.TrySendBatch([]int{1, 2, 3})
		got = nil
		err := e.recv.Run(ctx, func(v int) {
			got = append(got, v)
			cancel(cause)
		})
		if err != cause || len(got) != 3 || !e.ch.Drained() {
			t.Errorf("canceled: %v, %v, Drained %t", err, got, e.ch.Drained())
		}
		if err := e.send.Send(t.Context(), 4); err != channels.ErrClosed {
			t.Errorf("Send after Run: %v", err)
		}
	})
}
