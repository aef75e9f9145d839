package stress

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
)

// Churn has goroutines register lives producers in all, each of which sends one
// message and closes, while a consumer receives. At most outstanding messages
// are on their way at a time. It checks that every message arrives once, and
// returns how many rings the channel made, which must depend on outstanding and
// not on lives (T13).
func Churn(ctx context.Context, lives, goroutines, outstanding int) (rings int, err error) {
	ch, c := mpsc.New[message](1)
	tickets := make(chan struct{}, outstanding)
	var l ledger
	var producers sync.WaitGroup
	errs := make([]error, goroutines)
	for g := range goroutines {
		producers.Go(func() {
			for range lives / goroutines {
				select {
				case tickets <- struct{}{}:
				case <-ctx.Done():
					return
				}
				if errs[g] = l.live(ctx, ch); errs[g] != nil {
					return
				}
			}
		})
	}
	closer := make(chan struct{})
	go func() {
		defer close(closer)
		producers.Wait()
		ch.Close()
	}()
	for m := range c.All(ctx) {
		err = errors.Join(err, l.receive(m))
		<-tickets
	}
	<-closer
	s := ch.Stats()
	return s.Capacity, errors.Join(err, errors.Join(errs...), l.verify(), context.Cause(ctx),
		must("Drained", ch.Drained(), true),
		must("Producers", s.Producers, 0),
		must("Received", s.Received, uint64(lives/goroutines*goroutines)))
}

// live is a life of one message.
func (l *ledger) live(ctx context.Context, ch *mpsc.Channel[message]) error {
	p, err := ch.Register()
	if err != nil {
		return err
	}
	defer p.Close()
	f := l.open()
	m := f.offer()
	if err = p.Send(ctx, m); err == nil {
		f.accept(m)
	}
	return err
}

// Backlog registers lives producers one after the other, each of which sends one
// message and closes, while the consumer stays backlog messages behind, so that
// there is always a ring ahead that it has not looked at. One more producer,
// registered all the time, sends a message early on. Backlog returns how many
// rings the channel made, and how many messages overtook that one: both must
// depend on backlog and not on lives (T13, T30). It runs in one goroutine and is
// deterministic.
func Backlog(lives, backlog int) (rings, overtaken int, err error) {
	ch, c := mpsc.New[int](1)
	resident, err := ch.Register()
	if err != nil {
		return 0, 0, err
	}
	if resident.TrySend(0); !empties(c) {
		return 0, 0, errors.New("stress: backlog: the first message was not received")
	}
	waiting := false
	for i := range lives {
		p, err := ch.Register()
		if err != nil {
			return 0, 0, err
		}
		p.TrySend(1)
		p.Close()
		if i < backlog {
			continue
		}
		if i == 2*backlog {
			waiting = resident.TrySend(2)
		}
		switch v, ok := c.TryRecv(); {
		case !ok:
			return 0, 0, fmt.Errorf("stress: backlog: TryRecv found nothing with %d messages", ch.Len())
		case v == 2:
			waiting = false
		case waiting:
			overtaken++
		}
	}
	return ch.Cap(), overtaken, nil
}

// empties receives everything and reports whether there was anything.
func empties(c *mpsc.Consumer[int]) (some bool) {
	for _, ok := c.TryRecv(); ok; _, ok = c.TryRecv() {
		some = true
	}
	return some
}

// Fairness saturates a channel with all but one of the producers and has that
// one send messages rarely. It returns the largest number of messages that
// overtook one of them, counted between the return of its Send and its receipt:
// at most (producers-1)·128, as package mpsc documents (T30).
func Fairness(ctx context.Context, producers, messages int) (overtaken int, err error) {
	ch, c := mpsc.New[int](1024)
	ctx, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer func() {
		cancel()
		ch.Close()
		work.Wait()
	}()
	for range producers - 1 {
		p, err := ch.Register()
		if err != nil {
			return 0, err
		}
		work.Go(func() {
			for p.Send(ctx, -1) == nil {
			}
		})
	}
	p, err := ch.Register()
	if err != nil {
		return 0, err
	}
	var received atomic.Int64
	sentAt := make([]atomic.Int64, messages) // by message: received + 1 once it was sent
	next := make(chan struct{}, 1)
	work.Go(func() {
		for i := range messages {
			if p.Send(ctx, i) != nil {
				return
			}
			sentAt[i].Store(received.Load() + 1) //mo:release stress.sent — after the send; a message received before counts as not overtaken
			select {
			case <-next:
			case <-ctx.Done():
			}
		}
	})
	for v := range c.All(ctx) {
		n := received.Add(1) //mo:acqrel stress.received — messages received, this one included
		if v < 0 {
			continue
		}
		if at := sentAt[v].Load(); at != 0 { //mo:acquire stress.sent — none if it was received before Send returned
			overtaken = max(overtaken, int(n-at))
		}
		if v == messages-1 {
			return overtaken, nil
		}
		next <- struct{}{}
	}
	return overtaken, fmt.Errorf("stress: fairness: the stream ended early: %w", context.Cause(ctx))
}

// Sparse measures what a receive costs with one active producer and idle others
// that all have been active once, relative to one producer alone: a ratio that
// depends on how many are active, and not on how many are registered (T34). It
// compares the least of several measurements of each.
func Sparse(idle int) (ratio float64, err error) {
	alone, err := pollCost(0)
	if err != nil {
		return 0, err
	}
	crowd, err := pollCost(idle)
	return float64(crowd) / float64(alone), err
}

// pollCost returns the time of some hundred sends and receives.
func pollCost(idle int) (time.Duration, error) {
	ch, c := mpsc.New[int](1)
	for range idle {
		p, err := ch.Register()
		if err != nil {
			return 0, err
		}
		p.TrySend(0)
	}
	p, err := ch.Register()
	if err != nil {
		return 0, err
	}
	var costs []time.Duration
	for range 30 {
		started := time.Now()
		for range 500 { // the first of them receive what was sent above, and learn who is idle
			p.TrySend(1)
			if _, ok := c.TryRecv(); !ok {
				return 0, fmt.Errorf("stress: sparse: TryRecv found nothing with %d messages", ch.Len())
			}
		}
		costs = append(costs, time.Since(started))
	}
	return slices.Min(costs), nil
}
