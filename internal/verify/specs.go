package verify

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/ringmpsc/ringmpsc-go/tla"
)

// spec is a module of package tla.
type spec struct {
	module     string
	guarantees []string
	about      string
	quick      string // the few configs of a quick run: what matches
}

var specs = []spec{
	{"RingOrder", []string{"G1", "G2", "G3", "G5"}, "the ring with its memory", "/(rc11-2x3|tso-2x3|bug-capacity|relaxed-)"},
	{"RingOrderFIFO", []string{"G1", "G5"}, "the ring is a bounded queue", "/(rc11-batch-2x4|bug-capacity)$"},
	{"RingRelative", []string{"G1", "G2", "G3", "G5"}, "the ring with an unlimited number of messages", "/(rc11-2|bug-next-slot|relaxed-publish-.*)$"},
	{"WaitWake", []string{"G1", "G2", "G4"}, "the parking handshake", "/(rc11-close-sender|bug-look-first|rc11-no-light-free)$"},
	{"CloseDrain", []string{"G2"}, "closing while messages are sent and received", "/(tso-1x1|bug-past-final-tail|tso-no-heavy)$"},
	{"Register", []string{"G1", "G2", "G4", "G5"}, "the rings of mpsc: registered, rung, dismissed, used again", "/(go-1x2|bug-no-ask|bug-rung-twice)$"},
}

// specified are the checks of the specifications.
func specified() []Check {
	tools := sync.OnceValue(func() *tla.Tools { return tla.Find(context.Background()) })
	var checks []Check
	for i := range specs {
		s := &specs[i]
		checks = append(checks, s.check(func(ctx context.Context, o tla.Options) ([]tla.Result, error) {
			return tools().Run(ctx, o)
		}))
	}
	return checks
}

func (s *spec) check(run func(context.Context, tla.Options) ([]tla.Result, error)) Check {
	return Check{
		Type: s.module, Layer: "spec", Guarantees: s.guarantees,
		About: s.about + ", in TLA+: two checkers and a step machine agree on states and edges; configs that are broken fail for the reason they name",
		Run: func(ctx context.Context, env *Env) (Outcome, error) {
			o := tla.Options{Full: env.Full, Only: regexp.MustCompile("^" + s.module + "/")}
			if env.Quick {
				o.Only = regexp.MustCompile("^" + s.module + s.quick)
			}
			return specify(ctx, env, o, run)
		},
	}
}

// specify checks the configs that o selects, and says what came of it.
func specify(ctx context.Context, env *Env, o tla.Options, run func(context.Context, tla.Options) ([]tla.Result, error)) (Outcome, error) {
	all, err := o.Select()
	if err == nil && len(all) == 0 {
		err = errors.New("there is no such config")
	}
	if err != nil {
		return Outcome{}, err
	}
	seen := map[string]bool{}
	o.Report = func(r tla.Result) {
		if !seen[r.Config] {
			seen[r.Config] = true
			env.Progress(len(seen), len(all))
		}
	}
	results, err := run(ctx, o)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Ran: tla.Describe(results)}
	if f := refuted(env, results); f != nil {
		return out, f
	}
	if ctx.Err() != nil {
		return out, context.Cause(ctx)
	}
	missing := missing(results)
	if needTLC, others := tla.Unchecked(results); len(needTLC)+len(others) > 0 {
		return out, &NotChecked{fmt.Sprintf("%s, for %d configs", missing, len(needTLC)+len(others))}
	}
	if missing != "" {
		out.Ran += "; without " + missing
	}
	return out, nil
}

// refuted is about the first config that failed.
func refuted(env *Env, results []tla.Result) *Failure {
	i := slices.IndexFunc(results, func(r tla.Result) bool { return r.Verdict == tla.Fail })
	if i < 0 {
		return nil
	}
	r := &results[i]
	full := ""
	if r.Full {
		full = "-full "
	}
	return &Failure{Seed: env.Seed, Text: fmt.Sprintf("%s with %s: %s\nthis one alone: scripts/tla %s-only '^%s$'",
		r.Config, r.Checker, strings.TrimSpace(r.Detail), full, r.Config)}
}

// missing says which checkers are not at hand, and why: "TLC (no java)".
func missing(results []tla.Result) string {
	why := map[string]bool{}
	for _, r := range results {
		if r.Verdict == tla.NotChecked {
			why[fmt.Sprintf("%s (%s)", r.Checker, r.Detail)] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(why)), ", ")
}
