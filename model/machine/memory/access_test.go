package memory

import "testing"

// TestStoreRelaxedHandsNothingOver: who reads it, and acquires, may still read
// what the storing thread has overwritten before.
func TestStoreRelaxedHandsNothingOver(t *testing.T) {
	for _, c := range []struct {
		store func(m Memory) Memory
		want  int // values that B may read at 1
	}{
		{func(m Memory) Memory { return m.Store("A", 2, 1) }, 1},
		{func(m Memory) Memory { return m.StoreRelaxed("A", 2, 1) }, 2},
	} {
		m := c.store(New(RC11, 2, "A", "B").Store("A", 1, 1))
		all := m.Loads("B", 2, true)
		if len(all) != 2 || all[1].Read != 1 || all[1].Wrote != 1 {
			t.Fatalf("B loads %+v", all)
		}
		if got := len(all[1].Loads("B", 1, false)); got != c.want {
			t.Errorf("B may read %d values, want %d", got, c.want)
		}
	}
	if m := New(TSO, 1, "A").StoreRelaxed("A", 1, 1); len(m.Buf["A"]) != 1 || m.Newest(1) != 0 {
		t.Errorf("under TSO it does not wait in the buffer: %+v", m)
	}
}

// TestUpdateSaysWhatItReads: the newest value.
func TestUpdateSaysWhatItReads(t *testing.T) {
	for _, model := range []Model{Go, TSO, RC11} {
		a := New(model, 1, "A", "B").Update("A", 1, 5, true, true).Update("B", 1, 7, true, true)
		if a.Read != 5 || a.Wrote != 7 || a.Newest(1) != 7 {
			t.Errorf("%s: %d, %d, %d", model, a.Read, a.Wrote, a.Newest(1))
		}
	}
}
