package stress

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// TestWakeups: many short races of two operations, of every kind; nothing else
// is there to wake a sleeper (T15, T16, T17, T18, T19), so that one that looked
// before it announced itself would stay asleep (T20).
func TestWakeups(t *testing.T) {
	rounds := 4000
	if testing.Short() {
		rounds = 300
	}
	seed := max(1, *seedFlag)
	for _, r := range races() {
		t.Run(strings.ReplaceAll(r.name, " ", "-"), func(t *testing.T) {
			if err := r.repeat(t.Context(), seed, rounds); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestRacesNotice is the negative control of TestWakeups: a sleeper that is
// not woken, and a side that fails, are errors.
func TestRacesNotice(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, c := newSPSC(wait.Park())
	asleep := func() error { _, err := c.Recv(ctx); return err }
	nothing := func() error { return nil }
	if err := together(asleep, nothing, cancel, 20*time.Millisecond); err == nil || !strings.Contains(err.Error(), "spsc.(*Consumer") {
		t.Errorf("error %v, want the sleeper's stack", err)
	}
	broken := errors.New("broken")
	for _, err := range []error{
		together(func() error { return broken }, nothing, cancel, time.Minute),
		together(nothing, func() error { return broken }, cancel, time.Minute),
	} {
		if !errors.Is(err, broken) {
			t.Errorf("error %v, want that of the side that failed", err)
		}
	}
}

// TestWatchdog is the negative control of the runs: one that does not end is
// given up, and the error shows the goroutines, the seed and how to run it again.
func TestWatchdog(t *testing.T) {
	cfg := Config{Seed: 5, Producers: 1, Messages: 1 << 28, Capacity: 1, Patience: 50 * time.Millisecond}
	_, err := SPSC(t.Context(), cfg)
	if err == nil {
		t.Fatal("a run that takes for ever has succeeded")
	}
	for _, want := range []string{"no end after 50ms", "goroutine ", "seed 5", "-stress.seed=5"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%.2000v", want, err)
		}
	}
}

// TestChurnKeepsMemoryBounded: the number of rings follows the producers and
// messages there are at a time, not the number of registrations (T13).
func TestChurnKeepsMemoryBounded(t *testing.T) {
	lives := 100_000
	if testing.Short() {
		lives = 5_000
	}
	const goroutines, outstanding = 4, 16
	rings, err := Churn(t.Context(), lives, goroutines, outstanding)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lives, %d rings", lives, rings)
	if limit := 8 * (goroutines + outstanding); rings > limit {
		t.Errorf("%d rings for %d producers and %d messages at a time, want at most %d", rings, goroutines, outstanding, limit)
	}
}

// TestChurnAheadOfConsumer: a consumer that never catches up with producers
// that come and go still reuses their rings, and still gives a turn to one that
// stays (T13, T30).
func TestChurnAheadOfConsumer(t *testing.T) {
	const lives, backlog = 20_000, 3
	rings, overtaken, err := Backlog(lives, backlog)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lives, %d rings, overtaken by %d", lives, rings, overtaken)
	if limit := 8 * (backlog + 2); rings > limit {
		t.Errorf("%d rings for %d messages at a time, want at most %d", rings, backlog+1, limit)
	}
	if limit := (backlog + 1) * 128; overtaken > limit {
		t.Errorf("%d messages overtook one, want at most %d", overtaken, limit)
	}
}

// TestFairnessBesideSaturatedProducers: a message waits for at most one turn of
// every other producer (T30).
func TestFairnessBesideSaturatedProducers(t *testing.T) {
	for _, producers := range []int{2, 4, 12} {
		t.Run(fmt.Sprint(producers), func(t *testing.T) {
			messages := 500
			if testing.Short() {
				messages = 50
			}
			overtaken, err := Fairness(t.Context(), producers, messages)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("overtaken by at most %d", overtaken)
			if limit := (producers-1)*128 + 1; overtaken > limit { // 1: received, but not counted yet when Send returned
				t.Errorf("%d messages overtook one, want at most %d", overtaken, limit)
			}
		})
	}
}

// TestSparse: a thousand idle producers do not slow down the one that is
// active (T34). Polling each of them would be a ratio of hundreds.
func TestSparse(t *testing.T) {
	ratio, err := Sparse(1000)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("ratio %.1f", ratio)
	if ratio > 25 {
		t.Errorf("a receive costs %.1f times what it costs without idle producers", ratio)
	}
}

// TestIdleConsumersUseNothing: a thousand consumers that sleep use no CPU and
// no threads (T32).
func TestIdleConsumersUseNothing(t *testing.T) {
	for _, strategy := range []wait.Strategy{{}, wait.Park(), wait.ParkTimeout(time.Hour)} {
		i, err := Idle(t.Context(), 1000, strategy, 200*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%v: %+v", strategy, i)
		if i.Threads > 10+runtime.GOMAXPROCS(0) {
			t.Errorf("%v: %d threads for %d sleeping consumers", strategy, i.Threads, i.Blocked)
		}
		if !i.Checked {
			t.Logf("%v: CPU not checked on %s", strategy, runtime.GOOS)
		} else if i.CPU > i.Watched/4 {
			t.Errorf("%v: %v of CPU in %v with nothing to do", strategy, i.CPU, i.Watched)
		}
	}
}

// TestProcessors: one processor, and many more goroutines than processors, do
// not stop any wait strategy (T33).
func TestProcessors(t *testing.T) {
	procs.Lock()
	defer procs.Unlock()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, strategy := range Strategies() {
		for _, n := range []int{1, 2} {
			t.Run(fmt.Sprintf("%v/procs=%d", strategy, n), func(t *testing.T) {
				runtime.GOMAXPROCS(n)
				cfg := Config{Seed: 2, Producers: 64, Messages: 50, Capacity: 2, Wait: strategy, Chaos: Yields | Edges}
				r, err := MPSC(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				if want := cfg.Producers * cfg.Messages; r.Received != want {
					t.Errorf("received %d messages, want %d", r.Received, want)
				}
				cfg.Messages = 1000
				if _, err := SPSC(t.Context(), cfg); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}
