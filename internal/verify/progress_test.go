package verify

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Where nobody watches a cursor there is one line for each finished check, and
// no control sequences.
func TestConsoleWritesALinePerCheck(t *testing.T) {
	name := filepath.Join(t.TempDir(), "stderr")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	check := returns("", nil)
	wrong := returns("", errors.New("x"))
	c := NewConsole(f)
	c.Begin(0, 3, &check)
	c.Progress(1, 2)
	c.Progress(2, 2)
	c.End(&Result{Verdict: Pass, Elapsed: 1500000})
	Run(t.Context(), []Check{wrong, returns("", &NotChecked{"no"})}, Env{Seed: 1}, c)
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := `^\[1/3\] ring/made-up: pass in 2ms\n\[1/2\] ring/made-up: FAIL in \S+\n\[2/2\] ring/made-up: not checked in \S+\n$`
	if !regexp.MustCompile(want).Match(got) {
		t.Errorf("wrote %q", got)
	}
}

// On a terminal the line of the check under way is written over.
func TestConsoleOnTerminal(t *testing.T) {
	var b bytes.Buffer
	c := &Console{w: &b, terminal: true}
	check := returns("", nil)
	c.Begin(1, 3, &check)
	c.Progress(1, 2) // too soon after the last to be shown
	c.End(&Result{Verdict: Pass})
	if got, want := b.String(), "\r\033[K[2/3] ring/made-up: …\r\033[K[2/3] ring/made-up: pass in 0s\n"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
	c.Begin(2, 3, &check)
	c.begin, c.last = c.begin.Add(-10e9), c.begin.Add(-10e9)
	c.Progress(1, 4)
	if !strings.HasSuffix(b.String(), "[3/3] ring/made-up: 1 of 4, 30s left") {
		t.Errorf("wrote %q", b.String())
	}
}
