package memory

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// bothMiss reports whether two threads that each store and then look at the
// other's location can both miss the other's store, with light and heavy
// fences between, or without.
func bothMiss(model Model, light, heavy bool) (missed bool) {
	const x, y Location = 1, 2
	var run func(m Memory, a, b, sawA, sawB int)
	run = func(m Memory, a, b, sawA, sawB int) {
		missed = missed || a == 3 && b == 3 && sawA+sawB == 0
		for _, t := range []string{"A", "B"} {
			if f, ok := m.Flush(t); ok {
				run(f, a, b, sawA, sawB)
			}
		}
		switch {
		case a == 0:
			run(m.Store("A", x, 1), 1, b, sawA, sawB)
		case a == 1 && light:
			run(m.LightFence("A"), 2, b, sawA, sawB)
		case a == 1:
			run(m, 2, b, sawA, sawB)
		case a == 2:
			for _, i := range m.Readable("A", y) {
				run(m.Load("A", y, i, true), 3, b, m.Val("A", y, i), sawB)
			}
		}
		switch {
		case b == 0:
			run(m.Store("B", y, 1), a, 1, sawA, sawB)
		case b == 1 && heavy:
			run(m.HeavyFence("B"), a, 2, sawA, sawB)
		case b == 1:
			run(m, a, 2, sawA, sawB)
		case b == 2:
			for _, i := range m.Readable("B", x) {
				run(m.Load("B", x, i, true), a, 3, sawA, m.Val("B", x, i))
			}
		}
	}
	run(New(model, 2, "A", "B"), 0, 0, 1, 1)
	return missed
}

// Store buffering: a light and a heavy fence forbid it, neither alone does,
// where stores may be late.
func TestAsymmetricFences(t *testing.T) {
	for _, c := range []struct {
		model        Model
		light, heavy bool
		want         bool
	}{
		{Go, false, false, false},
		{TSO, false, false, true}, {TSO, true, false, true}, {TSO, false, true, false},
		{RC11, false, false, true}, {RC11, true, false, true}, {RC11, false, true, true}, {RC11, true, true, false},
	} {
		if got := bothMiss(c.model, c.light, c.heavy); got != c.want {
			t.Errorf("%+v: both miss: %v", c, got)
		}
	}
}

// A message that no thread may read any more is dropped, and views follow.
func TestOldMessagesAreDropped(t *testing.T) {
	m := New(RC11, 1, "A", "B")
	for v := range 3 {
		m = m.Store("A", 1, v+1)
	}
	if got := m.Readable("B", 1); len(got) != 4 {
		t.Fatalf("B may read %v", got)
	}
	m = m.Load("B", 1, 3, true)
	if len(m.Log[0]) != 2 || m.Val("B", 1, 1) != 2 || m.Newest(1) != 3 || len(m.Readable("A", 1)) != 1 {
		t.Errorf("after B has read the third of four messages: %+v", m)
	}
	m = m.RMW("B", 1, 4, false, false)
	if m.Newest(1) != 4 || len(m.Readable("B", 1)) != 1 {
		t.Errorf("after a read-modify-write: %+v", m)
	}
}
