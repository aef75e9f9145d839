package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// TestOutput builds and runs the program as a reader of README.md would.
func TestOutput(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "run", ".")
	cmd.Stderr = t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(out), "[0 1 2 10 11 12 20 21 22]\n"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
}

// TestFitsAScreen keeps the first program short enough to be read at a glance.
func TestFitsAScreen(t *testing.T) {
	if n := strings.Count(source(t), "\n"); n > 25 {
		t.Errorf("main.go has %d lines, want at most 25", n)
	}
}

// TestREADMEShowsThisProgram: the README's program is this one, to the letter.
func TestREADMEShowsThisProgram(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !shows(string(readme), source(t)) {
		t.Error("README.md does not contain examples/firstprogram/main.go as a ```go block; copy it there unchanged")
	}
}

// TestShows is the check's own negative control.
func TestShows(t *testing.T) {
	src := source(t)
	for _, c := range []struct {
		name, readme string
		want         bool
	}{
		{"as it is", "# x\n\n```go\n" + src + "```\n", true},
		{"with a changed character", "```go\n" + strings.Replace(src, "64", "65", 1) + "```\n", false},
		{"with a line more", "```go\n" + src + "\n// more\n```\n", false},
		{"outside a block", src, false},
		{"with Windows line ends", strings.ReplaceAll("```go\n"+src+"```\n", "\n", "\r\n"), true},
	} {
		if got := shows(c.readme, src); got != c.want {
			t.Errorf("README with the program %s: %v, want %v", c.name, got, c.want)
		}
	}
}

// shows reports whether readme has src as a whole fenced block of Go.
func shows(readme, src string) bool {
	return strings.Contains(strings.ReplaceAll(readme, "\r\n", "\n"), "```go\n"+src+"```\n")
}

// source returns main.go with line ends as Go writes them.
func source(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(src), "\r\n", "\n")
}
