package explorer

import (
	"slices"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// limit keeps each exploration of these tests to some seconds.
const limit = "30000"

func program(t *testing.T) *Program {
	t.Helper()
	p, err := Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// T15, T16, T17, T19, T20: no execution of the shipped ring and spsc source
// that the models allow violates a scenario, and there are as many as there
// should be.
func TestShippedTypes(t *testing.T) {
	// By scenario: executions under the go model.
	counts := map[string]uint64{
		"ring/try": 605, "ring/try-wrap": 605, "ring/try-1": 20, "ring/batch": 20, "ring/window": 178,
		"spsc/try": 605, "spsc/wake-receiver": 26, "spsc/wake-sender": 384, "spsc/wake-sender-by-batch": 391,
		"spsc/close-wakes-receiver": 14, "spsc/close-wakes-sender": 7, "spsc/close-is-exact": 12181,
		"spsc/close-and-commit": 102, "spsc/two-closers": 450, "spsc/transfer": 20977, "ring/observer": 24,
		"mpsc/wake-receiver": 4, "mpsc/wake-by-two": 678,
	}
	seen := map[string]bool{}
	err := program(t).Run(t.Context(), func(r Result) {
		seen[r.Scenario] = true
		if r.Violation != "" {
			t.Errorf("%s under %s: %s", r.Scenario, r.Model, r.Violation)
		}
		want, known := counts[r.Scenario]
		if !r.Exhaustive || r.Model == "go" && (!known || r.Executions != want) {
			t.Errorf("%s under %s: %d executions, exhaustive %t, want %d", r.Scenario, r.Model, r.Executions, r.Exhaustive, want)
		}
	}, "-executions", limit)
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != len(counts) {
		t.Errorf("%d scenarios were run, want %d", len(seen), len(counts))
	}
}

// unneeded are the declared orders that no scenario needs, and why.
var unneeded = map[string]string{
	"wait.Take":    "no mpsc scenario for it yet: the taker writes the link of the rung list",
	"wait.Retire":  "only mpsc retires: no scenario yet",
	"wait.Retired": "only mpsc retires: no scenario yet",
	"mpsc.Close":   "no scenario yet",
	"mpsc.Closed":  "no scenario yet",
}

// Every declared order is necessary: taken as the next weaker one, alone, a
// scenario fails.
func TestEveryOrderIsNecessary(t *testing.T) {
	const quick = "ring/|try|wake|commit|closers" // each of them takes milliseconds
	p := program(t)
	for _, s := range p.Sites {
		if s.Order == "relaxed" {
			continue
		}
		var failed []string
		err := p.Run(t.Context(), func(r Result) {
			if r.Violation != "" {
				reason, _, _ := strings.Cut(r.Violation, "\n")
				failed = append(failed, r.Scenario+": "+reason)
			}
		}, "-run", quick, "-models", "rc11", "-weaken", s.Pos)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s %s %s: %d scenarios fail", s.Pos, s.Order, s.Label, len(failed))
		if _, known := unneeded[s.Func]; known != (len(failed) == 0) {
			t.Errorf("%s in %s (%s): %d scenarios fail without it; known to be unneeded: %t: %v", s.Order, s.Func, s.Pos, len(failed), known, failed)
		}
	}
}

// What is instrumented is listed: nothing is left out silently.
func TestSitesAndWarnings(t *testing.T) {
	p := program(t)
	if len(p.Sites) < 30 {
		t.Errorf("%d labelled accesses, want at least 30", len(p.Sites))
	}
	want := []string{`imports "reflect"`, `imports "unsafe"`}
	for _, w := range p.Warnings {
		if !slices.ContainsFunc(want, func(s string) bool { return strings.Contains(w, s) }) {
			t.Error(w)
		}
	}
}
