package linearizability

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// maxBatch is the largest batch that is sent or received.
const maxBatch = 5

// producer is one sending goroutine.
type producer struct {
	d   *driver
	log *Log
	rng *rand.Rand
	id  int // of this session
	seq int // of the next value; one that was not accepted is offered again
	backoff
}

// run makes producer number i's share of the operations.
func (p *producer) run(i int, join func(*producer) session) {
	n := p.d.Operations / p.d.producers
	closeAt := -1
	if i == 0 && p.d.Close {
		closeAt = p.rng.IntN(n + 1)
		defer func() {
			if closeAt >= 0 {
				close(p.d.closeNow)
			}
		}()
	}
	s := join(p)
	for k := 0; k < n && s.acts != nil; k++ {
		if k == closeAt {
			close(p.d.closeNow)
			closeAt = -1
		}
		pause(p.rng)
		if !s.acts[p.rng.IntN(len(s.acts))]() {
			return
		}
		if p.d.Churn && s.leave != nil && p.rng.IntN(8) == 0 {
			s = p.replace(s, join)
		}
	}
}

// replace leaves, tries to send all the same, and joins under a new identity.
func (p *producer) replace(s session, join func(*producer) session) session {
	p.log.Begin(Leave, p.id)
	s.leave()
	p.log.End(OK)
	s.acts[p.rng.IntN(len(s.acts))]()
	p.id += p.d.producers
	p.seq = 0
	return join(p)
}

// values returns the next n values.
func (p *producer) values(n int) []Value {
	vs := make([]Value, n)
	for i := range vs {
		vs[i] = ValueOf(p.id, p.seq+i)
	}
	return vs
}

// end records how a send of n values ended.
func (p *producer) end(n int, o Outcome) {
	p.log.EndSend(n, o)
	p.seq += n
	p.failed(o == Full)
}

func (p *producer) trySend(q interface{ TrySend(Value) bool }) act {
	return func() bool {
		v := ValueOf(p.id, p.seq)
		p.log.BeginSend(p.id, true, v)
		if q.TrySend(v) {
			p.end(1, OK)
		} else {
			p.end(0, Full)
		}
		return true
	}
}

func (p *producer) trySendBatch(q interface{ TrySendBatch([]Value) int }) act {
	return func() bool {
		vs := p.values(1 + p.rng.IntN(maxBatch))
		p.log.BeginSend(p.id, true, vs...)
		n := q.TrySendBatch(vs)
		if n == len(vs) {
			p.end(n, OK)
		} else {
			p.end(n, Full)
		}
		return true
	}
}

// reserve records a reservation of which a part is committed. It may be shorter
// than asked for without the queue being full: at the end of the ring's array.
func (p *producer) reserve(reserve func(int) []Value, commit func(int) error) bool {
	vs := p.values(1 + p.rng.IntN(maxBatch))
	p.log.BeginSend(p.id, true, vs...)
	n := copy(reserve(len(vs)), vs)
	if n == 0 {
		p.end(0, Full)
		return true
	}
	pause(p.rng)
	n = 1 + p.rng.IntN(n)
	err := commit(n)
	if err != nil {
		n = 0
	}
	p.end(n, outcome(err))
	return err == nil
}

func (p *producer) commitRing(tx *ring.Producer[Value]) act {
	return func() bool {
		return p.reserve(tx.Reserve, func(n int) error { tx.Commit(n); return nil })
	}
}

// channel returns what a run does with a channel's sending end.
func (p *producer) channel(tx channels.Sender[Value]) []act {
	acts := []act{p.trySend(tx), p.send(tx)}
	if p.d.Batches {
		acts = append(acts, p.trySendBatch(tx), p.sendBatch(tx),
			func() bool { return p.reserve(tx.Reserve, tx.Commit) })
	}
	return acts
}

func (p *producer) send(tx channels.Sender[Value]) act {
	return func() bool {
		ctx, cancel := p.d.context(p.rng)
		defer cancel()
		v := ValueOf(p.id, p.seq)
		p.log.BeginSend(p.id, true, v)
		err := tx.Send(ctx, v)
		if err == nil {
			p.end(1, OK)
		} else {
			p.end(0, outcome(err))
		}
		return outcome(err) != Closed
	}
}

func (p *producer) sendBatch(tx channels.Sender[Value]) act {
	return func() bool {
		ctx, cancel := p.d.context(p.rng)
		defer cancel()
		vs := p.values(1 + p.rng.IntN(maxBatch))
		p.log.BeginSend(p.id, false, vs...)
		n, err := tx.SendBatch(ctx, vs)
		p.end(n, outcome(err))
		return outcome(err) != Closed
	}
}

// outcome returns what an error means.
func outcome(err error) Outcome {
	switch {
	case err == nil:
		return OK
	case errors.Is(err, channels.ErrClosed):
		return Closed
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Canceled
	}
	panic(err)
}
