package main

import (
	"context"
	"fmt"
	"io"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// matrix weakens each declared order in turn and says what breaks.
func (f *exploreFlags) matrix(ctx context.Context, p *subject, stdout io.Writer) error {
	for _, s := range p.sites {
		if s.Order == "relaxed" {
			continue
		}
		var t tally
		settings := f.settings()
		settings.Models, settings.Weaken, settings.Brief = []string{"rc11"}, s.Pos, true
		if err := p.explore(ctx, settings, t.add); err != nil {
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
	if r.Running {
		return
	}
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
