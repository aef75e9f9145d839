package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const queue = "../../examples/explorequeue"

// The tests of a package that explore are run, and shared between processes.
func TestExplorePackage(t *testing.T) {
	alone := command(t.Context(), t, "explore", queue, "-run", "Queue", "-models", "go,rc11")
	for _, want := range []string{`EXHAUSTIVE go +TestQueue +225 executions`, `EXHAUSTIVE rc11 +TestQueue +256 executions`, `REFUTED +go +TestBrokenQueue/early `} {
		if !regexp.MustCompile(want).MatchString(alone.stdout) {
			t.Errorf("no %s in %s", want, alone.stdout)
		}
	}
	if alone.status != exitOK || strings.Contains(alone.stdout, "TestSleepingReceiver") {
		t.Errorf("%+v", alone)
	}
	shared := command(t.Context(), t, "explore", queue, "-run", "^TestQueue$", "-models", "go,rc11", "-workers", "2")
	for _, want := range []string{`EXHAUSTIVE go +TestQueue +225 executions`, `EXHAUSTIVE rc11 +TestQueue +256 executions`} {
		if !regexp.MustCompile(want).MatchString(shared.stdout) {
			t.Errorf("with two processes: no %s in %+v", want, shared)
		}
	}
	bounded := command(t.Context(), t, "explore", queue, "-run", "^TestQueue$", "-models", "go", "-budget", "100")
	if bounded.status != exitNotChecked || !regexp.MustCompile(`^BOUNDED .* about \d+% explored`).MatchString(bounded.stdout) {
		t.Errorf("with too small a budget: %+v", bounded)
	}
}

// A weakened order: a page, a token, the execution again; and without the
// weakening the token leads nowhere.
func TestExplorePackageFailure(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	at := "examples/explorequeue/queue.go:35"
	for _, workers := range []string{"1", "2"} {
		got := command(t.Context(), t, "explore", queue, "-run", "^TestQueue$", "-weaken", at, "-html", page, "-workers", workers)
		if got.status != exitFailed || !strings.Contains(got.stdout, "=> data race on q.slots[0]: ") || !strings.Contains(got.stdout, "the store is relaxed") {
			t.Fatalf("-workers %s: %+v", workers, got)
		}
		if html, err := os.ReadFile(page); err != nil || !strings.Contains(string(html), "the store is relaxed") {
			t.Errorf("the page: %v, %d bytes", err, len(html))
		}
		_, token, _ := strings.Cut(got.stdout, " -replay ")
		token, _, _ = strings.Cut(token, "\n")
		again := command(t.Context(), t, "explore", queue, "-run", "^TestQueue$", "-weaken", at, "-replay", token)
		if again.status != exitFailed || !strings.Contains(again.stdout, "(replayed)\ndata race on q.slots[0]") {
			t.Errorf("-replay %s: %+v", token, again)
		}
		stale := command(t.Context(), t, "explore", queue, "-run", "^TestQueue$", "-replay", token)
		if stale.status != exitUsage || !strings.HasPrefix(stale.stdout, "STALE ") {
			t.Errorf("-replay %s of the program as it is: %+v", token, stale)
		}
	}
	if _, err := os.Stat(filepath.Join(queue, "testdata")); err == nil {
		t.Error("the token of a weakened program was stored")
	}
}

// Each order of the package is necessary, and named.
func TestExplorePackageMatrix(t *testing.T) {
	got := command(t.Context(), t, "explore", queue, "-run", "^TestQueue$", "-weaken", "all")
	lines := strings.Split(strings.TrimSpace(got.stdout), "\n")
	if got.status != exitOK || len(lines) != 4 {
		t.Fatalf("%+v, want 4 lines", got)
	}
	for _, l := range lines {
		if !strings.Contains(l, " 1 scenarios break: TestQueue fails after ") {
			t.Errorf("not necessary: %s", l)
		}
	}
}

// A package without tests that explore is not explored, and neither is one that
// is not there.
func TestExplorePackageNothing(t *testing.T) {
	got := command(t.Context(), t, "explore", "../../examples/wordcount")
	if got.status != exitUsage || !strings.Contains(got.stderr, "no test of github.com/ringmpsc/ringmpsc-go/examples/wordcount calls explore.Check") {
		t.Errorf("%+v, want status 2", got)
	}
	if got = command(t.Context(), t, "explore", "./nowhere"); got.status != exitFailed || !strings.Contains(got.stderr, "is not at hand") {
		t.Errorf("%+v, want status 1", got)
	}
}
