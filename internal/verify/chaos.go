package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/stress"
)

// chaos runs the type with real goroutines that are disturbed, with and without
// the race detector.
func (t *typ) chaos() []Check {
	run := func(quick, full int) func(context.Context, *Env) (Outcome, error) {
		return func(ctx context.Context, env *Env) (Outcome, error) {
			return t.disturb(ctx, env, env.Scale(quick, full))
		}
	}
	return []Check{{
		Type: t.name, Layer: "chaos", Guarantees: t.guaranteed("G1", "G2", "G4", "G5"),
		About: "real goroutines, disturbed: yields, collections, GOMAXPROCS, cancellations, panics, closes; a ledger of values per producer",
		Run:   run(250, 5000),
	}, {
		Type: t.name, Layer: "race", Guarantees: []string{"G3"},
		About: "the same under the race detector",
		Run:   underRace(t.name, "race", run(12, 200)),
	}}
}

// explored runs every execution of the scenarios on the type's source.
func (t *typ) explored() []Check {
	return []Check{{
		Type: t.name, Layer: "explorer", Guarantees: t.guaranteed("G1", "G2", "G3", "G4"),
		About: "the shipped source, once for every execution that Go's memory model, TSO and RC11 with the declared orders allow, within small scenarios",
		Run: func(ctx context.Context, env *Env) (Outcome, error) {
			p, err := explorer.Build(ctx)
			if err != nil {
				return Outcome{}, &NotChecked{err.Error()}
			}
			defer p.Close()
			return t.explore(ctx, env, p.Run)
		},
	}}
}

// explore has run run the type's scenarios, and says what came of it.
func (t *typ) explore(ctx context.Context, env *Env, run func(context.Context, func(explorer.Result), ...string) error) (Outcome, error) {
	var scenarios, executions int
	var bounded []string
	var found *Failure
	sizes := "small"
	if env.Full {
		sizes = "small,large"
	}
	err := run(ctx, func(r explorer.Result) {
		scenarios++
		executions += int(r.Executions)
		if !r.Exhaustive {
			bounded = append(bounded, unexplored(r))
		}
		if r.Violation != "" && found == nil {
			found = &Failure{Seed: env.Seed, Text: fmt.Sprintf("%s under %s: %s\nthis one alone: go run ./cmd/ringcheck explore -models %s -run '^%s$'",
				r.Scenario, r.Model, r.Violation, r.Model, r.Scenario)}
		}
		env.Progress(scenarios, max(scenarios, explorations[t.name]))
	}, "-run", "^"+t.name+"/", "-executions", fmt.Sprint(env.Scale(30_000, 1_000_000)), "-sizes", sizes)
	if found != nil {
		return Outcome{}, found
	}
	if err == nil && scenarios == 0 {
		err = fmt.Errorf("there is no scenario of %s", t.name)
	}
	extent := "EXHAUSTIVE"
	if len(bounded) > 0 {
		extent = "BOUNDED: " + strings.Join(bounded, ", ")
	}
	return Outcome{Ran: fmt.Sprintf("%d explorations, %s executions, %s", scenarios, group(executions), extent), Bounded: len(bounded) > 0}, err
}

// unexplored names an exploration that stopped at the limit, with how far it is
// estimated to have come.
func unexplored(r explorer.Result) string {
	s := r.Scenario + " under " + r.Model
	if r.Explored > 0 {
		s += fmt.Sprintf(" (about %.2g%% explored)", 100*r.Explored)
	}
	return s
}

// explorations are how many scenarios times models there are, for progress.
var explorations = map[string]int{"ring": 27, "spsc": 90, "mpsc": 141}

// guaranteed leaves out what the type does not promise.
func (t *typ) guaranteed(gs ...string) []string {
	if !t.channel { // a ring never waits
		gs = slices.DeleteFunc(gs, func(g string) bool { return g == "G4" })
	}
	return gs
}

// disturb does n disturbed runs.
func (t *typ) disturb(ctx context.Context, env *Env, n int) (Outcome, error) {
	var sum stress.Report
	for i := range n {
		if ctx.Err() != nil {
			return Outcome{}, context.Cause(ctx)
		}
		seed := env.Seed + uint64(i)
		r, err := t.stress(ctx, stress.Random(seed))
		if err != nil {
			return Outcome{}, failedAt(ctx, seed, err)
		}
		sum.Received += r.Received
		sum.Cancellations += r.Cancellations
		sum.Panics += r.Panics
		env.Progress(i+1, n)
	}
	return Outcome{Ran: fmt.Sprintf("%s runs, %s messages, %s cancellations, %s panics",
		group(n), group(sum.Received), group(sum.Cancellations), group(sum.Panics))}, nil
}

// failedAt is the failure of the iteration with the seed, unless it was
// interrupted.
func failedAt(ctx context.Context, seed uint64, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return &Failure{Seed: seed, Text: err.Error()}
}

// waiting are the checks of what channels have in common when somebody waits,
// and of many producers.
func waiting() []Check {
	return []Check{wakeups(stress.Races), {
		Type: "wait", Layer: "idle", Guarantees: []string{"G4"},
		About: "a thousand blocked consumers use neither CPU nor threads",
		Run:   idle,
	}, {
		Type: "mpsc", Layer: "churn", Guarantees: []string{"G2", "G5"},
		About: "a hundred thousand producers that come and go: memory follows those present, nobody is overtaken for long",
		Run:   churn,
	}}
}

// wakeups runs races of two sides.
func wakeups(races func(ctx context.Context, seed uint64, n int) error) Check {
	return Check{
		Type: "wait", Layer: "wakeups", Guarantees: []string{"G4"},
		About: "short races of two operations each, of which one must wake the other: publish, space, close, every consuming API",
		Run: func(ctx context.Context, env *Env) (Outcome, error) {
			rounds := env.Scale(200, 5000)
			for i := range rounds {
				seed := env.Seed + uint64(i)
				if err := races(ctx, seed, 10); err != nil {
					return Outcome{}, failedAt(ctx, seed, err)
				}
				env.Progress(i+1, rounds)
			}
			return Outcome{Ran: fmt.Sprintf("%s races of %d kinds", group(10*rounds), len(stress.RaceNames()))}, nil
		},
	}
}

// idle watches blocked consumers.
func idle(ctx context.Context, env *Env) (Outcome, error) {
	watch := time.Duration(env.Scale(500, 5000)) * time.Millisecond
	i, err := stress.Idle(ctx, 1000, wait.Strategy{}, watch)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{Ran: fmt.Sprintf("%s blocked for %v: %v CPU, %d new threads",
		group(i.Blocked), i.Watched, i.CPU.Round(time.Microsecond), i.Threads)}, idleEnough(i)
}

// idleEnough compares with limits that are far above what is measured (less
// than a millisecond of CPU, no threads).
func idleEnough(i stress.Idleness) error {
	switch {
	case i.Threads > 50:
		return fmt.Errorf("%d threads were made", i.Threads)
	case !i.Checked:
		return &NotChecked{"CPU time is not measured on this platform"}
	case i.CPU > i.Watched/5:
		return fmt.Errorf("%v of CPU in %v", i.CPU, i.Watched)
	}
	return nil
}

// churn lets producers come and go.
func churn(ctx context.Context, env *Env) (Outcome, error) {
	lives := env.Scale(100_000, 1_000_000)
	rings, err := stress.Churn(ctx, lives, 8, 32)
	if err != nil {
		return Outcome{}, fmt.Errorf("%d lives, %d rings: %w", lives, rings, err)
	}
	env.Progress(1, 2)
	_, overtaken, err := stress.Backlog(20_000, 4)
	return Outcome{Ran: fmt.Sprintf("%s producers, %d rings; at most %d messages overtook one", group(lives), rings, overtaken)},
		errors.Join(err, churned(rings, overtaken))
}

// churned compares with limits: ten times as many rings as there were producers
// at one time, and far fewer messages than one that starves would see pass.
func churned(rings, overtaken int) error {
	switch {
	case rings > 320:
		return fmt.Errorf("%d rings: memory follows the number of producers there ever were", rings)
	case overtaken > 1000:
		return fmt.Errorf("%d messages overtook one", overtaken)
	}
	return nil
}
