package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestCapacityIsRoundedUp(t *testing.T) {
	for n, want := range map[int]int{1: 1, 2: 2, 3: 4, 4: 4, 5: 8, 1000: 1024, 1024: 1024} {
		if q := NewQueue[int](n); q.Cap() != want || q.Free() != want || q.Len() != 0 || q.Closed() {
			t.Errorf("NewQueue(%d): capacity %d, free %d, want %d", n, q.Cap(), q.Free(), want)
		}
	}
	for _, n := range []int{0, -1} {
		func() {
			defer func() {
				if p := recover(); p == nil || !strings.Contains(fmt.Sprint(p), fmt.Sprint(n)) {
					t.Errorf("NewQueue(%d): panic %v", n, p)
				}
			}()
			NewQueue[int](n)
		}()
	}
}

// A queue takes what fits and gives it back in order, each once.
func TestQueueIsBoundedFIFO(t *testing.T) {
	q := NewQueue[int](3) // 4
	if n := q.Send(1, 2, 3); n != 3 {
		t.Errorf("sent %d of 3", n)
	}
	if n := q.Send(4, 5, 6); n != 1 || q.Free() != 0 {
		t.Errorf("sent %d where 1 fits, %d free", n, q.Free())
	}
	if n := q.Send(7); n != 0 {
		t.Errorf("sent %d to a full queue", n)
	}
	if got := q.Items(); !slices.Equal(got, []int{1, 2, 3, 4}) {
		t.Errorf("items: %v", got)
	}
	first := q.Recv(2)
	q.Send(8)
	if rest := q.Recv(100); !slices.Equal(first, []int{1, 2}) || !slices.Equal(rest, []int{3, 4, 8}) {
		t.Errorf("received %v, then %v", first, rest)
	}
	for _, limit := range []int{-1, 0, 1} {
		if got := q.Recv(limit); len(got) != 0 {
			t.Errorf("Recv(%d) of an empty queue: %v", limit, got)
		}
	}
	if n := q.Send(); n != 0 {
		t.Errorf("sent %d of nothing", n)
	}
}

// What was received is the receiver's: the queue does not change it.
func TestReceivedIsACopy(t *testing.T) {
	q := NewQueue[int](4)
	q.Send(1, 2, 3)
	got := q.Recv(2)
	q.Send(7, 8)
	if !slices.Equal(got, []int{1, 2}) {
		t.Errorf("received %v, which became %v", []int{1, 2}, got)
	}
}

// Close refuses what comes, keeps what is there, and may be repeated.
func TestCloseKeepsWhatWasSent(t *testing.T) {
	q := NewQueue[int](4)
	q.Send(1, 2)
	q.Close()
	q.Close()
	if n := q.Send(3); n != 0 || !q.Closed() || q.Drained() {
		t.Errorf("after Close: sent %d, closed %t, drained %t", n, q.Closed(), q.Drained())
	}
	if got := q.Recv(9); !slices.Equal(got, []int{1, 2}) || !q.Drained() {
		t.Errorf("after Close: received %v, drained %t", got, q.Drained())
	}
	if NewQueue[int](1).Drained() {
		t.Error("an open queue is drained")
	}
}

// Producers keep each one's order and count, and no order between them.
func TestProducersAreIndependent(t *testing.T) {
	m := NewProducers[int](2)
	if !m.Register(1) || !m.Register(2) {
		t.Fatal("not registered")
	}
	if n := m.Queue(1).Send(10, 11, 12); n != 2 {
		t.Errorf("producer 1 sent %d, want its own capacity of 2", n)
	}
	m.Queue(2).Send(20)
	for _, r := range []struct{ id, v int }{{2, 20}, {1, 10}, {1, 11}} {
		if err := m.Recv(r.id, r.v); err != nil {
			t.Error(err)
		}
	}
	if m.Len() != 0 || m.Drained() {
		t.Errorf("%d left, drained %t", m.Len(), m.Drained())
	}
}

// Whatever is wrong about a message that was received is said.
func TestProducersRejectWrongReceives(t *testing.T) {
	m := NewProducers[int](4)
	m.Register(1)
	m.Register(2)
	m.Queue(1).Send(10, 11)
	for name, r := range map[string]struct {
		id, v int
		want  string
	}{
		"overtaken":     {1, 11, "whose oldest message is 10"},
		"never sent":    {1, 12, "whose oldest message is 10"},
		"other's":       {2, 10, "of which nothing is in the channel"},
		"of a stranger": {3, 10, "of which nothing is in the channel"},
	} {
		if err := m.Recv(r.id, r.v); err == nil || !strings.Contains(err.Error(), r.want) {
			t.Errorf("%s: %v, want %q", name, err, r.want)
		}
	}
	if err := m.Recv(1, 10); err != nil || m.Len() != 1 {
		t.Errorf("after wrong ones the right one: %v, %d left", err, m.Len())
	}
	if err := m.Recv(1, 10); err == nil {
		t.Error("the same message twice")
	}
}

// A producer that leaves is received to its end; so are all when the channel
// closes, and then nobody enters.
func TestLeaveAndClose(t *testing.T) {
	m := NewProducers[int](4)
	m.Register(1)
	m.Register(2)
	m.Queue(1).Send(10)
	m.Leave(1)
	if m.Queue(1).Send(11) != 0 || m.Queue(2).Send(20) != 1 {
		t.Error("leaving closes another queue than one's own")
	}
	m.Close()
	if m.Register(3) || m.Queue(2).Send(21) != 0 || !m.Closed() || m.Drained() {
		t.Error("after Close somebody enters or sends, or it is drained with messages in it")
	}
	for id, v := range map[int]int{1: 10, 2: 20} {
		if err := m.Recv(id, v); err != nil {
			t.Error(err)
		}
	}
	if !m.Drained() {
		t.Errorf("%d left", m.Len())
	}
}

func TestUnknownProducerIsClosed(t *testing.T) {
	m := NewProducers[int](4)
	if q := m.Queue(9); q.Send(1) != 0 || !q.Drained() || m.Len() != 0 {
		t.Error("a producer that does not exist can send")
	}
}
