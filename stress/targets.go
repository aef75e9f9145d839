package stress

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
)

// SPSC runs one producer and one consumer on an [spsc] channel. It returns
// when all its goroutines have ended.
//
// [spsc]: github.com/ringmpsc/ringmpsc-go/channels/spsc
func SPSC(ctx context.Context, cfg Config) (Report, error) {
	r := newRun(ctx, "SPSC", cfg)
	p, c := spsc.NewWith[message](r.cfg.Capacity, r.cfg.options())
	return r.pair(p, p, c)
}

// Ring is [SPSC] on a bare ring, with the closing protocol that package ring
// describes and with yields for waiting.
func Ring(ctx context.Context, cfg Config) (Report, error) {
	r := newRun(ctx, "Ring", cfg)
	r.sealed = true
	p, c := newRing(r.cfg)
	return r.pair(p, p.closing, c)
}

// pair runs one producer and one consumer.
func (r *run) pair(p channels.Sender[message], ch observed, c channels.Receiver[message]) (Report, error) {
	r.ch = ch
	var producers sync.WaitGroup
	f := r.ledger.open()
	producers.Go(func() { r.produce(p, f, r.cfg.Messages, firstProducer, r.cfg.rng(firstProducer)) })
	r.work.Go(func() { r.consume(c) })
	return r.finish(&producers)
}

// MPSC runs cfg.Producers producers and one consumer on an [mpsc] channel. With
// Lives among the disturbances each producer leaves and registers again, in
// another goroutine, all the time; each life has an order of its own.
//
// [mpsc]: github.com/ringmpsc/ringmpsc-go/channels/mpsc
func MPSC(ctx context.Context, cfg Config) (Report, error) {
	r := newRun(ctx, "MPSC", cfg)
	ch, c := mpsc.NewWith[message](r.cfg.Capacity, r.cfg.options())
	r.ch = ch
	var producers sync.WaitGroup
	for i := range r.cfg.Producers {
		role := firstProducer + i
		r.live(ch, &producers, r.cfg.Messages, role, r.cfg.rng(uint64(role)))
	}
	r.work.Go(func() { r.consume(c) })
	return r.finish(&producers)
}

// live runs the lives of one producer, until n messages were accepted.
func (r *run) live(ch *mpsc.Channel[message], producers *sync.WaitGroup, n, role int, rng *rand.Rand) {
	producers.Go(func() {
		p, err := ch.Register()
		if err != nil {
			if !errors.Is(err, channels.ErrClosed) || !ch.Closed() {
				r.fail("Register: error %w", err)
			}
			return
		}
		defer p.Close()
		goal := n
		if r.cfg.has(Lives) {
			goal = min(n, 1+rng.IntN(1+rng.IntN(100)))
		}
		f := r.ledger.open()
		closed := r.produce(p, f, goal, role, rng)
		if p.Close(); p.TrySend(f.offer()) {
			r.fail("a closed producer has sent")
		}
		if n -= len(f.accepted); n > 0 && !closed && r.ctx.Err() == nil {
			r.live(ch, producers, n, role, rng)
		}
	})
}
