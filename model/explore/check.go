package explore

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// DefaultBudget is how many executions [Check] explores of a scenario under a
// model, unless Bounds.Executions says otherwise.
const DefaultBudget = 1_000_000

// Check explores a scenario under each of the models of b and fails the test if
// an execution violates it. Each exploration logs a line:
//
//	EXHAUSTIVE rc11: 155 executions, 9ms
//	BOUNDED rc11: 1000000 executions, 7.1s, about 12% explored
//
// In a plain go test the package under test is not instrumented. Then Check
// builds the test again, with instrumented copies of the package, of what it
// imports of its module, and of this module's types, and runs it in a process
// of its own; for that it needs the go command and the source. Nothing in the
// source changes.
//
// The scenario makes everything that its goroutines share anew, and names them
// by w.Go. What they mention is watched; what they reach otherwise must be made
// known by w.Watch. They may wait only by Await, by a sync.Mutex, and by the
// types of this module.
//
// A violation is stored under testdata/explore, and tried first the next time.
func Check(t testing.TB, b Bounds, scenario func(w *World)) {
	t.Helper()
	checker{t: t, bounds: b, scenario: scenario}.check()
}

// CheckFails is the control of a [Check]: it fails the test unless under one of
// the models of b an execution is found whose violation contains want.
func CheckFails(t testing.TB, b Bounds, want string, scenario func(w *World)) {
	t.Helper()
	checker{t: t, bounds: b, scenario: scenario, want: &want}.check()
}

// checker is a call of Check.
type checker struct {
	t        testing.TB
	bounds   Bounds
	scenario func(*World)
	want     *string // the violation that is to be found; nil: none is
	settings explorer.Settings
	nth      int // which call of Check by this test it is, from 1
	out      *json.Encoder
}

var (
	calls     = map[string]int{} // by test: how often it has called Check
	callsLock sync.Mutex
	exploring sync.Mutex // one exploration at a time has the process
)

func (c checker) check() {
	c.t.Helper()
	var err error
	if c.settings, err = explorer.FromEnvironment(); err != nil {
		c.t.Fatal(err)
	}
	callsLock.Lock()
	calls[c.t.Name()]++
	c.nth = calls[c.t.Name()]
	callsLock.Unlock()
	if !Instrumented() {
		c.elsewhere()
		return
	}
	if s := c.settings; s.Test != "" && s.Test != c.t.Name() || s.Nth > 0 && s.Nth != c.nth {
		return // another call is to be explored
	}
	if chosen, err := regexp.MatchString(c.settings.Run, c.t.Name()); err != nil || !chosen {
		return
	}
	if c.want != nil && (c.settings.Weaken != "" || c.settings.Replay != "") {
		return // a control has nothing to show of that
	}
	exploring.Lock()
	defer exploring.Unlock()
	c.here()
}

// here explores in this process.
func (c *checker) here() {
	c.t.Helper()
	if name := c.settings.Out; name != "" {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			c.t.Fatal(err)
		}
		defer f.Close()
		c.out = json.NewEncoder(f)
	}
	scenario := watching(c.scenario)
	if c.settings.Replay != "" {
		c.replay(scenario)
		return
	}
	stored, stale := c.stored(scenario)
	if stored != nil {
		c.report(*stored)
		return
	}
	for _, m := range c.models() {
		begin := time.Now()
		b := c.limits()
		b.Claim, b.Progress = c.settings.Claim(c.name(), m.String()), c.progress(m, begin)
		r := c.result(Explore(m, b, scenario, nil), begin)
		r.Note, stale = stale, ""
		if r.Violation != "" {
			c.settings.Find(c.name(), m.String())
			c.store(&r)
		}
		c.report(r)
		if r.Violation != "" || c.settings.Found(c.name(), m.String()) || b.Claim != nil && foundElsewhere(r, b) {
			return
		}
	}
	if c.want != nil {
		c.t.Errorf("no execution fails with %q", *c.want)
	}
}

// foundElsewhere reports whether an exploration that is shared ended early, and not
// by its budget: then another process has found a violation, and may not have said
// so yet.
func foundElsewhere(r explorer.Result, b Bounds) bool {
	return !r.Exhaustive && r.Executions+r.Stuck < b.Executions
}

// progress passes on how far an exploration is.
func (c *checker) progress(m Model, begin time.Time) func(Progress) {
	if c.out == nil {
		return nil
	}
	return func(p Progress) {
		c.report(explorer.Result{
			Scenario: c.name(), Model: m.String(), Running: true, Elapsed: time.Since(begin),
			Executions: p.Executions, Stuck: p.Stuck, Explored: p.Explored,
		})
	}
}

// models are those that are explored.
func (c *checker) models() []Model {
	var models []Model
	for _, name := range c.settings.Models {
		if m, known := modelOf(name); known {
			models = append(models, m)
		} else {
			c.t.Fatalf("explore: there is no model %q", name)
		}
	}
	switch {
	case len(models) > 0:
		return models
	case len(c.bounds.Models) > 0:
		return c.bounds.Models
	default:
		return []Model{Go, TSO, RC11}
	}
}

// limits are the bounds of an exploration.
func (c *checker) limits() Bounds {
	b := c.bounds
	b.Report = !c.settings.Brief
	if b.Executions == 0 {
		b.Executions = DefaultBudget
	}
	if c.settings.Budget > 0 {
		b.Executions = c.settings.Budget
	}
	if c.settings.Weaken != "" {
		b.Weaken = c.settings.Weaken
	}
	return b
}

// name is the scenario's: that of the test, and which of its calls of Check.
func (c *checker) name() string {
	if c.nth > 1 {
		return fmt.Sprintf("%s-%d", c.t.Name(), c.nth)
	}
	return c.t.Name()
}
