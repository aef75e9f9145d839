package verify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/tla"
)

// Every module has a row, and a quick run of it has configs that hold and that
// fail.
func TestEveryModuleIsSpecified(t *testing.T) {
	modules, err := tla.Modules()
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for i := range specs {
		s := &specs[i]
		rows = append(rows, s.module)
		kinds := map[bool]int{}
		check := s.check(func(_ context.Context, o tla.Options) ([]tla.Result, error) {
			selected, err := o.Select()
			for _, c := range selected {
				kinds[c.Expect.Kind == tla.Holds]++
			}
			return nil, err
		})
		env := quiet(1)
		env.Quick = true
		runOne(t.Context(), &check, env)
		if kinds[true] == 0 || kinds[false] == 0 || kinds[true]+kinds[false] > 9 {
			t.Errorf("a quick run of %s has %d configs that hold, and %d that fail", s.module, kinds[true], kinds[false])
		}
	}
	if slices.Sort(rows); !slices.Equal(rows, modules) {
		t.Errorf("rows of %v, want %v", rows, modules)
	}
}

// configs returns the config RingOrder/rc11-2x3, with the number of states that
// it says it has.
func configs(t *testing.T, distinct string) []*tla.Config {
	t.Helper()
	all, err := tla.Configs()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Name == "RingOrder/rc11-2x3" {
			text := strings.Replace(c.Text, "ok, 47 distinct", "ok, "+distinct+" distinct", 1)
			if c, err = tla.Parse(c.Name, text); err != nil {
				t.Fatal(err)
			}
			return []*tla.Config{c}
		}
	}
	t.Fatal("no such config")
	return nil
}

// The row is red if a config says a wrong number of states, with whatever tools
// there are: the step machine needs none.
func TestWrongCountFailsTheRow(t *testing.T) {
	for _, c := range []struct {
		distinct string
		wrong    bool
	}{{"47", false}, {"48", true}} {
		check := specs[0].check(func(ctx context.Context, o tla.Options) ([]tla.Result, error) {
			o.Configs = configs(t, c.distinct)
			return tla.Run(ctx, o)
		})
		r := runOne(t.Context(), &check, quiet(1))
		if (r.Verdict == Fail) != c.wrong {
			t.Errorf("%s states: %s: %s", c.distinct, r.Verdict, r.Detail)
		}
		if c.wrong && (!strings.Contains(r.Detail, "48 distinct") || !strings.Contains(r.Detail, "scripts/tla -only '^RingOrder/rc11-2x3$'")) {
			t.Errorf("the failure does not say what is wrong and how to run it again: %s", r.Detail)
		}
		t.Log(r.Verdict, r.Ran)
	}
}

// What a row says of the results that there may be.
func TestSpecRows(t *testing.T) {
	tlc := tla.Result{Config: "RingOrder/a", Checker: "TLC", Verdict: tla.Pass, Distinct: 47, Safety: true}
	checker, failing, noTLC, noChecker, live := tlc, tlc, tlc, tlc, tlc
	checker.Checker = "tla-checker"
	failing.Verdict, failing.Detail, failing.Full = tla.Fail, "expected: ok, 48 distinct", true
	noTLC.Verdict, noTLC.Detail = tla.NotChecked, "no java"
	noChecker.Verdict, noChecker.Checker, noChecker.Detail = tla.NotChecked, "tla-checker", "no node"
	live.Config, live.Verdict, live.Detail, live.Safety = "RingOrder/live", tla.NotChecked, "no java", false
	machine := checker
	machine.Checker = "machine"
	for name, c := range map[string]struct {
		results []tla.Result
		err     error
		verdict Verdict
		want    string // in what was run, or the detail
	}{
		"all":        {[]tla.Result{tlc, checker}, nil, Pass, "configs: 1 hold (47 states), 0 fail as they say; TLC 1, tla-checker 1"},
		"one":        {[]tla.Result{noTLC, checker}, nil, Pass, "; without TLC (no java)"},
		"none":       {[]tla.Result{noTLC, noChecker, machine}, nil, NotRun, "configs: 0 hold (0 states), 0 fail as they say; machine 1; TLC (no java), tla-checker (no node), for 1 configs"},
		"properties": {[]tla.Result{noTLC, checker, live}, nil, NotRun, "TLC (no java), for 1 configs"},
		"failing":    {[]tla.Result{failing, checker}, nil, Fail, "RingOrder/a with TLC: expected: ok, 48 distinct\nthis one alone: scripts/tla -full -only '^RingOrder/a$'"},
		"broken":     {nil, errors.New("disk full"), Fail, "disk full"},
	} {
		check := specs[0].check(func(context.Context, tla.Options) ([]tla.Result, error) { return c.results, c.err })
		if r := runOne(t.Context(), &check, quiet(1)); r.Verdict != c.verdict || !strings.Contains(r.Ran+"; "+r.Detail, c.want) {
			t.Errorf("%s: %s: %s%s, want %s: %s", name, r.Verdict, r.Ran, r.Detail, c.verdict, c.want)
		}
	}
}
