package wait_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// sleepers are the strategies that end in something synctest can see blocked.
var sleepers = []wait.Strategy{{}, wait.Park(), wait.ParkTimeout(time.Second), wait.Sleep(time.Second), wait.Phased(3, 3)}

// spinners are those that keep polling.
var spinners = []wait.Strategy{wait.BusySpin(), wait.Yield()}

func never() bool { return false }

// T14: a wait that ends with its context reports the context's cause.
func TestContextEndsEveryWait(t *testing.T) {
	cause := errors.New("enough")
	for _, s := range append(spinners, sleepers...) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Millisecond, func() { cancel(cause) })
		if err := s.Wait(ctx, wait.NewParker(), never, never); err != cause {
			t.Errorf("%v: %v, want the cause", s, err)
		}
	}
}

// T14: with the context done already, every wait still looks first.
func TestReadyWinsOverContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, s := range append(spinners, sleepers...) {
		yes := func() bool { return true }
		if err := s.Wait(ctx, wait.NewParker(), yes, yes); err != nil {
			t.Errorf("%v: %v", s, err)
		}
		if err := s.Wait(ctx, wait.NewParker(), never, never); err != context.Canceled {
			t.Errorf("%v: %v, want canceled", s, err)
		}
	}
}

// T33: a spinner lets the goroutine it waits for run.
func TestSpinnersMakeProgress(t *testing.T) {
	for _, s := range spinners {
		var done atomic.Bool
		go done.Store(true)
		if err := s.Wait(t.Context(), wait.NewParker(), done.Load, never); err != nil {
			t.Errorf("%v: %v", s, err)
		}
	}
}

// T15: a wake-up sent before, or while, the waiter goes to sleep is not lost.
func TestWakeIsNotLost(t *testing.T) {
	for _, s := range sleepers {
		synctest.Test(t, func(t *testing.T) {
			var bell wait.Bell
			var data atomic.Bool
			p := wait.NewParker()
			ready := data.Load
			ask := func() bool { bell.Ask(); return data.Load() && bell.Take() }
			woken := make(chan error)
			go func() { woken <- s.Wait(t.Context(), p, ready, ask) }()
			if s.String() != "Sleep(1s)" {
				synctest.Wait() // durably blocked: asleep, no CPU
				if bell.Quiet() {
					t.Errorf("%v: asleep without having asked", s)
				}
			}
			data.Store(true)
			if !bell.Quiet() && bell.Take() {
				p.Wake()
			}
			if err := <-woken; err != nil {
				t.Errorf("%v: %v", s, err)
			}
			if p.Parks() == 0 && s.String() != "Sleep(1s)" {
				t.Errorf("%v: never parked", s)
			}
		})
	}
}

// ParkTimeout and Sleep notice by themselves, after exactly their period.
func TestTimedWaitsLookByThemselves(t *testing.T) {
	for _, s := range []wait.Strategy{wait.ParkTimeout(time.Second), wait.Sleep(time.Second)} {
		synctest.Test(t, func(t *testing.T) {
			begin := time.Now()
			ready := func() bool { return time.Since(begin) >= 2500*time.Millisecond }
			if err := s.Wait(t.Context(), wait.NewParker(), ready, ready); err != nil {
				t.Errorf("%v: %v", s, err)
			}
			if d := time.Since(begin); d != 3*time.Second {
				t.Errorf("%v: noticed after %v of fake time, want 3s", s, d)
			}
		})
	}
}

// A wake-up nobody waits for wakes the next sleeper once, who looks again.
func TestStaleWakeIsHarmless(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := wait.NewParker()
		p.Wake()
		p.Wake()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := wait.Park().Wait(ctx, p, never, never); err != context.DeadlineExceeded {
			t.Error(err)
		}
		if p.Parks() != 2 {
			t.Errorf("parked %d times, want 2", p.Parks())
		}
	})
}

// Only one of two takers of a request gets it, and Close and Retire outlive it.
func TestBell(t *testing.T) {
	var b wait.Bell
	if !b.Quiet() || b.Take() {
		t.Error("a new bell is not quiet")
	}
	b.Ask()
	b.Ask()
	if b.Quiet() || !b.Take() || b.Take() || !b.Quiet() {
		t.Error("a request was taken not exactly once")
	}
	b.Ask()
	if !b.Retire() || b.Retire() || !b.Retired() || b.Take() {
		t.Error("Retire did not take the request exactly once")
	}
	b.Close()
	if !b.Closed() || !b.Retired() || b.Quiet() {
		t.Error("Close lost something")
	}
	b.Renew()
	if b.Closed() || b.Retired() || !b.Take() || !b.Quiet() {
		t.Error("a renewed bell is not just asked")
	}
}

// Bad arguments are refused, and strategies print as the calls that make them.
func TestStrategies(t *testing.T) {
	for want, s := range map[string]wait.Strategy{
		"Default": {}, "BusySpin": wait.BusySpin(), "Yield": wait.Yield(), "Sleep(1s)": wait.Sleep(time.Second),
		"Park": wait.Park(), "ParkTimeout(2ms)": wait.ParkTimeout(2 * time.Millisecond), "Phased(1, 2)": wait.Phased(1, 2),
	} {
		if s.String() != want {
			t.Errorf("%q, want %q", s, want)
		}
	}
	for name, f := range map[string]func(){
		"Sleep":       func() { wait.Sleep(0) },
		"ParkTimeout": func() { wait.ParkTimeout(-1) },
		"Phased":      func() { wait.Phased(-1, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s accepted a senseless argument", name)
				}
			}()
			f()
		}()
	}
}

// Waiting allocates nothing, parked or not.
func TestWaitDoesNotAllocate(t *testing.T) {
	p := wait.NewParker()
	n := 0
	ask := func() bool { p.Wake(); n++; return n%2 == 0 } // sleeps once, woken at once
	if a := testing.AllocsPerRun(100, func() { _ = wait.Park().Wait(t.Context(), p, never, ask) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}
