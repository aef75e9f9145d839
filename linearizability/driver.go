package linearizability

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// driver runs clients: producers first, then consumers, then one that closes.
type driver struct {
	Run
	rec       *Recorder
	producing sync.WaitGroup
	consuming sync.WaitGroup
	closing   sync.WaitGroup
	start     chan struct{} // closed when all goroutines are there
	closeNow  chan struct{} // closed by producer 0 somewhere in the middle, if Run.Close
	done      atomic.Bool   // the producers are done, and the queue is closed if it can be
	close     func()        // nil if the queue cannot be closed
	producers int
	consumers int
}

// act is one operation of a producer: false when it need not try any more.
type act func() bool

// session is a producer from when it joined until it leaves.
type session struct {
	acts  []act
	leave func() // nil if it does not leave
}

func newDriver(r Run, producers, consumers int) *driver {
	return &driver{
		Run:       r,
		rec:       NewRecorder(producers+consumers+1, 2*r.Operations/min(producers, consumers)+64),
		start:     make(chan struct{}),
		closeNow:  make(chan struct{}),
		producers: producers,
		consumers: consumers,
	}
}

// client returns what a client's behaviour follows from.
func (d *driver) client(i int) (*Log, *rand.Rand) {
	return d.rec.Log(i), rand.New(rand.NewPCG(d.Seed, uint64(i)))
}

// produce starts producer i. join makes its session, each time it joins.
func (d *driver) produce(i int, join func(*producer) session) {
	p := &producer{d: d, id: i}
	p.log, p.rng = d.client(i)
	d.producing.Go(func() {
		<-d.start
		p.run(i, join)
	})
}

// consume starts consumer i with the operations it chooses from.
func (d *driver) consume(i int, acts func(*consumer) []func() Outcome) {
	c := &consumer{d: d}
	c.log, c.rng = d.client(d.producers + i)
	d.consuming.Go(func() {
		<-d.start
		c.run(acts(c))
	})
}

// run lets everybody go, joins them and returns the history.
func (d *driver) run() History {
	defer d.watch()()
	if d.close == nil {
		d.Close = false
	}
	d.closing.Go(d.closer)
	close(d.start)
	d.producing.Wait()
	if !d.Close {
		close(d.closeNow)
	}
	d.closing.Wait()
	d.done.Store(true) //mo:release driver.done — the last empty receive comes after everything else
	d.consuming.Wait()
	return d.rec.History()
}

// closer closes the queue when told to.
func (d *driver) closer() {
	<-d.closeNow
	if d.close == nil {
		return
	}
	log := d.rec.Log(d.producers + d.consumers)
	log.Begin(Close, 0)
	d.close()
	log.End(OK)
}

// patience is how long a run may take before it counts as hung.
const patience = time.Minute

// watch panics if the run takes too long; the returned function ends that.
func (d *driver) watch() func() {
	limit := patience + time.Duration(d.Operations)*10*time.Microsecond
	timer := time.AfterFunc(limit, func() {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		panic(fmt.Sprintf("linearizability: %+v has not ended after %v\n\n%s", d.Run, limit, stacks))
	})
	return func() { timer.Stop() }
}

// pause changes how the goroutines interleave: mostly not at all, sometimes by
// a little work, sometimes by giving up the processor.
func pause(rng *rand.Rand) {
	switch n := rng.IntN(16); {
	case n == 0:
		runtime.Gosched()
	case n < 4:
		for range rng.IntN(200) {
			_ = rng.Uint64()
		}
	}
}

// backoff gives way to the other side after failures in a row. Without it, one
// side can spend its whole run, or the machine's only processor, on a queue
// that stays full or empty because the other is not running.
type backoff struct{ failures int }

// failed notes whether an operation found the queue full or empty.
func (b *backoff) failed(yes bool) {
	if !yes {
		b.failures = 0
		return
	}
	if b.failures++; b.failures < 4 {
		runtime.Gosched()
		return
	}
	b.failures = 0
	time.Sleep(time.Microsecond) // unlike Gosched it lets any processor run the other side
}

// context returns a context for one operation: now and then, if the run has
// timeouts, one that is done already or in some microseconds.
func (d *driver) context(rng *rand.Rand) (context.Context, context.CancelFunc) {
	ctx := context.Background()
	if !d.Timeouts || rng.IntN(4) > 0 {
		return ctx, func() {}
	}
	if rng.IntN(2) == 0 {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		return ctx, cancel
	}
	return context.WithTimeout(ctx, time.Duration(rng.IntN(100))*time.Microsecond)
}
