package refine

import (
	"strings"
	"testing"
)

// TestCodeIsTheMachine demands that every execution of the ring is one of the
// machine, and that together they take every step that the machine has.
func TestCodeIsTheMachine(t *testing.T) {
	results, err := Run(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) == 0 {
		t.Fatal("nothing was refined")
	}
	for _, r := range results {
		t.Log(r, r.Elapsed)
		if r.Failure != "" || len(r.Missing) > 0 || r.Executions == 0 {
			t.Errorf("%v\n%s\nmissing:\n%.2000s", r, r.Failure, strings.Join(r.Missing, "\n"))
		}
	}
}

// TestAnotherCodeDiverges is the control: each of these rings does something
// that the machine cannot do, or never does something that it can.
func TestAnotherCodeDiverges(t *testing.T) {
	for _, c := range []struct{ about, file, old, new string }{
		{"capacity+1", "ring/producer.go", "p.limit = head + uint64(len(p.slots))", "p.limit = head + uint64(len(p.slots)) + 1"},
		{"tail is never looked at", "ring/consumer.go", "if c.Cached() < n {", "if c.Cached()+1 < n {"},
		{"another slot", "ring/consumer.go", "i := int(c.head & c.mask)", "i := int((c.head + 1) & c.mask)"},
		{"a look too many", "ring/producer.go", "if n > p.CachedFree() {", "if n >= p.CachedFree() {"},
	} {
		t.Run(c.about, func(t *testing.T) {
			found := false
			results, err := Run(t.Context(), "^2x3/", func(name, text string) string {
				if name != c.file {
					return text
				}
				found = strings.Contains(text, c.old)
				return strings.ReplaceAll(text, c.old, c.new)
			})
			if err != nil || !found {
				t.Fatal(err, found)
			}
			for _, r := range results {
				if r.Failure == "" && len(r.Missing) == 0 {
					t.Errorf("%v: it passes", r)
				}
				t.Logf("%v\n%.300s", r, r.Failure)
			}
		})
	}
}

// TestRealRunsAreRunsOfTheMachine replays what real goroutines did: far more
// messages than the explorer can take, on the memory that there is.
func TestRealRunsAreRunsOfTheMachine(t *testing.T) {
	results, err := Stress(t.Context(), Load{Setups: "^ring/", Messages: 10_000}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) == 0 {
		t.Fatal("nothing was replayed")
	}
	for _, r := range results {
		t.Log(r, r.Elapsed)
		if r.Failure != "" || r.Steps < 30_000 {
			t.Errorf("%v\n%s", r, r.Failure)
		}
	}
}

// TestRealRunsOfAnotherCodeDiverge is the control.
func TestRealRunsOfAnotherCodeDiverge(t *testing.T) {
	for _, c := range []struct{ about, file, old, new string }{
		{"a look too many", "ring/producer.go", "if n > p.CachedFree() {", "if n >= p.CachedFree() {"},
		{"another slot", "ring/consumer.go", "i := int(c.head & c.mask)", "i := int((c.head + 1) & c.mask)"},
	} {
		t.Run(c.about, func(t *testing.T) {
			found := false
			results, err := Stress(t.Context(), Load{Setups: "^ring/", Messages: 1000}, func(name, text string) string {
				if name != c.file {
					return text
				}
				found = strings.Contains(text, c.old)
				return strings.Replace(text, c.old, c.new, 1)
			})
			if err != nil || !found {
				t.Fatal(err, found)
			}
			diverged := 0
			for _, r := range results {
				if r.Failure != "" {
					diverged++
				}
			}
			if diverged == 0 {
				t.Errorf("none of %d runs diverges", len(results))
			}
			t.Logf("%d of %d runs diverge: %.400s", diverged, len(results), results[0].Failure)
		})
	}
}
