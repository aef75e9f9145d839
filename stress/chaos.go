package stress

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
)

// observe looks at the channel until the run is over (T31).
func (r *run) observe() {
	rng := r.cfg.rng(observerRole)
	var last channels.Stats
	for n := 0; ; n++ {
		select {
		case <-r.over:
			r.looks.Add(int64(n))
			return
		default:
		}
		drained, closed := r.ch.Drained(), r.ch.Closed()
		if size, capacity := r.ch.Len(), r.ch.Cap(); size < 0 || size > capacity || drained && size > 0 {
			r.fail("Len is %d, Cap is %d, Drained was %v", size, capacity, drained)
		}
		s := r.ch.Stats()
		if s.Depth < 0 || s.Depth > s.Capacity || s.Received > s.Sent || drained && !closed || drained && s.Sent != s.Received {
			r.fail("Stats are %+v, Drained was %v, Closed was %v", s, drained, closed)
		}
		if s.Received < last.Received || s.Sent < last.Sent && !r.sealed || s.Capacity < last.Capacity {
			r.fail("Stats went back from %+v to %+v", last, s)
		}
		last = s
		r.step(observerRole, n)
		runtime.Gosched()
		r.pause(rng)
	}
}

// procs is held by the run that changes GOMAXPROCS.
var procs sync.Mutex

// disturb collects garbage and changes GOMAXPROCS until the run is over.
func (r *run) disturb() {
	rng := r.cfg.rng(monkeyRole)
	processors := r.cfg.has(Processors) && procs.TryLock()
	if processors {
		defer procs.Unlock()
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	}
	for n := 0; ; n++ {
		select {
		case <-r.over:
			return
		case <-time.After(time.Duration(50+rng.IntN(500)) * time.Microsecond):
		}
		if r.cfg.has(Collections) && rng.IntN(4) == 0 {
			runtime.GC()
		}
		if processors && rng.IntN(4) == 0 {
			runtime.GOMAXPROCS(1 + rng.IntN(8))
		}
		r.step(monkeyRole, n)
	}
}

// step is called by the goroutine of a role with the number of its step: the
// chosen one closes at the chosen step.
func (r *run) step(role, n int) {
	if r.cfg.has(Closes) && role == r.closer && n == r.closeAt {
		r.ch.Close()
	}
}

// pause yields or sleeps, sometimes.
func (r *run) pause(rng *rand.Rand) {
	if r.cfg.has(Yields) && rng.IntN(8) == 0 {
		runtime.Gosched()
	}
	if r.cfg.has(Sleeps) && rng.IntN(256) == 0 {
		time.Sleep(time.Duration(rng.IntN(50)) * time.Microsecond)
	}
}

// context returns a context for one operation, which may be done, or become
// done, if the run has cancellations.
func (r *run) context(rng *rand.Rand) (context.Context, context.CancelFunc) {
	if !r.cfg.has(Cancellations) || rng.IntN(8) != 0 {
		return r.ctx, func() {}
	}
	if rng.IntN(4) == 0 {
		ctx, cancel := context.WithCancel(r.ctx)
		cancel()
		return ctx, cancel
	}
	return context.WithTimeout(r.ctx, time.Duration(rng.IntN(200))*time.Microsecond)
}

// canceled reports whether err is that of an operation's own context, and
// fails the run if it is not an error that the operation may have.
func (r *run) canceled(what string, err error) bool {
	switch {
	case err == nil || errors.Is(err, channels.ErrClosed):
		return false
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		r.cancellations.Add(1)
		return true
	case !errors.Is(err, errGivenUp):
		r.fail("%s: unexpected error %w", what, err)
	}
	return true
}
