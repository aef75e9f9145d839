package stress

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// Config says what a run does. The same config is the same run, but for the
// schedule.
type Config struct {
	Seed      uint64        // of every random choice
	Producers int           // goroutines that send; ignored by Ring and SPSC
	Messages  int           // accepted messages per producer
	Capacity  int           // of each ring
	Wait      wait.Strategy // of both sides; ignored by Ring
	Start     uint64        // first position of every ring
	Chaos     Chaos         // what disturbs the run
	Patience  time.Duration // after which a run that has not ended is a failure; 0 means a minute

	_ struct{}
}

// Chaos is a set of disturbances.
type Chaos uint

// The disturbances.
const (
	Yields        Chaos = 1 << iota // Gosched at random places
	Sleeps                          // short sleeps at random places
	Collections                     // garbage collections
	Processors                      // changes of GOMAXPROCS, undone at the end; one run at a time
	Cancellations                   // contexts that are done at random moments
	Panics                          // handlers and loop bodies that panic
	Closes                          // a close at a random moment by a random goroutine
	Lives                           // producers that leave and register again, in new goroutines (mpsc)
	Edges                           // receive by Ready and select, besides the other ways

	None       Chaos = 0
	Everything       = Edges<<1 - 1
)

// Random derives a config from a seed: anything but a large one.
func Random(seed uint64) Config {
	rng := rand.New(rand.NewPCG(seed, 1))
	strategies := Strategies()
	c := Config{
		Seed:      seed,
		Producers: 1 + rng.IntN(8),
		Messages:  200 + rng.IntN(2000),
		Capacity:  []int{1, 2, 3, 4, 7, 8, 64, 256}[rng.IntN(8)],
		Wait:      strategies[rng.IntN(len(strategies))],
		Start:     []uint64{0, 1<<32 - uint64(rng.IntN(100)), -uint64(rng.IntN(100))}[rng.IntN(3)],
		Chaos:     Chaos(rng.Uint32()) & Everything,
	}
	if rng.IntN(2) == 0 {
		c.Chaos = Everything
	}
	return c
}

// Strategies returns every wait strategy, with arguments that suit a run.
func Strategies() []wait.Strategy {
	return []wait.Strategy{
		{}, wait.BusySpin(), wait.Yield(), wait.Sleep(20 * time.Microsecond), wait.Park(),
		wait.ParkTimeout(100 * time.Microsecond), wait.Phased(10, 2),
	}
}

// has reports whether all of what disturb the run.
func (c Config) has(what Chaos) bool { return c.Chaos&what == what }

// normal returns c with bounds and defaults applied.
func (c Config) normal() Config {
	c.Producers, c.Messages, c.Capacity = max(1, c.Producers), max(0, c.Messages), max(1, c.Capacity)
	if c.Patience <= 0 {
		c.Patience = time.Minute
	}
	return c
}

// options returns the channel options of c.
func (c Config) options() channels.Options {
	return channels.Options{Wait: c.Wait, Start: c.Start, Latency: c.Seed%4 == 1}
}

// rng returns the random choices of one goroutine.
func (c Config) rng(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(c.Seed, stream)) }

// Report says what happened in a run.
type Report struct {
	Sent, Received, Rejected int // messages accepted, received, and offered in vain
	Lives                    int // of producers
	Cancellations            int // operations that ended with their context
	Panics                   int // handlers and loop bodies that panicked
	Looks                    int // of the observer
	Seed                     uint64
	Elapsed                  time.Duration

	_ struct{}
}

// String summarises the report in one line.
func (r Report) String() string {
	return fmt.Sprintf("seed %d: %d sent, %d received, %d rejected, %d lives, %d cancellations, %d panics, %d looks, %v",
		r.Seed, r.Sent, r.Received, r.Rejected, r.Lives, r.Cancellations, r.Panics, r.Looks, r.Elapsed.Round(time.Millisecond))
}
