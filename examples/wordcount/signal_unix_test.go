//go:build unix

package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestInterruptSignal sends the real program a real interrupt while it counts.
func TestInterruptSignal(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "wordcount")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	src := filepath.Join(dir, "x.go")
	write(t, src, strings.Repeat("alpha ", 1_000_000))

	// A ring of one message and a slow wait make the count take minutes.
	cmd := exec.CommandContext(t.Context(), program, "-capacity", "1", "-wait", "sleep", src)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stdout := bufio.NewReader(pipe)
	if line, err := stdout.ReadString('\n'); err != nil || !strings.HasPrefix(line, "counting 1 file") {
		t.Fatalf("first line %q, %v", line, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(stdout)
	if err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatalf("ended with %v, want an exit code", err)
	}
	outcome{exit.ExitCode(), string(rest), stderr.String()}.
		expect(t, exitInterrupted, "interrupted after 0 of 1 file", "wordcount: interrupted\n")
}
