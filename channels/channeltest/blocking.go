package channeltest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// rightError uses contexts that are done: on an empty queue, on a full one, and
// on a closed one.
func rightError(r *run) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	q := r.make()
	rx, tx := q.(BlockingReceiver[int]), q.(BlockingSender[int])
	if _, err := rx.Recv(ctx); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("an empty queue, canceled context: Recv returns error %v, want %v", err, context.Canceled)
	}
	n := 0
	if r.capacity() < unbounded {
		n = fill(q, 0)
		if err := tx.Send(ctx, n); !errors.Is(err, context.Canceled) {
			return fmt.Errorf("a full queue, canceled context: Send returns error %v, want %v", err, context.Canceled)
		}
	}
	return expectAll(q, n)
}

// expectAll receives the values 0 to n-1 and nothing else.
func expectAll(q Queue[int], n int) error {
	if err := expect(q, 0, n); err != nil {
		return err
	}
	return expectEmpty(q)
}

// rounds is how often a wake-up is tried. In one round of ten the waiter is
// surely asleep; in the others, everything is more or less at the same time.
const rounds = 60

// settle gives a waiter that was just started some time, or none.
func (r *run) settle(round int) {
	if round%10 == 0 {
		time.Sleep(2 * time.Millisecond)
		return
	}
	for range r.rng.IntN(20) {
		runtime.Gosched()
	}
}

// waiting starts n goroutines that call f, and returns a function that waits
// for them and returns their errors.
func waiting(n int, f func() error) func() []error {
	var wg sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		wg.Go(func() { errs[i] = f() })
	}
	return func() []error { wg.Wait(); return errs }
}

// closeWakes closes queues on which receivers or senders wait.
func closeWakes(r *run) error {
	for round := range rounds {
		q := r.make()
		if rx, ok := q.(BlockingReceiver[int]); ok {
			errs := waiting(r.Consumers, func() error { _, err := rx.Recv(context.Background()); return err })
			if err := r.closeWaiting(q, "Recv", round, errs); err != nil {
				return err
			}
		}
		q = r.make()
		if tx, ok := q.(BlockingSender[int]); ok && r.capacity() < unbounded {
			n := fill(q, 0)
			senders := r.Producers
			if has[Registrar[int]](q, r.suite) {
				senders = 1 // the others have queues of their own
			}
			errs := waiting(senders, func() error { return tx.Send(context.Background(), -1) })
			if err := r.closeWaiting(q, "Send", round, errs); err != nil {
				return err
			}
			if err := expectAll(q, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// closeWaiting closes q, and checks what those who waited return.
func (r *run) closeWaiting(q Queue[int], op string, round int, errs func() []error) error {
	r.settle(round)
	q.(Closer).Close()
	for _, err := range errs() {
		if err := r.isClosed(op, err); err != nil {
			return err
		}
	}
	return nil
}

// cancelWakes cancels a receive on an empty queue and a send on a full one.
func cancelWakes(r *run) error {
	for round := range rounds {
		q := r.make()
		errs := r.cancelWaiting(round, func(ctx context.Context) error {
			_, err := q.(BlockingReceiver[int]).Recv(ctx)
			return err
		})
		if !errors.Is(errs, context.Canceled) {
			return fmt.Errorf("canceled Recv: error %v", errs)
		}
		if r.capacity() == unbounded {
			continue
		}
		n := fill(q, 0)
		errs = r.cancelWaiting(round, func(ctx context.Context) error {
			return q.(BlockingSender[int]).Send(ctx, -1)
		})
		if !errors.Is(errs, context.Canceled) {
			return fmt.Errorf("canceled Send: error %v", errs)
		}
		if err := expectAll(q, n); err != nil {
			return fmt.Errorf("after a canceled Send: %w", err)
		}
	}
	return nil
}

// cancelWaiting cancels f's context while it waits.
func (r *run) cancelWaiting(round int, f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(context.Background())
	err := waiting(1, func() error { return f(ctx) })
	r.settle(round)
	cancel()
	return err()[0]
}

// pingPong passes a value back and forth between two queues: every receive
// waits for a send, and every tenth is surely asleep when it comes.
func pingPong(r *run) error {
	const trips = 300
	ctx := context.Background()
	there, back := r.make(), r.make()
	echo := waiting(1, func() error {
		for range trips {
			v, err := there.(BlockingReceiver[int]).Recv(ctx)
			if err == nil {
				err = back.(BlockingSender[int]).Send(ctx, v+1)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	for i := range trips {
		if i%100 == 0 {
			r.settle(i)
		}
		if err := there.(BlockingSender[int]).Send(ctx, i); err != nil {
			return err
		}
		if v, err := back.(BlockingReceiver[int]).Recv(ctx); err != nil || v != i+1 {
			return fmt.Errorf("sent %d, received %d, %v", i, v, err)
		}
	}
	return echo()[0]
}

// readyLosesNoEdge receives only after Ready says so. A lost edge is a hang.
func readyLosesNoEdge(r *run) error {
	const values = 2000
	q := r.make()
	sent := waiting(1, func() error {
		for i := 0; i < values; {
			if q.TrySend(i) {
				i++
			} else {
				runtime.Gosched()
			}
			if i%256 == 255 {
				time.Sleep(time.Millisecond) // the receiver is asleep by then, mostly
			}
		}
		return nil
	})
	ready := q.(Readier).Ready()
	for next := 0; next < values; {
		<-ready
		for v, ok := q.TryRecv(); ok; v, ok = q.TryRecv() {
			if v != next {
				return fmt.Errorf("received %d, want %d", v, next)
			}
			next++
		}
	}
	sent()
	if c, ok := q.(Closer); ok {
		c.Close()
		<-ready // the end is something to receive
	}
	return nil
}
