package tla

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestSpecs runs the quick set.
func TestSpecs(t *testing.T) {
	if testing.Short() || raceDetector || strconv.IntSize < 64 {
		t.Skip("not checked: it takes a minute, in other processes")
	}
	results, err := Run(t.Context(), Options{Report: func(r Result) {
		if r.Verdict == Fail {
			t.Error(r)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(Summary(results), Describe(results))
	if needTLC, others := Unchecked(results); len(needTLC)+len(others) > 0 {
		t.Logf("not checked: %v", slices.Concat(needTLC, others))
	}
}

// TestEveryModuleHasConfigs demands two sizes that hold, and configs that fail,
// of every module that has configs.
func TestEveryModuleHasConfigs(t *testing.T) {
	all, err := Configs()
	if err != nil {
		t.Fatal(err)
	}
	hold, fail := map[string]int{}, map[string]int{}
	for _, c := range all {
		if c.Expect.Kind == Holds {
			hold[c.Module]++
		} else {
			fail[c.Module]++
		}
	}
	for module := range hold {
		if hold[module] < 2 || fail[module] < 2 {
			t.Errorf("%s: %d configs hold, %d fail", module, hold[module], fail[module])
		}
	}
	t.Logf("hold: %v, fail: %v", hold, fail)
}

// config returns a config of RingOrder, with replacements made in its text.
func config(t *testing.T, name string, replace ...string) *Config {
	t.Helper()
	all, err := Configs()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Name == name {
			text := strings.NewReplacer(replace...).Replace(c.Text)
			if c, err = Parse(name, text); err != nil {
				t.Fatal(err)
			}
			return c
		}
	}
	t.Fatal("no config ", name)
	return nil
}

// tools finds the checkers, and skips the test if there are none.
func tools(t *testing.T) *runner {
	t.Helper()
	found, err := newRunner(Find(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(found.Close)
	found.twice = true
	if found.NoTLC != nil && found.NoChecker != nil {
		t.Skipf("not checked: %v; %v", found.NoTLC, found.NoChecker)
	}
	return found
}

// TestWrongExpectationsFail is the control of the runner: each of these configs
// expects what is not so.
func TestWrongExpectationsFail(t *testing.T) {
	found := tools(t)
	for _, c := range []struct {
		about, name string
		replace     []string
		want        string
	}{
		{"count", "RingOrder/rc11-2x3", []string{"47 distinct", "48 distinct"}, "expected: ok, 48 distinct"},
		{"holds", "RingOrder/rc11-2x3", []string{"ok, 47 distinct", "fails NoRace", " Fifo Positions Contents Cleared", ""}, "expected: fails NoRace; it says: ok"},
		{"fails", "RingOrder/relaxed-publish-load", []string{"fails NoRace", "ok, 47 distinct"}, "it says: fails NoRace"},
		{"idle action", "RingOrder/rc11-2x3", []string{"never: Clear, Flush", "never: Flush"}, "no behaviour takes action Clear"},
		{"busy action", "RingOrder/rc11-2x3", []string{"never: Clear, Flush", "never: Clear, Flush, Read"}, "some behaviour takes action Read"},
		{"property", "RingOrder/bug-stale-head", []string{`"stale head"`, `"none"`}, "expected: fails property AllArrive; it says: ok"},
	} {
		t.Run(c.about, func(t *testing.T) {
			for _, r := range found.config(t.Context(), config(t, c.name, c.replace...)) {
				if r.Verdict == Pass && r.Checker != "machine" || r.Verdict == Fail && !strings.Contains(r.Detail, c.want) && r.Checker != "machine" {
					t.Errorf("want a failure that says %q: %v", c.want, r)
				}
			}
		})
	}
}

// TestOneWeakerOrderMakesAnotherGraph changes an order in the module's config
// and not in the machine's, which must be seen and said.
func TestOneWeakerOrderMakesAnotherGraph(t *testing.T) {
	found := tools(t)
	const invariants = "NoRace Fifo Positions Contents Cleared"
	for _, order := range []string{`PublishStore = "release"`, `PublishLoad = "acquire"`, `FreeStore = "release"`, `FreeLoad = "acquire"`} {
		name, _, _ := strings.Cut(order, " ")
		weak := config(t, "RingOrder/rc11-2x5", order, name+` = "relaxed"`, invariants, "Positions")
		weak.Constants = config(t, "RingOrder/rc11-2x5").Constants
		seen := false
		for _, r := range found.config(t.Context(), weak) {
			if r.Checker == "machine" {
				seen = true
				if r.Verdict != Fail || !strings.Contains(r.Detail, "only machine: ") || !strings.Contains(r.Detail, "after ") {
					t.Errorf("%s: %v", name, r)
				}
				t.Logf("%s:\n%s", name, r.Detail)
			}
		}
		if !seen {
			t.Errorf("%s: the machine was not compared", name)
		}
	}
}

// TestWeakGraphsAreEqual compares machine and checkers where accesses race.
func TestWeakGraphsAreEqual(t *testing.T) {
	found := tools(t)
	for _, order := range []string{`PublishStore = "release"`, `PublishLoad = "acquire"`, `FreeStore = "release"`, `FreeLoad = "acquire"`} {
		name, _, _ := strings.Cut(order, " ")
		for _, c := range []*Config{
			config(t, "RingOrder/rc11-2x5", order, name+` = "relaxed"`, "NoRace Fifo Positions Contents Cleared", "Positions"),
			config(t, "RingRelative/rc11-2-batch", order, name+` = "relaxed"`, "NoRace Fifo Positions Contents Cleared", "Positions"),
		} {
			results := found.config(t.Context(), c)
			if r := results[len(results)-1]; r.Checker != "machine" || r.Verdict != Pass {
				t.Errorf("%s: %v", name, r)
			}
		}
	}
}

// TestMissingToolsAreNotChecked takes the tools away.
func TestMissingToolsAreNotChecked(t *testing.T) {
	t.Setenv("TLA2TOOLS_JAR", "/there/is/no.jar")
	if jar, err := findTLC(t.Context()); err == nil {
		t.Errorf("found %s", jar)
	}
	t.Setenv("PATH", "")
	found, err := newRunner(Find(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	results := found.runAll(t.Context(), Options{}, []*Config{config(t, "RingOrder/rc11-2x3"), config(t, "RingOrder/go-live-2x5")})
	for _, r := range results {
		if r.Checker != "machine" && (r.Verdict != NotChecked || !strings.Contains(r.Detail, "no ")) {
			t.Error(r)
		}
	}
	needTLC, others := Unchecked(results)
	if !slices.Equal(needTLC, []string{"RingOrder/go-live-2x5"}) || !slices.Equal(others, []string{"RingOrder/rc11-2x3"}) {
		t.Errorf("need TLC: %v, others: %v", needTLC, others)
	}
}

func TestParseRefusesConfigsThatMayPassForAnotherReason(t *testing.T) {
	for text, want := range map[string]string{
		"CONSTANTS\n N = 1\nINVARIANT A":                             "expect",
		"\\* expect: fails A\nINVARIANTS A B":                        "that invariant and no other",
		"\\* expect: fails property A\nPROPERTY B":                   "that property and no other",
		"\\* expect: ok, 3 distinct\nSPECIFICATION Spec":             "nothing is checked",
		"\\* expect: ok\nINVARIANT A":                                "cannot read",
		"\\* expect: ok, 3 distinct\n\\* set: slow\nINVARIANT A":     "unknown set",
		"\\* expect: ok, 3 distinct\n\\* only: tlc\nINVARIANT A\n":   "unknown checker",
		"\\* expect: fails B\nINVARIANTS\n  A\nCHECK_DEADLOCK FALSE": "that invariant and no other",
	} {
		if c, err := Parse("M/x", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v, want %q", text, c, err, want)
		}
	}
}
