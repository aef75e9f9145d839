package channeltest

import (
	"errors"
	"fmt"
	"slices"
)

// unbounded is how many values a queue takes before it counts as unbounded.
const unbounded = 1 << 16

// fill sends from, from+1, ... until the queue is full, and returns how many
// were accepted.
func fill(q Sender[int], from int) int {
	for n := range unbounded {
		if !q.TrySend(from + n) {
			return n
		}
	}
	return unbounded
}

// expect receives the values from, from+1, ..., from+n-1.
func expect(q Queue[int], from, n int) error {
	for i := range n {
		if v, ok := q.TryRecv(); !ok {
			return fmt.Errorf("TryRecv says empty with %d values in the queue, the next is %d", n-i, from+i)
		} else if v != from+i {
			return fmt.Errorf("TryRecv = %d, want %d", v, from+i)
		}
	}
	return nil
}

// expectEmpty receives nothing.
func expectEmpty(q Queue[int]) error {
	if v, ok := q.TryRecv(); ok {
		return fmt.Errorf("TryRecv = %d from an empty queue", v)
	}
	return nil
}

// capacity returns how many values one producer can send to an empty queue.
func (r *run) capacity() int {
	if r.Capacity == 0 {
		r.Capacity = fill(r.make(), 0)
	}
	return r.Capacity
}

// holdsCapacity fills and empties a queue at every offset from its beginning:
// neither is it full too early, nor too late, nor does a slot get lost.
func holdsCapacity(r *run) error {
	q, want := r.make(), r.capacity()
	if want == unbounded {
		return nil
	}
	if o, ok := q.(Observer); ok && r.Order == FIFO && o.Cap() != want {
		return fmt.Errorf("an empty queue: Cap = %d, want %d", o.Cap(), want)
	}
	next := 0
	for round := range 3*want + 5 {
		if n := fill(q, next); n != want {
			return fmt.Errorf("round %d: an empty queue accepted %d values before it was full, want %d", round, n, want)
		}
		if err := expect(q, next, 1); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
		if n := fill(q, next+want); n != 1 {
			return fmt.Errorf("round %d: after one receive from a full queue, %d values were accepted, want 1", round, n)
		}
		if err := expect(q, next+1, want); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
		if err := expectEmpty(q); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
		if next += want + 1; want > 64 && round > 8 {
			break
		}
	}
	return nil
}

// emptyPolls looks for a value in vain, k times, then sends one.
func emptyPolls(r *run) error {
	q := r.make()
	for k := range 501 {
		for range k {
			if err := expectEmpty(q); err != nil {
				return err
			}
		}
		if !q.TrySend(k) {
			return fmt.Errorf("TrySend says full on an empty queue, after %d empty receives", k)
		}
		if err := expect(q, k, 1); err != nil {
			return fmt.Errorf("after %d empty receives: %w", k, err)
		}
	}
	return nil
}

// anyBatch sends batches of every size up to three times the capacity, in as
// many parts as it takes, and receives them.
func anyBatch(r *run) error {
	q, capacity := r.make(), min(r.capacity(), 64)
	tx := q.(BatchSender[int])
	if n := tx.TrySendBatch(nil); n != 0 {
		return fmt.Errorf("TrySendBatch(nil) = %d", n)
	}
	if rx, ok := q.(BatchReceiver[int]); ok {
		if n := rx.TryRecvBatch(nil); n != 0 {
			return fmt.Errorf("TryRecvBatch(nil) = %d", n)
		}
	}
	next := 0
	for size := range 3*capacity + 1 {
		vs := count(next, size)
		for sent := 0; sent < size; {
			n := tx.TrySendBatch(vs[sent:])
			if left := size - sent; n < min(1, left) || n > left || r.Capacity < unbounded && n != min(left, r.Capacity) {
				return fmt.Errorf("TrySendBatch of %d values on an empty queue for %d = %d", left, r.Capacity, n)
			}
			if err := expect(q, next+sent, n); err != nil {
				return fmt.Errorf("batch of %d: %w", size, err)
			}
			sent += n
		}
		next += size
	}
	return expectEmpty(q)
}

// count returns n values from from.
func count(from, n int) []int {
	vs := make([]int, n)
	for i := range vs {
		vs[i] = from + i
	}
	return vs
}

// reservationEnds checks what becomes of reservations that are replaced,
// committed in part, or committed twice.
func reservationEnds(r *run) error {
	q := r.make()
	tx := q.(Reserver[int])
	put := func(from int) int {
		w := tx.Reserve(2)
		copy(w, count(from, len(w)))
		return len(w)
	}
	if put(10) == 0 {
		return errors.New("an empty queue: Reserve returns nothing")
	}
	if err := expectEmpty(q); err != nil {
		return fmt.Errorf("before the commit: %w", err)
	}
	n := put(20) // replaces the first
	if err := tx.Commit(1); err != nil {
		return fmt.Errorf("Commit(1) of %d: %w", n, err)
	}
	if err := expect(q, 20, 1); err != nil {
		return fmt.Errorf("after a partial commit: %w", err)
	}
	if err := expectEmpty(q); err != nil {
		return fmt.Errorf("what was not committed is visible: %w", err)
	}
	for _, wrong := range []struct {
		name   string
		commit func()
	}{
		{"a second Commit", func() { _ = tx.Commit(1) }},
		{"Commit of a negative count", func() { _ = tx.Commit(-1) }},
		{"Commit of too much", func() { _ = tx.Commit(len(tx.Reserve(1)) + 1) }},
	} {
		if !panics(wrong.commit) {
			return fmt.Errorf("%s did not panic", wrong.name)
		}
		if err := expectEmpty(q); err != nil {
			return fmt.Errorf("after %s: %w", wrong.name, err)
		}
	}
	return nil
}

func panics(f func()) (yes bool) {
	defer func() { yes = recover() != nil }()
	f()
	return false
}

// panicLeaves lets a handler panic on every window in turn.
func panicLeaves(r *run) error {
	for at := range 3 {
		q := r.make()
		rx := q.(InPlace[int])
		for i := range 3 { // so that what follows goes across the end of an array
			q.TrySend(i)
			q.TryRecv()
		}
		n := fill(limited{q, 64}, 0)
		var handled []int
		windows := 0
		panicked := panics(func() {
			rx.Consume(n, func(w []int) {
				if windows == at {
					panic("the handler's")
				}
				windows++
				handled = append(handled, w...)
			})
		})
		if panicked && windows != at || !slices.Equal(handled, count(0, len(handled))) {
			return fmt.Errorf("the handler saw %v of %d values before it panicked", handled, n)
		}
		if err := expect(q, len(handled), n-len(handled)); err != nil {
			return fmt.Errorf("after a panic that followed %v: %w", handled, err)
		}
		if err := expectEmpty(q); err != nil {
			return err
		}
		if !q.TrySend(99) {
			return errors.New("full after a panic, with nothing in the queue")
		}
	}
	return nil
}

// limited accepts no value from limit on.
type limited struct {
	Sender[int]
	limit int
}

func (l limited) TrySend(v int) bool { return v < l.limit && l.Sender.TrySend(v) }
