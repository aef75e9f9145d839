package wait

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"
)

// Parker is where one goroutine sleeps, and how it is woken. Make it with
// [NewParker].
type Parker struct {
	token chan struct{} // capacity 1: a wake-up that is due
	alone bool          // constant: there was one processor when it was made
	timer *time.Timer   // waiter: made by the first timed sleep
	parks atomic.Uint64 // waiter: how often it slept
}

// NewParker returns a Parker.
func NewParker() *Parker {
	return &Parker{token: make(chan struct{}, 1), alone: runtime.GOMAXPROCS(0) == 1}
}

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
	p.parks.Add(1)                   //mo:relaxed wait.parks — a statistic: orders nothing
	if d == 0 && ctx.Done() == nil { // a receive is quicker than a select
		<-p.token
		return nil
	}
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
