package verify

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/fuzz"
	"github.com/ringmpsc/ringmpsc-go/linearizability"
	"github.com/ringmpsc/ringmpsc-go/stress"
)

// Checks returns every check there is, in the order of the table.
func Checks() []Check {
	var checks []Check
	for _, t := range types {
		checks = append(checks, t.model(), t.porcupine(), t.monitor())
		checks = append(checks, t.chaos()...)
		checks = append(checks, t.explored()...)
	}
	checks = append(checks, waiting()...)
	return append(append(checks, specified()...), controls(porcupine, monitor))
}

// typ is a production type and how each layer runs it.
type typ struct {
	name    string
	fuzz    func([]byte) error
	history func(linearizability.Run) linearizability.History
	spec    func(capacity int) linearizability.Spec
	stress  func(context.Context, stress.Config) (stress.Report, error)
	channel bool // it has Close, contexts, strategies
	many    bool // it has many producers
}

var types = []typ{
	{name: "ring", fuzz: fuzz.Ring, history: linearizability.RunRing, spec: linearizability.FIFO, stress: stress.Ring},
	{name: "spsc", fuzz: fuzz.SPSC, history: linearizability.RunSPSC, spec: linearizability.FIFO, stress: stress.SPSC, channel: true},
	{name: "mpsc", fuzz: fuzz.MPSC, history: linearizability.RunMPSC, spec: linearizability.PerProducer, stress: stress.MPSC, channel: true, many: true},
}

// model compares random operation sequences with the executable model.
func (t *typ) model() Check {
	return Check{
		Type: t.name, Layer: "model", Guarantees: []string{"G1", "G2", "G5", "G6"},
		About: "random operations in one goroutine, each result compared with the sequential model; a seed gives the same operations again",
		Run: func(ctx context.Context, env *Env) (Outcome, error) {
			n, operations := env.Scale(20_000, 400_000), 0
			for i := range n {
				if ctx.Err() != nil {
					return Outcome{}, context.Cause(ctx)
				}
				seed := env.Seed + uint64(i)
				data := script(seed)
				operations += len(data)/4 - 1
				if err := t.fuzz(data); err != nil {
					return Outcome{}, &Failure{Seed: seed, Text: err.Error()}
				}
				env.Progress(i+1, n)
			}
			return Outcome{Ran: fmt.Sprintf("%s sequences, %s operations", group(n), group(operations))}, nil
		},
	}
}

// script returns random bytes for package fuzz: a head and up to 64
// operations of four bytes.
func script(seed uint64) []byte {
	rng := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, 4*(2+rng.IntN(64)))
	for i := range data {
		data[i] = byte(rng.Uint32())
	}
	return data
}

// porcupine records short histories of real goroutines and asks porcupine.
func (t *typ) porcupine() Check {
	return Check{
		Type: t.name, Layer: "porcupine", Guarantees: []string{"G1", "G2"},
		About: "histories of concurrent operations, each explained by some order that a correct queue could have taken; unknown is a failure",
		Run: func(ctx context.Context, env *Env) (Outcome, error) {
			n, operations := env.Scale(150, 3_000), 0
			for i := range n {
				if ctx.Err() != nil {
					return Outcome{}, context.Cause(ctx)
				}
				run := t.run(env.Seed+uint64(i), 200)
				result := t.spec(rounded(run.Capacity)).Check(t.history(run))
				if operations += result.Operations; result.Err() != nil {
					return Outcome{}, failure(run, result)
				}
				env.Progress(i+1, n)
			}
			return Outcome{Ran: fmt.Sprintf("%s histories, %s operations", group(n), group(operations))}, nil
		},
	}
}

// failure shows a history that porcupine rejected.
func failure(run linearizability.Run, result *linearizability.Result) *Failure {
	f := &Failure{Seed: run.Seed, Text: fmt.Sprintf("%+v\n%v\n%s", run, result.Err(), result.Explain())}
	var page bytes.Buffer
	if err := result.WriteHTML(&page); err == nil {
		f.Picture = page.Bytes()
	}
	return f
}

// monitor records long histories and looks for what no order can explain.
func (t *typ) monitor() Check {
	return Check{
		Type: t.name, Layer: "monitor", Guarantees: []string{"G1", "G2"},
		About: "long histories: order, uniqueness and counts of values per producer, and every empty, full and closed answer",
		Run: func(ctx context.Context, env *Env) (Outcome, error) {
			n, operations := env.Scale(4, 24), 0
			for i := range n {
				if ctx.Err() != nil {
					return Outcome{}, context.Cause(ctx)
				}
				run := t.run(env.Seed+uint64(i), env.Scale(40_000, 200_000))
				run.Timeouts = false // so many contexts would take most of the time
				h := t.history(run)
				operations += len(h)
				if err := t.spec(rounded(run.Capacity)).Monitor(h); err != nil {
					return Outcome{}, &Failure{Seed: run.Seed, Text: fmt.Sprintf("%+v\n%v", run, err)}
				}
				env.Progress(i+1, n)
			}
			return Outcome{Ran: fmt.Sprintf("%s histories, %s operations", group(n), group(operations))}, nil
		},
	}
}

// run derives from a seed what goroutines do to a value of the type.
func (t *typ) run(seed uint64, operations int) linearizability.Run {
	rng := rand.New(rand.NewPCG(seed, 2))
	run := linearizability.Run{
		Seed: seed, Operations: operations, Capacity: 1 << rng.IntN(3), Batches: rng.IntN(2) == 0,
		Start: []uint64{0, 1<<32 - 5, ^uint64(0) - 4}[rng.IntN(3)],
	}
	if t.channel {
		run.Close, run.Timeouts = rng.IntN(2) == 0, rng.IntN(2) == 0
		run.Wait = strategies[rng.IntN(len(strategies))]
	}
	if t.many {
		run.Producers, run.Churn = 1+rng.IntN(4), rng.IntN(2) == 0
	}
	return run
}

// strategies are those that do not keep a core busy while they wait.
var strategies = []wait.Strategy{{}, wait.Park(), wait.Yield(), wait.Phased(4, 2)}

// rounded returns the power of two at or above capacity, as rings round it.
func rounded(capacity int) int {
	n := 1
	for n < capacity {
		n *= 2
	}
	return n
}

// group writes n with commas between thousands.
func group(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
