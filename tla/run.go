package tla

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options say what to run.
type Options struct {
	Full    bool           // also the configs of the full set, and failing ones with both checkers
	Only    *regexp.Regexp // configs whose names match; nil: all
	Configs []*Config      // instead of those of this directory; nil: those
	Workers int            // configs checked at a time; 0: 2
	Report  func(Result)   // called for every result as it comes, one call at a time; may be nil
}

// Select returns the configs that o selects.
func (o *Options) Select() ([]*Config, error) {
	all := o.Configs
	if all == nil {
		var err error
		if all, err = Configs(); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(c *Config) bool {
		return c.Full && !o.Full || o.Only != nil && !o.Only.MatchString(c.Name)
	}), nil
}

// Run checks configs with every checker there is, and returns what each said.
// It blocks for minutes. A checker that is not at hand gives results that say
// not checked; the error is for what has nothing to do with a config.
func Run(ctx context.Context, o Options) ([]Result, error) { return Find(ctx).Run(ctx, o) }

// Run is the function [Run] with these tools. It may be called from any
// goroutine.
func (t *Tools) Run(ctx context.Context, o Options) ([]Result, error) {
	all, err := o.Select()
	if err != nil {
		return nil, err
	}
	r, err := newRunner(t)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	r.twice = o.Full
	return r.runAll(ctx, o, all), nil
}

// runner runs the tools.
type runner struct {
	*Tools
	dir        string // the modules
	tlc        *tlc
	checker    *checker
	graphLimit int  // up to so many states, whole state graphs are compared
	twice      bool // configs that fail an invariant are for TLC too, and not just for tla-checker
}

// newRunner writes the modules to disk.
func newRunner(t *Tools) (*runner, error) {
	dir, err := os.MkdirTemp("", "tla")
	if err != nil {
		return nil, err
	}
	r := &runner{Tools: t, dir: dir, graphLimit: 2000, tlc: &tlc{t.jar, dir}, checker: &checker{home: t.home, module: dir}}
	modules, err := fs.Glob(specs, "*.tla")
	for _, name := range modules {
		b, e := fs.ReadFile(specs, name)
		err = errors.Join(err, e, os.WriteFile(dir+"/"+name, b, 0o666))
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// Close ends the processes, and removes the modules from disk.
func (t *runner) Close() {
	t.checker.close()
	os.RemoveAll(t.dir)
}

// runAll checks configs, some at a time; the results are in their order.
func (t *runner) runAll(ctx context.Context, o Options, all []*Config) []Result {
	var (
		mu      sync.Mutex
		wg      sync.WaitGroup
		results = make([][]Result, len(all))
		slots   = make(chan struct{}, cmp.Or(o.Workers, 2))
	)
	for i, c := range all {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			results[i] = t.config(ctx, c)
			mu.Lock()
			defer mu.Unlock()
			for _, r := range results[i] {
				if o.Report != nil {
					o.Report(r)
				}
			}
		})
	}
	wg.Wait()
	return slices.Concat(results...)
}

// config checks one config: with TLC, with tla-checker, and with the step
// machine if the module has one. To start TLC takes longer than most configs
// take; so of the quick set, those that fail an invariant are left to
// tla-checker if it is there.
func (t *runner) config(ctx context.Context, c *Config) (results []Result) {
	graph := c.Expect.Kind == Holds && c.Expect.Distinct <= t.graphLimit
	var graphs []namedGraph
	add := func(checker string, missing error, run func(context.Context, *Config, bool) (*answer, error)) {
		r := newResult(c, checker)
		begin := time.Now()
		if missing == nil {
			missing = ctx.Err()
		}
		if missing != nil {
			r.Detail, _, _ = strings.Cut(missing.Error(), "\n")
		} else if a, err := run(ctx, c, graph); ctx.Err() != nil {
			r.Detail = ctx.Err().Error()
		} else {
			a.complete(c.Module)
			r.Verdict, r.Detail = judge(c, a, err)
			if err == nil && graph {
				graphs = append(graphs, namedGraph{checker, a.graph})
			}
		}
		r.Elapsed = time.Since(begin)
		results = append(results, r)
	}
	if t.twice || t.NoChecker != nil || !c.Safety() || c.Expect.Kind == Holds {
		add("TLC", t.NoTLC, t.tlc.run)
	}
	if c.Safety() {
		add("tla-checker", t.NoChecker, t.checker.run)
	}
	if r, ok := compareMachine(c, graphs); ok && ctx.Err() == nil {
		results = append(results, r)
	}
	return results
}

// judge compares what a checker said with what the config expects.
func judge(c *Config, a *answer, err error) (Verdict, string) {
	want := c.Expect
	switch {
	case err != nil:
		return Fail, err.Error()
	case a.kind != want.Kind:
		return Fail, fmt.Sprintf("expected: %s; it says: %v\n%s", want.Text, a, a.text)
	case want.Kind == FailsInvariant && a.name != want.Name:
		return Fail, fmt.Sprintf("expected: %s; it says: %v", want.Text, a)
	case want.Kind != Holds:
		return Pass, want.Text
	case a.distinct != want.Distinct:
		return Fail, fmt.Sprintf("expected: %s; it has %d", want.Text, a.distinct)
	}
	if idle := idle(c, a); idle != "" {
		return Fail, idle
	}
	return Pass, want.Text
}

// complete adds the actions of the module that the checker did not mention,
// because they are not taken.
func (a *answer) complete(module string) {
	if a == nil || a.actions == nil {
		return
	}
	for _, name := range actions(module) {
		if !a.actions[name] {
			a.actions[name] = false
		}
	}
}

// idle complains about actions that are not taken, and about those that are
// although the config says never.
func idle(c *Config, a *answer) string {
	for _, name := range slices.Sorted(maps.Keys(a.actions)) {
		taken, never := a.actions[name], slices.Contains(c.Never, name)
		switch {
		case !taken && !never:
			return "no behaviour takes action " + name
		case taken && never:
			return "some behaviour takes action " + name
		}
	}
	return ""
}

// String says how the answer reads.
func (a *answer) String() string {
	switch a.kind {
	case Holds:
		return fmt.Sprintf("ok, %d distinct", a.distinct)
	case FailsInvariant:
		return "fails " + a.name
	case FailsProperty:
		return "fails a property"
	default:
		return "fails deadlock"
	}
}
