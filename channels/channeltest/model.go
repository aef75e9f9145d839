package channeltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// mix is a queue and a slice that must agree with it, whatever is called.
type mix struct {
	*run
	q        Queue[int]
	capacity int
	items    []int // what must be in the queue
	next     int   // the next value to send
	trace    []string
}

// agreesWithModel applies random mixes of everything the queue offers to it and
// to a slice. Short mixes come first, so that a counterexample is short.
func agreesWithModel(r *run) error {
	capacity := r.capacity()
	for _, length := range []int{4, 8, 16, 32, 128, 1000} {
		for range 16 {
			m := &mix{run: r, q: r.make(), capacity: capacity}
			if err := m.apply(length); err != nil {
				return fmt.Errorf("%w\nafter:\n    %s", err, strings.Join(m.trace, "\n    "))
			}
		}
	}
	return nil
}

func (m *mix) apply(length int) error {
	acts := m.acts()
	for range length {
		if err := acts[m.rng.IntN(len(acts))](); err != nil {
			return err
		}
		if o, ok := m.q.(Observer); ok && o.Len() != len(m.items) {
			return fmt.Errorf("then Len = %d, want %d", o.Len(), len(m.items))
		}
	}
	return nil
}

// acts returns what the queue can do.
func (m *mix) acts() []func() error {
	acts := []func() error{m.trySend, m.trySend, m.tryRecv, m.tryRecv}
	if tx, ok := m.q.(BatchSender[int]); ok {
		acts = append(acts, func() error { return m.sendBatch(tx) })
	}
	if tx, ok := m.q.(Reserver[int]); ok {
		acts = append(acts, func() error { return m.reserve(tx) })
	}
	if rx, ok := m.q.(BatchReceiver[int]); ok {
		acts = append(acts, func() error { return m.recvBatch(rx) })
	}
	if rx, ok := m.q.(InPlace[int]); ok {
		acts = append(acts, func() error { return m.consume(rx) })
	}
	if rx, ok := m.q.(Ranger[int]); ok {
		acts = append(acts, func() error { return m.rangeOnce(rx) }, func() error { return m.window(rx) })
	}
	return acts
}

// did notes an operation and what it returned, and returns an error unless that
// is what was wanted.
func (m *mix) did(op string, got, want any) error {
	line := fmt.Sprintf("%s = %v", op, got)
	if fmt.Sprint(got) == fmt.Sprint(want) {
		m.trace = append(m.trace, line)
		return nil
	}
	return fmt.Errorf("%s, want %v; the queue must hold %v", line, want, m.items)
}

// sent moves the next n values into the model.
func (m *mix) sent(n int) {
	m.items = append(m.items, count(m.next, n)...)
	m.next += n
}

// received removes n values from the model.
func (m *mix) received(n int) { m.items = slices.Delete(m.items, 0, n) }

// room returns how many more values fit.
func (m *mix) room() int { return m.capacity - len(m.items) }

func (m *mix) trySend() error {
	err := m.did(fmt.Sprintf("TrySend(%d)", m.next), m.q.TrySend(m.next), m.room() > 0)
	m.sent(min(1, m.room()))
	return err
}

func (m *mix) tryRecv() error {
	v, ok := m.q.TryRecv()
	if !ok || len(m.items) == 0 {
		return m.did("TryRecv", answer{0, ok}, answer{0, len(m.items) > 0})
	}
	err := m.did("TryRecv", answer{v, ok}, answer{m.items[0], true})
	m.received(1)
	return err
}

// answer is what TryRecv returns.
type answer struct {
	v  int
	ok bool
}

func (a answer) String() string { return fmt.Sprintf("%d, %t", a.v, a.ok) }

func (m *mix) sendBatch(tx BatchSender[int]) error {
	vs := count(m.next, m.rng.IntN(2*min(m.capacity, 8)+1))
	n := min(len(vs), m.room())
	err := m.did(fmt.Sprintf("TrySendBatch(%v)", vs), tx.TrySendBatch(vs), n)
	m.sent(n)
	return err
}

func (m *mix) reserve(tx Reserver[int]) error {
	want := 1 + m.rng.IntN(min(m.capacity, 8))
	w := tx.Reserve(want)
	if len(w) > min(want, m.room()) || len(w) == 0 && m.room() > 0 {
		return m.did(fmt.Sprintf("len(Reserve(%d))", want), len(w), fmt.Sprint("1 to ", min(want, m.room())))
	}
	copy(w, count(m.next, len(w)))
	n := m.rng.IntN(len(w) + 1)
	for i := n; i < len(w); i++ {
		w[i] = -1 // must never be seen
	}
	err := m.did(fmt.Sprintf("Reserve(%d); Commit(%d)", want, n), tx.Commit(n), error(nil))
	m.sent(n)
	return err
}

func (m *mix) recvBatch(rx BatchReceiver[int]) error {
	dst := make([]int, m.rng.IntN(2*min(m.capacity, 8)+1))
	return m.receivedSome(fmt.Sprintf("TryRecvBatch(%d)", len(dst)), len(dst), dst[:rx.TryRecvBatch(dst)])
}

func (m *mix) consume(rx InPlace[int]) error {
	limit := m.rng.IntN(2*min(m.capacity, 8) + 1)
	var vs []int
	n := rx.Consume(limit, func(w []int) { vs = append(vs, w...) })
	if n != len(vs) {
		return fmt.Errorf("Consume(%d) = %d, and showed its handler %v", limit, n, vs)
	}
	return m.receivedSome(fmt.Sprintf("Consume(%d)", limit), limit, vs)
}

// rangeOnce receives one value by the iterator, which would wait for it.
func (m *mix) rangeOnce(rx Ranger[int]) error {
	if len(m.items) == 0 {
		return nil
	}
	for v := range rx.All(context.Background()) {
		return m.receivedSome("All", 1, []int{v})
	}
	return errors.New("an open queue: All ended")
}

// window receives one window by the iterator, which would wait for it.
func (m *mix) window(rx Ranger[int]) error {
	if len(m.items) == 0 {
		return nil
	}
	limit := 1 + m.rng.IntN(8)
	var vs []int
	for w := range rx.Batches(context.Background(), limit) {
		vs = append(vs, w...)
		break
	}
	return m.receivedSome(fmt.Sprintf("Batches(%d)", limit), limit, vs)
}

// receivedSome compares a batch. Fewer values than asked for are allowed, but
// none only if there are none.
func (m *mix) receivedSome(op string, limit int, vs []int) error {
	n := min(limit, len(m.items))
	if len(vs) > 0 {
		n = min(n, len(vs))
	}
	err := m.did(op, vs, m.items[:n])
	m.received(n)
	return err
}
