package channeltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// isClosed returns an error unless err is what a closed queue returns.
func (r *run) isClosed(op string, err error) error {
	switch {
	case err == nil:
		return fmt.Errorf("%s succeeded on a closed queue", op)
	case r.ErrClosed != nil && !errors.Is(err, r.ErrClosed):
		return fmt.Errorf("%s on a closed queue: error %q, want %q", op, err, r.ErrClosed)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s on a closed queue: error %q, which is a context's", op, err)
	}
	return nil
}

// closeStops closes a queue, twice, and tries everything that sends.
func closeStops(r *run) error {
	q := r.make()
	var early Sender[int]
	if reg, ok := q.(Registrar[int]); ok {
		p, err := reg.NewProducer()
		if err != nil {
			return fmt.Errorf("NewProducer on an open queue: %w", err)
		}
		early = p
	}
	if o, ok := q.(CloseObserver); ok && o.Closed() {
		return errors.New("the queue says Closed before Close")
	}
	q.(Closer).Close()
	q.(Closer).Close()
	if o, ok := q.(CloseObserver); ok && !o.Closed() {
		return errors.New("the queue does not say Closed after Close")
	}
	if err := r.sendsNothing(q); err != nil {
		return err
	}
	if early != nil && early.TrySend(1) {
		return errors.New("a producer that registered before Close sent after it")
	}
	if err := expectEmpty(q); err != nil {
		return err
	}
	if rx, ok := q.(BlockingReceiver[int]); ok {
		_, err := rx.Recv(context.Background())
		return r.isClosed("Recv", err)
	}
	return nil
}

// sendsNothing tries everything that sends on a closed queue.
func (r *run) sendsNothing(q Queue[int]) error {
	if q.TrySend(1) {
		return errors.New("TrySend succeeded on a closed queue")
	}
	if tx, ok := q.(BatchSender[int]); ok {
		if n := tx.TrySendBatch([]int{1, 2}); n != 0 {
			return fmt.Errorf("TrySendBatch on a closed queue = %d", n)
		}
	}
	if tx, ok := q.(Reserver[int]); ok {
		if w := tx.Reserve(1); len(w) > 0 {
			if err := r.isClosed("Commit", tx.Commit(1)); err != nil {
				return err
			}
		}
	}
	if tx, ok := q.(BlockingSender[int]); ok {
		if err := r.isClosed("Send", tx.Send(context.Background(), 1)); err != nil {
			return err
		}
	}
	if reg, ok := q.(Registrar[int]); ok {
		if _, err := reg.NewProducer(); err != nil {
			return r.isClosed("NewProducer", err)
		}
		return errors.New("NewProducer succeeded on a closed queue")
	}
	return nil
}

// closeKeeps closes queues that hold 0 values to all they can.
func closeKeeps(r *run) error {
	capacity := min(r.capacity(), 64)
	for n := range capacity + 1 {
		q := r.make()
		fill(limited{q, n}, 0)
		q.(Closer).Close()
		if err := r.sendsNothing(q); err != nil {
			return err
		}
		if err := expect(q, 0, n); err != nil {
			return fmt.Errorf("closed with %d values: %w", n, err)
		}
		if err := expectEmpty(q); err != nil {
			return err
		}
		if rx, ok := q.(BlockingReceiver[int]); ok {
			_, err := rx.Recv(context.Background())
			if err := r.isClosed("Recv", err); err != nil {
				return err
			}
		}
	}
	return nil
}

// closeRacesCommit closes between Reserve and Commit: what Commit says must be
// what the receiver sees.
func closeRacesCommit(r *run) error {
	q := r.make()
	tx := q.(Reserver[int])
	copy(tx.Reserve(1), []int{7})
	q.(Closer).Close()
	if err := tx.Commit(1); err == nil {
		return expect(q, 7, 1)
	} else if err := r.isClosed("Commit", err); err != nil {
		return err
	}
	return expectEmpty(q)
}

// iteratorsEnd ranges over what a closed queue holds, breaks off, and goes on.
func iteratorsEnd(r *run) error {
	ctx := context.Background()
	q := r.make()
	rx := q.(Ranger[int])
	n := fill(limited{q, min(r.capacity(), 64)}, 0)
	q.(Closer).Close()
	var got []int
	for v := range rx.All(ctx) {
		got = append(got, v)
		break
	}
	for w := range rx.Batches(ctx, 2) {
		if len(w) < 1 || len(w) > 2 {
			return fmt.Errorf("Batches(2) shows a window of %d", len(w))
		}
		got = append(got, w...)
		break
	}
	for v := range rx.All(ctx) {
		got = append(got, v)
	}
	if !slices.Equal(got, count(0, n)) {
		return fmt.Errorf("received %v, want %v", got, count(0, n))
	}
	for w := range rx.Batches(ctx, 2) {
		return fmt.Errorf("after the end Batches shows %v", w)
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	for v := range r.make().(Ranger[int]).All(canceled) {
		return fmt.Errorf("an empty queue: All yields %d", v)
	}
	return nil
}
