package wait

import (
	"context"
	"sync/atomic"
	"time"
)

// Bell is the word a publisher looks at after every publish: zero unless
// somebody asked to be told or the publisher's end has changed. It fits the
// hot path: one load of a line that is written only on such changes.
type Bell struct {
	word atomic.Uint32 // set and taken by both sides
}

const (
	asked   = 1 << iota // the waiter wants to be told of the next publish
	closed              // the channel is closed
	retired             // the publisher has left
)

// Quiet reports whether there is nothing to see (W2).
func (b *Bell) Quiet() bool {
	return b.word.Load() == 0 //mo:seqcst wait.bell — W2: after the publish; pairs with Ask and Close
}

// Ask asks the publisher to tell (S1). The caller looks once more before it sleeps.
func (b *Bell) Ask() {
	b.word.Or(asked) //mo:seqcst wait.bell — S1: before the last look
}

// Take withdraws the request and reports whether there was one (W3). The
// publisher that gets true owes the waiter a wake-up; the waiter that gets
// true will not be sent one.
func (b *Bell) Take() bool {
	return b.word.And(^uint32(asked))&asked != 0 //mo:acqrel wait.bell — exactly one side takes a request
}

// Close marks the channel closed, for good.
func (b *Bell) Close() {
	b.word.Or(closed) //mo:seqcst wait.bell — before the closer looks at tail; pairs with Quiet and Closed
}

// Closed reports whether the channel is closed.
func (b *Bell) Closed() bool {
	return b.word.Load()&closed != 0 //mo:seqcst wait.bell — after a look at tail or a publish; pairs with Close
}

// Retire marks that the publisher has left, withdraws the request, and reports
// whether there was one.
func (b *Bell) Retire() bool {
	for {
		w := b.word.Load()                              //mo:relaxed wait.bell — the compare-and-swap decides
		if b.word.CompareAndSwap(w, w&^asked|retired) { //mo:seqcst wait.bell — after the last publish; pairs with Retired
			return w&asked != 0
		}
	}
}

// Retired reports whether the publisher has left: what it published before is
// visible.
func (b *Bell) Retired() bool {
	return b.word.Load()&retired != 0 //mo:seqcst wait.bell — before the last look at tail; pairs with Retire
}

// Renew makes the bell of a publisher that left ready for the next one, asked
// as for one the waiter does not know yet. Nobody else may be using it.
func (b *Bell) Renew() {
	b.word.Store(asked) //mo:relaxed wait.renew — handed to the next publisher under the registry's lock
}

// Parker is where one goroutine sleeps, and how it is woken. Make it with
// [NewParker].
type Parker struct {
	token chan struct{} // capacity 1: a wake-up that is due
	timer *time.Timer   // waiter: made by the first timed sleep
	parks atomic.Uint64 // waiter: how often it slept
}

// NewParker returns a Parker.
func NewParker() *Parker { return &Parker{token: make(chan struct{}, 1)} }

// Wake wakes the sleeper, or the next one if nobody sleeps. Any goroutine may
// call it; it never waits.
func (p *Parker) Wake() {
	select {
	case p.token <- struct{}{}:
	default: // one is due already
	}
}

// Token returns the channel that a wake-up arrives on, for use in select.
func (p *Parker) Token() <-chan struct{} { return p.token }

// Parks returns how often a goroutine slept here.
func (p *Parker) Parks() uint64 {
	return p.parks.Load() //mo:relaxed wait.parks — a statistic: orders nothing
}

// sleep waits for a wake-up, for d unless that is 0, or until ctx is done (S3).
func (p *Parker) sleep(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	p.parks.Add(1) //mo:relaxed wait.parks — a statistic: orders nothing
	var expired <-chan time.Time
	if d > 0 {
		if p.timer == nil {
			p.timer = time.NewTimer(d)
		} else {
			p.timer.Reset(d)
		}
		defer p.timer.Stop()
		expired = p.timer.C
	}
	select {
	case <-p.token:
	case <-expired:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}
