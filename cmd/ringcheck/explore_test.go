package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// One scenario, every model: a line for each.
func TestExplore(t *testing.T) {
	got := command(t.Context(), t, "explore", "-run", "^ring/try-1$")
	lines := strings.Split(strings.TrimSpace(got.stdout), "\n")
	if got.status != exitOK || len(lines) != 3 {
		t.Fatalf("%+v, want status 0 and 3 lines", got)
	}
	for i, model := range []string{"go", "tso", "rc11"} {
		if want := `^EXHAUSTIVE ` + model + ` +ring/try-1 +20 executions, .* \(T19: 3 messages through 1 slot\)$`; !regexp.MustCompile(want).MatchString(lines[i]) {
			t.Errorf("line %d is %q, want %s", i, lines[i], want)
		}
	}
}

// A budget that does not suffice is said, and is not success.
func TestExploreBounded(t *testing.T) {
	got := command(t.Context(), t, "explore", "-run", "^ring/try-1$", "-models", "go", "-budget", "5")
	if got.status != exitNotChecked || !strings.HasPrefix(got.stdout, "BOUNDED ") {
		t.Errorf("%+v, want status 3", got)
	}
}

// An order taken as weaker than declared: the trace, a command that finds it
// again, and status 1.
func TestExploreWeakened(t *testing.T) {
	at := observed(t)
	got := command(t.Context(), t, "explore", "-run", "ring/(observer|batch)", "-models", "rc11", "-weaken", at, "-budget", "5000")
	if got.status != exitFailed || !strings.Contains(got.stderr, "1 of 2 explorations found a violation") {
		t.Fatalf("%+v, want status 1", got)
	}
	for _, want := range []string{
		"VIOLATION  rc11 ring/observer", "observer: sent 0, received 1", "from producer #2", "=> observer: sent 0, received 1", "EXHAUSTIVE rc11 ring/batch",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("%q is not in\n%s", want, got.stdout)
		}
	}
	_, replay, found := strings.Cut(got.stdout, "replay: go run ./cmd/ringcheck ")
	replay, _, _ = strings.Cut(replay, "\n")
	again := command(t.Context(), t, strings.Fields(strings.ReplaceAll(replay, "'", ""))...)
	if !found || again.status != exitFailed || !strings.Contains(again.stdout, "observer: sent 0, received 1") {
		t.Errorf("%s: %+v, want the same violation", replay, again)
	}
	if !strings.Contains(replay, "-budget 5000") {
		t.Errorf("%s: without the budget", replay)
	}
}

// observed is the position of the acquire by which an observer of a ring looks
// at its totals.
func observed(t *testing.T) string {
	t.Helper()
	p, err := explorer.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, s := range p.Sites {
		if s.Func == "ring.totals" && s.Order == "acquire" {
			return s.Pos
		}
	}
	t.Fatal("there is no acquire with the label ring.free")
	return ""
}

// The matrix has a line for each order that could be weaker, and calls nothing
// unnecessary that it has not tried to the end.
func TestExploreMatrix(t *testing.T) {
	got := command(t.Context(), t, "explore", "-run", "ring/observer", "-weaken", "all")
	if got.status != exitOK || !strings.Contains(got.stdout, " 1 scenarios break: ring/observer fails after ") ||
		!strings.Contains(got.stdout, " 0 scenarios break: not necessary in the 1 explored\n") {
		t.Errorf("%+v", got)
	}
	got = command(t.Context(), t, "explore", "-run", "ring/observer", "-weaken", "all", "-budget", "1")
	if !strings.Contains(got.stdout, "not necessary within the budget") || strings.Contains(got.stdout, "not necessary in the") {
		t.Errorf("with a budget that does not suffice: %+v", got)
	}
}

func TestExploreJSON(t *testing.T) {
	got := command(t.Context(), t, "explore", "-run", "ring/(try-1|batch)$", "-json")
	lines := bytes.Split(bytes.TrimSpace([]byte(got.stdout)), []byte("\n"))
	if got.status != exitOK || len(lines) != 6 {
		t.Fatalf("%+v, want status 0 and 6 lines", got)
	}
	for _, line := range lines {
		var r explorer.Result
		if err := json.Unmarshal(line, &r); err != nil || r.Scenario == "" || r.Executions != 20 || !r.Exhaustive {
			t.Errorf("%s: %+v, %v", line, r, err)
		}
	}
}

// What selects nothing is an error, not an exploration without violations.
func TestExploreNothing(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-run ^rnig/", `no scenario matches "^rnig/"`},
		{"-run ^rnig/ -weaken all", `no scenario matches "^rnig/"`},
		{"-weaken ring/producer.go:1", "no labelled access stands at ring/producer.go:1; go run ./cmd/ringcheck explore -weaken all names them"},
	} {
		got := command(t.Context(), t, append([]string{"explore"}, strings.Fields(c.args)...)...)
		if got.status != exitUsage || got.stdout != "" || !strings.Contains(got.stderr, c.want) {
			t.Errorf("explore %s: %+v, want status 2 and %q", c.args, got, c.want)
		}
	}
}
