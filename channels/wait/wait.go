// Package wait holds the wait strategies and the one parking handshake that
// every channel uses.
//
// # The handshake
//
// A publisher makes something true (a message, a free slot, a close) and then
// looks whether anybody asked to be told. A waiter asks to be told and then
// looks whether it is true already. Between its two steps each has a fence, the
// publisher a light one, which costs nothing, the waiter a heavy one, so at least
// one of the two sees the other (Dekker; the fences are in internal/order):
//
//	publisher  W1  publish, light fence       (the ring's) ring.fence
//	           W2  bell set?                  wait.bell    Quiet
//	           W3  if so: take it, wake       wait.bell    Take, Wake
//	waiter     S1  set the bell, heavy fence  wait.bell    Ask, ring.fence
//	           S2  true already? take it back (the ring's) Take
//	           S3  sleep until woken, look    Strategy.Wait
//
// Whoever takes the bell owes the wake-up, and only one can take it: no
// wake-up is lost, and none is sent twice for one request. A waiter that leaves
// early, because S2 succeeded or its context ended, may leave a wake-up behind;
// the next sleeper then wakes once for nothing and looks again.
//
// Sleeping ends in a Go channel made by the constructor: an idle waiter costs
// no CPU and no thread, and testing/synctest sees it as durably blocked.
package wait

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// Strategy says how a goroutine waits. The zero value is the default: a short
// spin, a few yields, then park. Strategies are comparable values.
type Strategy struct {
	kind          kind
	spins, yields int
	d             time.Duration
}

type kind uint8

const (
	standard kind = iota
	busySpin
	yield
	sleep
	park
	parkTimeout
	phased
)

// The default's phases: rounds of a few polls and one yield each. Long enough
// in all (some microseconds) to catch a peer that is running; the yields let
// one that waits for this processor run after a fraction of that.
const (
	defaultRounds = 32
	defaultSpins  = 8
)

// BusySpin polls without giving up the processor, except that it yields every
// few microseconds. Where there is one processor only, it is Yield.
// Lowest latency; one core per waiter.
func BusySpin() Strategy { return Strategy{kind: busySpin} }

// Yield polls and lets other goroutines run in between.
func Yield() Strategy { return Strategy{kind: yield} }

// Sleep polls every d. It panics if d is not positive.
func Sleep(d time.Duration) Strategy { return Strategy{kind: sleep, d: positive("Sleep", d)} }

// Park sleeps at once until it is woken: no CPU while idle.
func Park() Strategy { return Strategy{kind: park} }

// ParkTimeout is Park that also looks by itself every d. It panics if d is not
// positive.
func ParkTimeout(d time.Duration) Strategy {
	return Strategy{kind: parkTimeout, d: positive("ParkTimeout", d)}
}

// Phased polls spins times, then yields times letting others run, then parks.
// It panics if either is negative.
func Phased(spins, yields int) Strategy {
	if spins < 0 || yields < 0 {
		panic(fmt.Sprintf("wait: Phased(%d, %d): negative count", spins, yields))
	}
	return Strategy{kind: phased, spins: spins, yields: yields}
}

func positive(name string, d time.Duration) time.Duration {
	if d <= 0 {
		panic(fmt.Sprintf("wait: %s(%v): duration is not positive", name, d))
	}
	return d
}

// String returns the call that makes the strategy.
func (s Strategy) String() string {
	switch s.kind {
	case busySpin:
		return "BusySpin"
	case yield:
		return "Yield"
	case sleep:
		return fmt.Sprintf("Sleep(%v)", s.d)
	case park:
		return "Park"
	case parkTimeout:
		return fmt.Sprintf("ParkTimeout(%v)", s.d)
	case phased:
		return fmt.Sprintf("Phased(%d, %d)", s.spins, s.yields)
	default:
		return "Default"
	}
}

// Wait returns nil once ready or ask has reported true, and context.Cause(ctx)
// if ctx is done before. ready looks; ask sets the bells (S1) and then looks
// (S2). Only the goroutine that p belongs to may call it. It allocates nothing
// but, on the first timed wait, a timer.
func (s Strategy) Wait(ctx context.Context, p *Parker, ready, ask func() bool) error {
	rounds, spins, yields, burst := 1, s.spins, s.yields, spinBurst
	if s.kind == standard {
		rounds, spins, yields = defaultRounds, defaultSpins, 1
	}
	if p.alone { // nothing changes while we spin
		spins, burst = 0, 1
	}
	for range rounds { //mc:wait
		if phase(spins, yields, ready) {
			return nil
		}
	}
	switch s.kind {
	case busySpin:
		return poll(ctx, burst, ready)
	case yield:
		return poll(ctx, 1, ready)
	case sleep:
		ask = ready
	}
	for !ask() { //mc:wait
		if err := p.sleep(ctx, s.d); err != nil {
			return err
		}
		if ready() { // mostly; asking again would cost a heavy fence
			return nil
		}
	}
	return nil
}

// phase polls spins times, then yields times letting others run, and reports
// whether ready did.
func phase(spins, yields int, ready func() bool) bool {
	for range spins { //mc:wait
		if relax(pollPause); ready() {
			return true
		}
	}
	for range yields { //mc:wait
		if runtime.Gosched(); ready() {
			return true
		}
	}
	return false
}

// spinBurst is how often BusySpin polls before it yields once.
const spinBurst = 256

// poll calls ready until it is true, yielding after every burst of calls.
func poll(ctx context.Context, burst int, ready func() bool) error {
	for i := 1; !ready(); i++ {
		if i%burst != 0 {
			relax(pollPause)
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		runtime.Gosched()
	}
	return nil
}

// pollPause is for how many turns, some 90 to 270 ns, a polling waiter leaves the
// lines it polls to its peer.
const pollPause = 6

// relax keeps the processor busy for some turns of 15 to 45 ns.
//
//mc:pause
func relax(turns int) { order.Pause(turns) }
