package main

import (
	"strings"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// On a terminal progress is one line, which the result takes the place of;
// elsewhere there is none, and it is no result.
func TestExploreProgress(t *testing.T) {
	running := explorer.Result{Scenario: "s", Model: "go", Running: true, Executions: 500, Explored: 0.25, Elapsed: time.Minute}
	bounded := explorer.Result{Scenario: "s", Model: "go", Executions: 1000, Explored: 0.5, Elapsed: 2 * time.Minute}
	var out, terminal strings.Builder
	p := printer{f: &exploreFlags{}, w: &out, terminal: &terminal}
	p.print(running)
	p.print(bounded)
	if got := terminal.String(); got != "\r\x1b[Kgo s: 500 executions, about 25% explored, 3m0s to go\r\x1b[K" {
		t.Errorf("on the terminal: %q", got)
	}
	if got := out.String(); !strings.HasPrefix(got, "BOUNDED ") || !strings.Contains(got, "1000 executions, 2m0s, about 50% explored") || strings.Count(got, "\n") != 1 {
		t.Errorf("%q", got)
	}
	quiet := printer{f: &exploreFlags{}, w: &out}
	quiet.print(running)
	if quiet.ran != 0 || p.ran != 1 || p.bounded != 1 {
		t.Errorf("%d and %d results, want 0 and 1", quiet.ran, p.ran)
	}
}
