// Package verify runs the checks behind `ringcheck verify` and reports them:
// as a table, JSON, JUnit XML and an HTML page. A check that could not run is
// reported as not checked, which is not success.
package verify

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

// Guarantees are the columns of the table; docs/correctness.md says what they
// promise.
var Guarantees = []string{"G1", "G2", "G3", "G4", "G5", "G6"}

// Titles says in a word or two what each guarantee is.
var Titles = map[string]string{
	"G1": "order", "G2": "exactly once", "G3": "race-free", "G4": "no lost wake-up", "G5": "bounds", "G6": "replay",
}

// Check is one way of testing one type.
type Check struct {
	Type       string // "mpsc"
	Layer      string // "porcupine"
	Guarantees []string
	About      string // one sentence: what is run and compared
	Run        func(context.Context, *Env) (Outcome, error)
}

// Name is what -only selects the check by.
func (c *Check) Name() string { return c.Type + "/" + c.Layer }

// Env is what a check is given.
type Env struct {
	Seed     uint64                // its first iteration uses this seed, iteration i uses Seed+i
	Quick    bool                  // take less than a minute for all checks
	Full     bool                  // take minutes rather than seconds
	Progress func(done, total int) // may be called often
}

// Scale returns quick, or full if the run is a full one.
func (e *Env) Scale(quick, full int) int {
	if e.Full {
		return full
	}
	return quick
}

// flag is what makes ringcheck run the same set: "", " -quick" or " -full".
func (e *Env) flag() string {
	switch {
	case e.Full:
		return " -full"
	case e.Quick:
		return " -quick"
	}
	return ""
}

// Outcome says what a check ran.
type Outcome struct {
	Ran     string // "200 histories, 40,000 operations"
	Bounded bool   // it stopped at a limit: what was not run may be wrong
}

// Failure is the error of a check that found something.
type Failure struct {
	Seed    uint64 // of the iteration that failed; replays it as the first
	Text    string // the counterexample
	Picture []byte // a self-contained HTML page, if there is one
}

func (f *Failure) Error() string { return f.Text }

// NotChecked is the error of a check that could not run.
type NotChecked struct{ Reason string }

func (n *NotChecked) Error() string { return n.Reason }

// Verdict is how a check ended.
type Verdict string

// The verdicts.
const (
	Pass       Verdict = "pass"
	Fail       Verdict = "FAIL"
	NotRun     Verdict = "not checked"
	Bounded    Verdict = "BOUNDED" // passed as far as it went
	crashText          = "the check panicked: %v\n%s"
	replayText         = "go run ./cmd/ringcheck verify -only %s -seed %d%s"
)

// Result is one row of the report.
type Result struct {
	Type       string        `json:"type"`
	Layer      string        `json:"layer"`
	Guarantees []string      `json:"guarantees"`
	About      string        `json:"about"`
	Verdict    Verdict       `json:"verdict"`
	Ran        string        `json:"ran,omitempty"`
	Detail     string        `json:"detail,omitempty"` // counterexample, or why it was not checked
	Replay     string        `json:"replay,omitempty"` // the command that runs it again
	Seed       uint64        `json:"seed"`
	Elapsed    time.Duration `json:"elapsed_ns"`
	Picture    []byte        `json:"-"`
}

// Name is what -only selects the check by.
func (r *Result) Name() string { return r.Type + "/" + r.Layer }

// Select returns the checks that only names: all if it is empty, else those of
// which a comma-separated part is the type, the layer, or both as type/layer.
func Select(checks []Check, only string) ([]Check, error) {
	if only == "" {
		return checks, nil
	}
	parts := strings.Split(only, ",")
	var selected []Check
	known := map[string]bool{}
	for _, c := range checks {
		wanted := false
		for _, part := range parts {
			if part == c.Type || part == c.Layer || part == c.Name() {
				known[part], wanted = true, true
			}
		}
		if wanted {
			selected = append(selected, c)
		}
	}
	for _, part := range parts {
		if !known[part] {
			return nil, fmt.Errorf("no check is called %q; ringcheck verify -list shows them", part)
		}
	}
	return selected, nil
}

// Run runs the checks one after the other, each with env but for its Progress,
// telling w about each.
func Run(ctx context.Context, checks []Check, env Env, w Watcher) []Result {
	var results []Result
	env.Progress = w.Progress
	for i := range checks {
		c := &checks[i]
		w.Begin(i, len(checks), c)
		r := runOne(ctx, c, &env)
		w.End(&r)
		results = append(results, r)
	}
	return results
}

// runOne runs one check. A panic is a failure of that check only.
func runOne(ctx context.Context, c *Check, env *Env) (r Result) {
	r = Result{Type: c.Type, Layer: c.Layer, Guarantees: c.Guarantees, About: c.About, Verdict: Pass, Seed: env.Seed}
	begin := time.Now()
	defer func() {
		if p := recover(); p != nil {
			r.Verdict, r.Detail = Fail, fmt.Sprintf(crashText, p, debug.Stack())
		}
		if r.Verdict == Fail {
			r.Replay = fmt.Sprintf(replayText, c.Name(), r.Seed, env.flag())
		}
		r.Elapsed = time.Since(begin)
	}()
	if ctx.Err() != nil {
		r.Verdict, r.Detail = NotRun, interrupted(ctx)
		return r
	}
	out, err := c.Run(ctx, env)
	if r.Ran = out.Ran; out.Bounded {
		r.Verdict = Bounded
	}
	if err == nil {
		return r
	}
	r.Verdict, r.Detail = Fail, err.Error()
	if f, ok := errors.AsType[*Failure](err); ok { // found, even if it was interrupted then
		r.Seed, r.Picture = f.Seed, f.Picture
	} else if ctx.Err() != nil {
		r.Verdict, r.Detail = NotRun, interrupted(ctx)
	} else if n, ok := errors.AsType[*NotChecked](err); ok {
		r.Verdict, r.Detail = NotRun, n.Reason
	}
	return r
}

func interrupted(ctx context.Context) string { return "interrupted: " + context.Cause(ctx).Error() }

// Count returns how many results have the verdict.
func Count(results []Result, v Verdict) (n int) {
	for i := range results {
		if results[i].Verdict == v {
			n++
		}
	}
	return n
}

// Watcher is told how a run proceeds.
type Watcher interface {
	Begin(i, n int, c *Check)
	Progress(done, total int)
	End(r *Result)
}
