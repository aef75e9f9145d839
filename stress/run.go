package stress

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
)

// observed is what any goroutine may ask of a type under test.
type observed interface {
	Close()
	Closed() bool
	Drained() bool
	Len() int
	Cap() int
	Stats() channels.Stats
}

// run is one run: what all its goroutines share.
type run struct {
	name   string
	cfg    Config
	ctx    context.Context // done when the run is given up
	giveUp context.CancelFunc
	ledger ledger
	ch     observed
	sealed bool // constant: Sent may go back when the type under test closes

	closer  int // constant: which goroutine closes; see step
	closeAt int // constant: after how many of its steps

	work sync.WaitGroup // producers and the consumer
	rest sync.WaitGroup // goroutines that run until those have ended
	over chan struct{}  // closed when they have

	cancellations, survived, looks atomic.Int64

	mu  sync.Mutex
	err error // under mu: the first failure
}

// Streams of random choices, and roles in which a goroutine may close; the
// producers' follow.
const (
	consumerRole = iota
	observerRole
	monkeyRole
	firstProducer
)

// errGivenUp is what operations find when a run is given up.
var errGivenUp = errors.New("stress: the run was given up")

// newRun prepares a run.
func newRun(ctx context.Context, name string, cfg Config) *run {
	r := &run{name: name, cfg: cfg.normal(), over: make(chan struct{})}
	var cancel context.CancelCauseFunc
	r.ctx, cancel = context.WithCancelCause(ctx)
	r.giveUp = func() { cancel(errGivenUp) }
	rng := r.cfg.rng(1 << 32)
	r.closer = rng.IntN(firstProducer + r.cfg.Producers)
	r.closeAt = 1 + rng.IntN(r.cfg.Messages/4+1)
	return r
}

// fail notes the first failure and gives up.
func (r *run) fail(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
		r.giveUp()
	}
}

// finish waits for the run's end, closing when the producers, which run in
// producers, have ended, and returns the verdict.
func (r *run) finish(producers *sync.WaitGroup) (Report, error) {
	started := time.Now()
	defer r.giveUp()
	r.rest.Go(r.observe)
	r.rest.Go(r.disturb)
	r.work.Go(func() {
		producers.Wait()
		r.ch.Close()
	})
	r.watch()
	report := Report{
		Cancellations: int(r.cancellations.Load()), Panics: int(r.survived.Load()), Looks: int(r.looks.Load()),
		Seed: r.cfg.Seed, Elapsed: time.Since(started),
	}
	if r.failed() == nil {
		r.settle()
		r.ledger.count(&report)
	}
	if err := r.failed(); err != nil {
		return report, fmt.Errorf("stress: %s: seed %d: %w\nconfig: %+v\nreplay: go test -race ./stress -run '^Test%s$' -count=20 -stress.seed=%d",
			r.name, r.cfg.Seed, err, r.cfg, r.name, r.cfg.Seed)
	}
	return report, nil
}

// failed returns the first failure.
func (r *run) failed() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// settle is the verdict of a run all of whose goroutines have ended.
func (r *run) settle() {
	if err := r.ledger.verify(); err != nil {
		r.fail("%w", err)
	}
	s := r.ch.Stats()
	if !r.ch.Closed() || !r.ch.Drained() || r.ch.Len() != 0 || s.Depth != 0 || s.Sent != s.Received {
		r.fail("at the end: Closed %v, Drained %v, Len %d, Stats %+v", r.ch.Closed(), r.ch.Drained(), r.ch.Len(), s)
	}
	var report Report
	if r.ledger.count(&report); uint64(report.Sent) != s.Sent {
		r.fail("Stats.Sent is %d, but %d messages were accepted", s.Sent, report.Sent)
	}
}

// watch joins every goroutine. If they do not end in time, that is a failure,
// which shows where they are; then they are told to.
func (r *run) watch() {
	ended := make(chan struct{})
	go func() {
		r.work.Wait()
		close(r.over)
		r.rest.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return
	case <-time.After(r.cfg.Patience):
		r.fail("no end after %v; goroutines:\n%s", r.cfg.Patience, goroutines())
	case <-r.ctx.Done():
		r.fail("%w", context.Cause(r.ctx))
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		r.mu.Lock()
		defer r.mu.Unlock()
		r.err = fmt.Errorf("%w\nand goroutines that do not notice the end of their context:\n%s", r.err, goroutines())
	}
}

// goroutines returns the stacks of all goroutines.
func goroutines() string {
	buf := make([]byte, 1<<20)
	return string(buf[:runtime.Stack(buf, true)])
}
