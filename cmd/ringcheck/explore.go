package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// exploreFlags are what `ringcheck explore` can be told.
type exploreFlags struct {
	pkg                 string // the package whose tests explore; "": the scenarios of the shipped types
	models, run, weaken string
	replay, html, tags  string
	budget              uint64
	workers             int
	json, chosen        bool // chosen: -models was given
}

// allModels are the memory models there are.
var allModels = []string{"sc", "go", "tso", "rc11"}

// parse reads the flags; what it finds wrong has been said.
func (f *exploreFlags) parse(args []string, stderr io.Writer) error {
	fs := flag.NewFlagSet("ringcheck explore", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.Usage = func() {
		fmt.Fprintln(stderr, "usage: ringcheck explore [package] [flags]\n\n"+
			"Without a package the shipped types are explored; with one, the tests in it that\ncall explore.Check.")
		fs.PrintDefaults()
	}
	fs.StringVar(&f.models, "models", "go,tso,rc11", "memory `models`: sc, go, tso, rc11")
	fs.StringVar(&f.run, "run", "", "only scenarios, or tests, whose name matches this `regexp`")
	fs.Uint64Var(&f.budget, "budget", 2_000_000, "stop each exploration after this `number` of executions and say BOUNDED; with -weaken all, 5000 if it is not given")
	fs.IntVar(&f.workers, "workers", 1, "share each exploration between this `number` of processes")
	fs.StringVar(&f.weaken, "weaken", "", "take the order declared at `position` (ring/producer.go:29) as the next weaker one; all: each one in turn, under rc11")
	fs.StringVar(&f.replay, "replay", "", "show the execution of this `token`, and explore nothing")
	fs.StringVar(&f.html, "html", "", "write the first failure to `file`, as a page to step through")
	fs.StringVar(&f.tags, "tags", "", "build tags of the package, separated by `commas`")
	fs.BoolVar(&f.json, "json", false, "print one JSON object per line")
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		f.pkg, args = args[0], args[1:]
	}
	if err := fs.Parse(args); err != nil {
		return err
	}
	if f.pkg == "" && fs.NArg() > 0 {
		f.pkg = fs.Arg(0)
		if err := fs.Parse(fs.Args()[1:]); err != nil {
			return err
		}
	}
	if f.weaken == "all" && !given(fs, "budget") {
		f.budget = weakenAllBudget
	}
	err := f.check(fs)
	if err != nil {
		fmt.Fprintf(stderr, "ringcheck explore: %v\n", err)
	}
	return err
}

// weakenAllBudget is enough for each order of the shipped types to be seen to be
// necessary.
const weakenAllBudget = 5000

// given reports whether the flag is on the command line.
func given(fs *flag.FlagSet, name string) (found bool) {
	fs.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
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
	fs.Visit(func(fl *flag.Flag) { f.chosen = f.chosen || fl.Name == "models" })
	switch {
	case f.workers < 1:
		return errors.New("-workers: at least one process is needed")
	case f.replay != "" && f.weaken == "all":
		return errors.New("-replay shows one execution, -weaken all explores many")
	case f.weaken != "all":
		return nil
	case f.chosen && f.models != "rc11":
		return errors.New("-weaken all is about rc11, the only model that looks at declared orders")
	case f.json, f.html != "":
		return errors.New("-weaken all has no JSON form, and no page")
	}
	return nil
}

// settings are those of an exploration.
func (f *exploreFlags) settings() explorer.Settings {
	s := explorer.Settings{Run: f.run, Budget: f.budget, Workers: f.workers, Weaken: f.weaken, Replay: f.replay}
	if f.pkg == "" || f.chosen { // a test chooses its models itself
		s.Models = strings.Split(f.models, ",")
	}
	return s
}

// subject is what is explored: the scenarios, or the tests of a package.
type subject struct {
	sites    []instrument.Site
	warnings []string
	explore  func(context.Context, explorer.Settings, func(explorer.Result)) error
	close    func()
}

// build builds what is to be explored.
func (f *exploreFlags) build(ctx context.Context, stderr io.Writer) (*subject, error) {
	if f.pkg == "" {
		fmt.Fprintln(stderr, "building the scenarios with instrumented copies of the shipped packages …")
		p, err := explorer.Build(ctx)
		if err != nil {
			return nil, err
		}
		return &subject{p.Sites, p.Warnings, p.Explore, p.Close}, nil
	}
	fmt.Fprintf(stderr, "building the tests of %s with instrumented copies …\n", f.pkg)
	t, err := explorer.BuildTests(ctx, ".", f.pkg, f.tags)
	if err != nil {
		return nil, err
	}
	if len(t.Checks) == 0 {
		t.Close()
		return nil, fmt.Errorf("no test of %s calls explore.Check: %w", t.Package, errUsage)
	}
	all := func(ctx context.Context, s explorer.Settings, report func(explorer.Result)) error {
		return t.Explore(ctx, s, report)
	}
	return &subject{t.Sites, t.Warnings, all, t.Close}, nil
}

// exploreCommand is `ringcheck explore`.
func exploreCommand(ctx context.Context, args []string, stdout io.Writer, stderr *os.File) int {
	var f exploreFlags
	if err := f.parse(args, stderr); errors.Is(err, flag.ErrHelp) {
		return exitOK
	} else if err != nil {
		return exitUsage
	}
	p, err := f.build(ctx, stderr)
	if err == nil {
		defer p.close()
		for _, w := range p.warnings {
			fmt.Fprintln(stderr, "not explored:", w)
		}
		if f.weaken == "all" {
			err = f.matrix(ctx, p, stdout)
		} else {
			err = f.explore(ctx, p, stdout, stderr)
		}
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
