package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func names(checks []Check) (ns []string) {
	for i := range checks {
		ns = append(ns, checks[i].Name())
	}
	return ns
}

func TestSelectByTypeLayerOrBoth(t *testing.T) {
	checks := []Check{{Type: "ring", Layer: "model"}, {Type: "ring", Layer: "chaos"}, {Type: "spsc", Layer: "model"}}
	for only, want := range map[string]string{
		"":                 "ring/model ring/chaos spsc/model",
		"ring":             "ring/model ring/chaos",
		"model":            "ring/model spsc/model",
		"ring/chaos":       "ring/chaos",
		"spsc,chaos":       "ring/chaos spsc/model",
		"ring,ring/model":  "ring/model ring/chaos", // one part is in the other
		"model,ring/model": "ring/model spsc/model",
	} {
		got, err := Select(checks, only)
		if s := strings.Join(names(got), " "); s != want || err != nil {
			t.Errorf("Select(%q): %s, %v; want %s", only, s, err, want)
		}
	}
	for _, only := range []string{"rings", "ring,mdel", "ring/idle", "ring,", ","} {
		got, err := Select(checks, only)
		if got != nil || err == nil || !strings.Contains(err.Error(), "ringcheck verify -list") {
			t.Errorf("Select(%q): %v, %v; want an error that says what to do", only, names(got), err)
		}
	}
}

// The table has a row for every type in every layer, each selectable by its
// name alone, and every guarantee is tested for every type that has it.
func TestChecksAreComplete(t *testing.T) {
	checks := Checks()
	tested := map[string]bool{}
	for i := range checks {
		c := &checks[i]
		if got, err := Select(checks, c.Name()); err != nil || len(got) != 1 {
			t.Errorf("Select(%q): %v, %v", c.Name(), names(got), err)
		}
		if c.About == "" || c.Run == nil || len(c.Guarantees) == 0 {
			t.Errorf("%s is not complete: %+v", c.Name(), c)
		}
		for _, g := range c.Guarantees {
			tested[c.Type+" "+g] = true
			if !slices.Contains(Guarantees, g) || Titles[g] == "" {
				t.Errorf("%s tests %s, which is not in the table", c.Name(), g)
			}
		}
	}
	for _, typ := range []string{"ring", "spsc", "mpsc"} {
		for _, layer := range []string{"model", "porcupine", "monitor", "chaos", "race"} {
			if !slices.Contains(names(checks), typ+"/"+layer) {
				t.Errorf("there is no check %s/%s", typ, layer)
			}
		}
		for _, g := range Guarantees {
			if wait := typ == "ring" && g == "G4"; tested[typ+" "+g] == wait {
				t.Errorf("%s of %s: tested %t", g, typ, !wait)
			}
		}
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		name           string
		err            error
		verdict        Verdict
		detail, replay string
	}{
		{"pass", nil, Pass, "", ""},
		{"plain error", errors.New("wrong"), Fail, "wrong", "go run ./cmd/ringcheck verify -only ring/made-up -seed 7"},
		{"failure", &Failure{Seed: 9, Text: "lost"}, Fail, "lost", "go run ./cmd/ringcheck verify -only ring/made-up -seed 9"},
		{"wrapped failure", fmt.Errorf("a: %w", &Failure{Seed: 9, Text: "lost"}), Fail, "a: lost", "go run ./cmd/ringcheck verify -only ring/made-up -seed 9"},
		{"not checked", &NotChecked{"no compiler"}, NotRun, "no compiler", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			check := returns("3 things", c.err)
			r := runOne(t.Context(), &check, quiet(7))
			if r.Verdict != c.verdict || r.Detail != c.detail || r.Replay != c.replay || r.Ran != "3 things" {
				t.Errorf("%+v, want %+v", r, c)
			}
			if r.Name() != "ring/made-up" || !slices.Equal(r.Guarantees, check.Guarantees) {
				t.Errorf("%+v is not of %s", r, check.Name())
			}
			if c.replay == "" {
				return
			}
			full, quick := quiet(7), quiet(7)
			full.Full, quick.Quick = true, true
			for flag, env := range map[string]*Env{" -full": full, " -quick": quick} {
				if r := runOne(t.Context(), &check, env); r.Replay != c.replay+flag {
					t.Errorf("replay: %q, want %q", r.Replay, c.replay+flag)
				}
			}
		})
	}
}

// A check that panics fails, with its stack, and the next one runs.
func TestPanicFailsItsCheckOnly(t *testing.T) {
	bad := returns("", nil)
	bad.Run = func(context.Context, *Env) (Outcome, error) { return panics() }
	results := Run(t.Context(), []Check{bad, returns("fine", nil)}, Env{Seed: 5}, &record{})
	if len(results) != 2 || results[0].Verdict != Fail || results[1].Verdict != Pass {
		t.Fatalf("%+v, want a failure and a pass", results)
	}
	for _, want := range []string{"at the disco", "verify.panics", "verify_test.go"} {
		if !strings.Contains(results[0].Detail, want) {
			t.Errorf("%q does not show %q", results[0].Detail, want)
		}
	}
	if want := "-only ring/made-up -seed 5"; !strings.HasSuffix(results[0].Replay, want) {
		t.Errorf("replay: %q, want %q", results[0].Replay, want)
	}
}

func panics() (Outcome, error) { panic("at the disco") }

// What is interrupted, or was never begun, is not checked.
func TestInterruptedIsNotChecked(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	during := func(err error) Check {
		return interrupts(func() { cancel(errors.New("somebody pressed ^C")) }, err)
	}
	checks := []Check{
		returns("", nil), during(errors.New("signal: killed")), during(&NotChecked{"signal: killed"}), returns("", nil),
	}
	var got []Verdict
	for _, r := range Run(ctx, checks, Env{Seed: 1}, &record{}) {
		if got = append(got, r.Verdict); r.Verdict == NotRun && r.Detail != "interrupted: somebody pressed ^C" {
			t.Errorf("detail: %q", r.Detail)
		}
	}
	if want := []Verdict{Pass, NotRun, NotRun, NotRun}; !slices.Equal(got, want) {
		t.Errorf("verdicts: %q, want %q", got, want)
	}
}

// What was found before it was interrupted stays found.
func TestInterruptedFailureStays(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	found := interrupts(cancel, &Failure{Seed: 4, Text: "message 3 is lost"})
	if r := runOne(ctx, &found, quiet(1)); r.Verdict != Fail || r.Seed != 4 {
		t.Errorf("%+v, want the failure that was found", r)
	}
}

// interrupts is a check during which somebody interrupts it.
func interrupts(cancel func(), err error) Check {
	c := returns("", nil)
	c.Run = func(context.Context, *Env) (Outcome, error) { cancel(); return Outcome{}, err }
	return c
}

// Every check of the table stops soon, and none passes, when it is interrupted
// before it begins or at its first progress.
func TestChecksCanBeInterrupted(t *testing.T) {
	for _, layer := range []string{"model", "porcupine", "monitor", "chaos"} {
		checks, err := Select(Checks(), layer)
		if err != nil {
			t.Fatal(err)
		}
		for i := range checks {
			ctx, cancel := context.WithCancel(t.Context())
			env := quiet(1)
			calls := 0
			env.Progress = func(int, int) { calls++; cancel() }
			defer cancel()
			if r := runOne(ctx, &checks[i], env); r.Verdict != NotRun || calls != 1 {
				t.Errorf("%s: %s after progress %d times, want not checked after 1: %s", checks[i].Name(), r.Verdict, calls, r.Detail)
			}
		}
	}
}

// record is a Watcher that notes what it was told.
type record struct{ events []string }

func (w *record) Begin(i, n int, c *Check) {
	w.events = append(w.events, fmt.Sprintf("begin %d/%d %s", i, n, c.Name()))
}
func (w *record) Progress(done, total int) {
	w.events = append(w.events, fmt.Sprintf("%d/%d", done, total))
}
func (w *record) End(r *Result) { w.events = append(w.events, "end "+string(r.Verdict)) }

func TestWatcherHearsOfEveryCheck(t *testing.T) {
	steps := returns("", errors.New("wrong"))
	steps.Run = func(_ context.Context, env *Env) (Outcome, error) {
		env.Progress(1, 2)
		return Outcome{}, errors.New("x")
	}
	w := &record{}
	Run(t.Context(), []Check{returns("", nil), steps}, Env{Seed: 1}, w)
	want := []string{"begin 0/2 ring/made-up", "end pass", "begin 1/2 ring/made-up", "1/2", "end FAIL"}
	if !slices.Equal(w.events, want) {
		t.Errorf("told %q, want %q", w.events, want)
	}
}
