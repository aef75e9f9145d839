package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// exploreFlags are what `ringcheck explore` can be told.
type exploreFlags struct {
	models, run, weaken string
	budget              uint64
	json                bool
}

// allModels are the memory models there are.
var allModels = []string{"sc", "go", "tso", "rc11"}

// parse reads the flags; what it finds wrong has been said.
func (f *exploreFlags) parse(args []string, stderr io.Writer) error {
	fs := flag.NewFlagSet("ringcheck explore", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.StringVar(&f.models, "models", "go,tso,rc11", "memory `models`: sc, go, tso, rc11")
	fs.StringVar(&f.run, "run", "", "only scenarios whose name matches this `regexp`")
	fs.Uint64Var(&f.budget, "budget", 1_000_000, "stop each exploration after this `number` of executions and say BOUNDED")
	fs.StringVar(&f.weaken, "weaken", "", "take the order declared at `position` (ring/producer.go:29) as the next weaker one; all: each one in turn, under rc11")
	fs.BoolVar(&f.json, "json", false, "print one JSON object per line")
	if err := fs.Parse(args); err != nil {
		return err
	}
	err := f.check(fs)
	if err != nil {
		fmt.Fprintf(stderr, "ringcheck explore: %v\n", err)
	}
	return err
}

// check says what is wrong with flags that could be read.
func (f *exploreFlags) check(fs *flag.FlagSet) error {
	if fs.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", fs.Arg(0))
	}
	for m := range strings.SplitSeq(f.models, ",") {
		if !slices.Contains(allModels, m) {
			return fmt.Errorf("unknown model %q: there are %s", m, strings.Join(allModels, ", "))
		}
	}
	if _, err := regexp.Compile(f.run); err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	if f.weaken != "all" {
		return nil
	}
	chosen := false
	fs.Visit(func(fl *flag.Flag) { chosen = chosen || fl.Name == "models" })
	switch {
	case chosen && f.models != "rc11":
		return errors.New("-weaken all is about rc11, the only model that looks at declared orders")
	case f.json:
		return errors.New("-weaken all has no JSON form")
	}
	return nil
}

// args are the flags of the scenarios.
func (f *exploreFlags) args(models, weaken string) []string {
	return []string{"-models", models, "-run", f.run, "-executions", strconv.FormatUint(f.budget, 10), "-weaken", weaken}
}

// exploreCommand is `ringcheck explore`.
func exploreCommand(ctx context.Context, args []string, stdout io.Writer, stderr *os.File) int {
	var f exploreFlags
	if err := f.parse(args, stderr); errors.Is(err, flag.ErrHelp) {
		return exitOK
	} else if err != nil {
		return exitUsage
	}
	fmt.Fprintln(stderr, "building the scenarios with instrumented copies of the shipped packages …")
	p, err := explorer.Build(ctx)
	if err != nil {
		fmt.Fprintf(stderr, "ringcheck explore: %v\n", err)
		return exitFailed
	}
	defer p.Close()
	for _, w := range p.Warnings {
		fmt.Fprintln(stderr, "not instrumented:", w)
	}
	if f.weaken == "all" {
		err = f.matrix(ctx, p, stdout)
	} else {
		err = f.explore(ctx, p, stdout)
	}
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(stderr, "ringcheck explore: %v\n", err)
	switch {
	case errors.Is(err, errUsage):
		return exitUsage
	case errors.Is(err, errBounded):
		return exitNotChecked
	default:
		return exitFailed
	}
}

var (
	errUsage   = errors.New("nothing was explored")
	errBounded = errors.New("-budget did not suffice")
)

// explore prints a line per scenario and model, and the executions that should
// not be.
func (f *exploreFlags) explore(ctx context.Context, p *explorer.Program, stdout io.Writer) error {
	if f.weaken != "" && !slices.ContainsFunc(p.Sites, func(s instrument.Site) bool { return s.Pos == f.weaken }) {
		return fmt.Errorf("-weaken: no labelled access stands at %s; go run ./cmd/ringcheck explore -weaken all names them: %w", f.weaken, errUsage)
	}
	ran, failed, bounded := 0, 0, 0
	err := p.Run(ctx, func(r explorer.Result) {
		ran++
		switch {
		case r.Violation != "":
			failed++
		case !r.Exhaustive:
			bounded++
		}
		if f.json {
			_ = json.NewEncoder(stdout).Encode(r)
			return
		}
		fmt.Fprintln(stdout, describe(r))
		if r.Violation != "" {
			fmt.Fprintf(stdout, "%s\nreplay: %s\n\n", r.Violation, f.replay(r))
		}
	}, f.args(f.models, f.weaken)...)
	switch {
	case err != nil:
		return err
	case ran == 0:
		return fmt.Errorf("no scenario matches %q: %w", f.run, errUsage)
	case failed > 0:
		return fmt.Errorf("%d of %d explorations found a violation", failed, ran)
	case bounded > 0:
		return fmt.Errorf("%d of %d explorations are not exhaustive: %w", bounded, ran, errBounded)
	}
	return nil
}

// replay is the command that finds the violation again.
func (f *exploreFlags) replay(r explorer.Result) string {
	c := fmt.Sprintf("go run ./cmd/ringcheck explore -models %s -run '^%s$' -budget %d", r.Model, r.Scenario, f.budget)
	if f.weaken != "" {
		c += " -weaken " + f.weaken
	}
	return c
}

// describe says on one line what was explored.
func describe(r explorer.Result) string {
	kind := "BOUNDED   "
	switch {
	case r.Violation != "":
		kind = "VIOLATION "
	case r.Exhaustive:
		kind = "EXHAUSTIVE"
	}
	return fmt.Sprintf("%s %-4s %-26s %8d executions, %v (%s)", kind, r.Model, r.Scenario, r.Executions, r.Elapsed.Round(time.Millisecond), r.About)
}

// matrix weakens each declared order in turn and says what breaks.
func (f *exploreFlags) matrix(ctx context.Context, p *explorer.Program, stdout io.Writer) error {
	for _, s := range p.Sites {
		if s.Order == "relaxed" {
			continue
		}
		var t tally
		if err := p.Run(ctx, t.add, f.args("rc11", s.Pos)...); err != nil {
			return err
		}
		if t.ran == 0 {
			return fmt.Errorf("no scenario matches %q: %w", f.run, errUsage)
		}
		fmt.Fprintf(stdout, "%-28s %-16s %-7s %-13s %2d scenarios break: %s\n", s.Pos, s.Func, s.Order, s.Label, t.broken, t.verdict())
	}
	return nil
}

// tally counts what scenarios say of one weakened order.
type tally struct {
	ran, broken, bounded int
	first                string // how the first one broke
}

func (t *tally) add(r explorer.Result) {
	t.ran++
	switch {
	case r.Violation != "":
		if t.broken++; t.broken == 1 {
			t.first = fmt.Sprintf("%s fails after %d executions", r.Scenario, r.Executions+r.Stuck+1)
		}
	case !r.Exhaustive:
		t.bounded++
	}
}

func (t *tally) verdict() string {
	switch {
	case t.broken > 0:
		return t.first
	case t.bounded > 0:
		return fmt.Sprintf("not necessary within the budget, which did not suffice for %d of %d", t.bounded, t.ran)
	default:
		return fmt.Sprintf("not necessary in the %d explored", t.ran)
	}
}
