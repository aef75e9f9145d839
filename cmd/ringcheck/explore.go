package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// exploreFlags are what `ringcheck explore` can be told.
type exploreFlags struct {
	models, run, weaken string
	budget              uint64
	json                bool
}

func (f *exploreFlags) parse(args []string, stderr io.Writer) error {
	fs := flag.NewFlagSet("ringcheck explore", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.StringVar(&f.models, "models", "go,tso,rc11", "memory `models`: sc, go, tso, rc11")
	fs.StringVar(&f.run, "run", "", "only scenarios whose name matches this `regexp`")
	fs.Uint64Var(&f.budget, "budget", 1_000_000, "stop each exploration after this `number` of executions and say BOUNDED")
	fs.StringVar(&f.weaken, "weaken", "", "take the order declared at `position` (ring/producer.go:29) as the next weaker one; all: each one in turn")
	fs.BoolVar(&f.json, "json", false, "print one JSON object per line")
	err := fs.Parse(args)
	if err == nil && fs.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q", fs.Arg(0))
		fmt.Fprintf(stderr, "ringcheck explore: %v\n", err)
	}
	return err
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
	if err != nil {
		fmt.Fprintf(stderr, "ringcheck explore: %v\n", err)
		return exitFailed
	}
	return exitOK
}

// explore prints a line per scenario and model, and the executions that should
// not be.
func (f *exploreFlags) explore(ctx context.Context, p *explorer.Program, stdout io.Writer) error {
	known := f.weaken == ""
	for _, s := range p.Sites {
		known = known || s.Pos == f.weaken
	}
	if !known {
		return fmt.Errorf("-weaken: no labelled access stands at %s", f.weaken)
	}
	ran, failed := 0, 0
	err := p.Run(ctx, func(r explorer.Result) {
		ran++
		if r.Violation != "" {
			failed++
		}
		if f.json {
			_ = json.NewEncoder(stdout).Encode(r)
			return
		}
		fmt.Fprintln(stdout, describe(r))
		if r.Violation != "" {
			fmt.Fprintf(stdout, "%s\nreplay: go run ./cmd/ringcheck explore -models %s -run '^%s$' -weaken '%s'\n\n", r.Violation, r.Model, r.Scenario, f.weaken)
		}
	}, f.args(f.models, f.weaken)...)
	switch {
	case err != nil:
		return err
	case ran == 0:
		return fmt.Errorf("no scenario matches %q under %q", f.run, f.models)
	case failed > 0:
		return fmt.Errorf("%d of %d explorations found a violation", failed, ran)
	}
	return nil
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
		broken := 0
		first := "not necessary in any scenario"
		err := p.Run(ctx, func(r explorer.Result) {
			if r.Violation == "" {
				return
			}
			if broken++; broken == 1 {
				first = fmt.Sprintf("%s fails after %d executions", r.Scenario, r.Executions+r.Stuck+1)
			}
		}, f.args("rc11", s.Pos)...)
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%-28s %-16s %-7s %-13s %2d scenarios break: %s\n", s.Pos, s.Func, s.Order, s.Label, broken, first)
	}
	return nil
}
