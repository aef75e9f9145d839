package explore_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// passing is a message handed over with the given orders.
func passing(store, load explore.Order) func(*explore.World) {
	return func(w *explore.World) {
		data, flag, other := w.Plain("data", 0), w.Atomic("flag", 0), w.Atomic("other", 0)
		w.Go("writer", func() {
			other.Store(1, explore.Relaxed)
			data.Write(1)
			flag.Store(1, store)
		})
		w.Go("reader", func() {
			other.Load(explore.Relaxed)
			other.Load(explore.Relaxed)
			if flag.Load(load) == 1 {
				w.Assert(data.Read() == 1, "stale")
			}
		})
	}
}

func find(t *testing.T, m explore.Model, scenario func(*explore.World)) *explore.Violation {
	t.Helper()
	r := explore.Explore(m, explore.Bounds{Report: true}, scenario, nil)
	if r.Violation == nil || r.Violation.Failure == nil {
		t.Fatalf("%v: no violation, or no report of it", r)
	}
	return r.Violation
}

// A race names both accesses, their goroutines, and the edge that is missing.
func TestReportOfRace(t *testing.T) {
	for _, c := range []struct {
		store, load explore.Order
		why         string
	}{
		{explore.Relaxed, explore.Acquire, "the store is relaxed"},
		{explore.Release, explore.Relaxed, "the load is relaxed"},
		{explore.Relaxed, explore.Relaxed, "the store is relaxed and the load is relaxed"},
	} {
		v := find(t, explore.RC11, passing(c.store, c.load))
		text := v.Failure.Text()
		for _, want := range []string{
			"data race on data: the write by writer at", "and the read by reader at", "token_test.go:",
			"which would order them: " + c.why, "does not know of data = 1",
		} {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
				t.Errorf("%v, %v: %q is not in\n%s", c.store, c.load, want, text)
			}
		}
		if len(v.Failure.Race) != 2 {
			t.Errorf("the race is between events %v", v.Failure.Race)
		}
	}
}

// deadlock is a wake-up that is missed.
func deadlock(w *explore.World) {
	asleep, token := w.Atomic("asleep", 0), w.Atomic("token", 0)
	w.Go("sleeper", func() {
		asleep.Store(1, explore.Release)
		token.Await(explore.Acquire, func(v uint64) bool { return v == 1 })
	})
	w.Go("waker", func() {
		if asleep.Load(explore.Acquire) == 1 {
			token.Store(1, explore.Release)
		}
	})
}

// increment loses an update, which is seen when all have ended.
func increment(w *explore.World) {
	n := w.Atomic("n", 0)
	for _, name := range []string{"a", "b"} {
		w.Go(name, func() { n.Store(n.Load(explore.SeqCst)+1, explore.SeqCst) })
	}
	w.After(func() { w.Assert(n.Load(explore.SeqCst) == 2, "an update was lost") })
}

// swaps has read-modify-writes in its violation.
func swaps(w *explore.World) {
	n := w.Atomic("n", 0)
	for _, name := range []string{"a", "b"} {
		w.Go(name, func() {
			w.Assert(n.Add(1, explore.AcqRel) == 0 || !n.CompareAndSwap(2, 7, explore.AcqRel, explore.Acquire), "both")
		})
	}
}

// A token leads to the violation it was made of, under every model that has
// it, and to none in another program.
func TestReplay(t *testing.T) {
	for name, scenario := range map[string]func(*explore.World){
		"race": passing(explore.Relaxed, explore.Relaxed), "deadlock": deadlock, "join": increment, "swaps": swaps,
	} {
		for _, m := range []explore.Model{explore.Go, explore.TSO, explore.RC11} {
			if name == "race" && m != explore.RC11 {
				continue
			}
			v := find(t, m, scenario)
			r, err := explore.Replay(explore.Bounds{}, v.Token, scenario)
			if err != nil || r.Violation.Reason != v.Reason || r.Violation.Failure.Text() != v.Failure.Text() {
				t.Errorf("%s under %v: %s: %v, %+v, want %s", name, m, v.Token, err, r.Violation, v.Reason)
			}
			for _, other := range []func(*explore.World){passing(explore.Release, explore.Acquire), func(*explore.World) {}} {
				if r, err := explore.Replay(explore.Bounds{}, v.Token, other); !errors.Is(err, explore.ErrStale) {
					t.Errorf("%s in another program: %v, %v", name, r, err)
				}
			}
		}
	}
}

// What is no token is refused; one that was damaged is stale.
func TestReplayOfNonsense(t *testing.T) {
	v := find(t, explore.RC11, increment)
	for i := range v.Token {
		_, err := explore.Replay(explore.Bounds{}, v.Token[:i]+v.Token[i+1:], increment)
		if err == nil {
			t.Errorf("%s without byte %d is accepted", v.Token, i)
		}
	}
}

// The report is of a short execution: nothing that has no part in it.
func TestReportIsShort(t *testing.T) {
	v := find(t, explore.RC11, passing(explore.Relaxed, explore.Acquire))
	if n := len(v.Failure.Events); n != 7 {
		t.Errorf("%d events, want the 7 up to the race\n%s", n, v.Failure.Text())
	}
	t.Log("\n" + v.Failure.Text())
	t.Log("\n" + find(t, explore.RC11, deadlock).Failure.Text())
}
