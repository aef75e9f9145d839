package explore_test

import (
	"strings"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// TestInterleaveTrace: a violation comes with the steps that led to it.
func TestInterleaveTrace(t *testing.T) {
	r := Interleave(RC11, Bounds{}, func(w *World) {
		data, flag := w.Plain("data", 0), w.Atomic("flag", 0)
		w.Go("writer", func() { data.Write(1); flag.Store(1, Relaxed) })
		w.Go("reader", func() {
			if flag.Load(Acquire) == 1 {
				data.Read()
			}
		})
	}, nil)
	if r.Violation == nil || r.Exhaustive {
		t.Fatalf("%v, want a race", r)
	}
	const reason = "data race on data: accesses by writer and reader are not ordered by happens-before"
	if r.Violation.Reason != reason {
		t.Errorf("reason %q, want %q", r.Violation.Reason, reason)
	}
	var got []string
	for line := range strings.Lines(r.Violation.Trace) {
		got = append(got, strings.TrimSpace(line))
	}
	const want = "writer plain data: 1|writer flag.Store(1, relaxed)|reader flag read (acquire): 1|reader plain data: 1"
	if strings.Join(got, "|") != want {
		t.Errorf("trace %q, want %q", strings.Join(got, "|"), want)
	}
}

// TestInterleaveLostWakeup: a goroutine that waits for a value which has come
// and gone is a deadlock, also under a memory in which it could still read it.
func TestInterleaveLostWakeup(t *testing.T) {
	for _, m := range models {
		r := Interleave(m, Bounds{}, func(w *World) {
			x := w.Atomic("x", 0)
			w.Go("writer", func() { x.Store(1, Relaxed); x.Store(2, Relaxed) })
			w.Go("waiter", func() { x.Await(Relaxed, func(v uint64) bool { return v == 1 }) })
		}, nil)
		if r.Violation == nil || kindOf(r.Violation) != "deadlock" {
			t.Errorf("%v: %v, want a deadlock", m, r)
		}
	}
}

// TestInterleaveAssert: a failed assertion and a panic are violations.
func TestInterleaveAssert(t *testing.T) {
	for want, f := range map[string]func(*World, uint64){
		"reader: read 1": func(w *World, v uint64) { w.Assert(v == 0, "read %d", v) },
		"reader: panic: one": func(_ *World, v uint64) {
			if v == 1 {
				panic("one")
			}
		},
	} {
		r := Interleave(Go, Bounds{}, func(w *World) {
			x := w.Atomic("x", 0)
			w.Go("writer", func() { x.Store(1, Relaxed) })
			w.Go("reader", func() { f(w, x.Load(Relaxed)) })
		}, nil)
		if r.Violation == nil || r.Violation.Reason != want {
			t.Errorf("%v %v, want %q", r, r.Violation, want)
		}
	}
}

// TestInterleaveBounded: an exploration that was cut short says so.
func TestInterleaveBounded(t *testing.T) {
	s := ringScenario(4, false, declared)
	if r := Interleave(SC, Bounds{Executions: 10}, s, nil); r.Exhaustive || r.Executions != 10 {
		t.Errorf("%v, want 10 executions", r)
	}
}
