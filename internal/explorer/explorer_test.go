package explorer

import (
	"slices"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// limit keeps each exploration of these tests to some seconds.
const limit = "60000"

func program(t *testing.T) *Program {
	t.Helper()
	p, err := Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// T6, T9, T13 to T20: no execution of the shipped source that the models allow
// violates a scenario, and there are as many as there should be. Scenarios that
// are large are BOUNDED here; ringcheck explore goes on.
func TestShippedTypes(t *testing.T) {
	t.Parallel()
	p := program(t)
	seen, covered := map[string]bool{}, map[string]bool{}
	run := func(args ...string) {
		err := p.Run(t.Context(), func(r Result) {
			obligation, _, _ := strings.Cut(r.About, ":")
			seen[r.Scenario], covered[obligation] = true, true
			if r.Violation != "" {
				t.Errorf("%s under %s: %s", r.Scenario, r.Model, r.Violation)
			}
			switch want, known := counts[r.Scenario]; {
			case testing.Short(): // source that was changed on purpose has other executions
			case want == 0 && known:
				t.Logf("BOUNDED %s under %s: %d executions", r.Scenario, r.Model, r.Executions)
			case !known, !r.Exhaustive, r.Model == "go" && r.Executions != want:
				t.Errorf("%s under %s: %d executions, exhaustive %t, want %d", r.Scenario, r.Model, r.Executions, r.Exhaustive, want)
			}
		}, args...)
		if err != nil {
			t.Fatal(err)
		}
	}
	run("-sizes", "small", "-executions", limit)
	run("-sizes", "large", "-run", "mpsc", "-models", "go", "-executions", "8000") // more than a broken Take needs to be found
	run("-sizes", "large", "-run", "spsc", "-models", "go", "-executions", "2000")
	run("-sizes", "large", "-models", "tso,rc11", "-executions", "500")
	if len(seen) != len(counts) {
		t.Errorf("%d scenarios were run, want %d", len(seen), len(counts))
	}
	for _, want := range []string{"T6", "T9", "T13", "T14", "T15", "T16", "T17", "T18", "T19", "T20", "T31"} {
		if !covered[want] {
			t.Errorf("no scenario covers %s", want)
		}
	}
}

// Every declared order is necessary: taken as the next weaker one, alone, a
// scenario fails.
func TestEveryOrderIsNecessary(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode")
	}
	t.Parallel()
	p := program(t)
	for _, s := range p.Sites {
		if s.Order == "relaxed" {
			continue
		}
		var failed []string
		for _, scenarios := range []string{
			"ring/|spsc/(try|wake|close-[wh]|close-and|two)|mpsc/(wake-[rs]|dismiss|close-[whca]|retire$|observer)", // milliseconds each
			"close-is-exact|register-and-close", // seconds, for what those do not need
		} {
			if len(failed) > 0 {
				break
			}
			err := p.Run(t.Context(), func(r Result) {
				if r.Violation != "" {
					reason, _, _ := strings.Cut(r.Violation, "\n")
					failed = append(failed, r.Scenario+": "+reason)
				}
			}, "-run", scenarios, "-sizes", "small", "-models", "rc11", "-weaken", s.Pos)
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(failed) == 0 {
			t.Errorf("%s %s in %s (%s): no scenario needs it", s.Order, s.Label, s.Func, s.Pos)
			continue
		}
		t.Logf("%s %s %s: %d scenarios fail: %s", s.Pos, s.Order, s.Label, len(failed), failed[0])
	}
}

// What is instrumented is listed: nothing is left out silently.
func TestSitesAndWarnings(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: source that was changed on purpose may lack labels")
	}
	p := program(t)
	if len(p.Sites) < 30 {
		t.Errorf("%d labelled accesses, want at least 30", len(p.Sites))
	}
	want := []string{`imports "reflect"`, `imports "unsafe"`, "time.Now", "time.Since", "ring/ahead.go:", "ring/ring.go:"} // of capacities, of layouts, of measured latency, of a prefetch
	for _, w := range p.Warnings {
		if !slices.ContainsFunc(want, func(s string) bool { return strings.Contains(w, s) }) {
			t.Error(w)
		}
	}
}
