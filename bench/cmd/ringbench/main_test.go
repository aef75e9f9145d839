package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func runWith(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(ctx, args, &out, &errs)
	return code, out.String(), errs.String()
}

// TestRun: the table has a line for each contender, chan's ratio to itself is
// 1, the file has all samples, and a writer that is no terminal gets no progress.
func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.json")
	code, stdout, stderr := runWith(t.Context(), "-rounds", "2", "-only", "^Alone", "-json", file)
	if code != exitOK || stderr != "" {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	for _, impl := range []string{"chan", "mutex", "ring", "spsc", "mpsc"} {
		if strings.Count(stdout, "Alone/impl="+impl+"/") != 1 {
			t.Errorf("no line for %s:\n%s", impl, stdout)
		}
	}
	if !strings.Contains(stdout, "2 rounds") || !strings.Contains(stdout, "    1.00\n") {
		t.Errorf("rounds or chan's ratio are missing:\n%s", stdout)
	}
	var r report
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Lines) != 5 || len(r.Lines[4].Samples) != 2 || r.Lines[4].Samples[1] <= 0 || r.Machine.Cores == 0 {
		t.Errorf("the file lacks results or facts:\n%s", text)
	}
}

func TestCommandLine(t *testing.T) {
	for args, want := range map[string]string{
		"-rounds 0":     "-rounds 0: below 1",
		"-only (":       "missing closing",
		"-only nothing": `no measurement matches "nothing"`,
		"extra":         `unexpected argument "extra"`,
		"-no-such-flag": "flag provided but not defined",
	} {
		if code, _, stderr := runWith(t.Context(), strings.Fields(args)...); code != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("%s: exit code %d, stderr %q, want %q", args, code, stderr, want)
		}
	}
	if code, _, stderr := runWith(t.Context(), "-h"); code != exitOK || !strings.Contains(stderr, "-rounds N") {
		t.Errorf("-h: exit code %d, %q", code, stderr)
	}
}

// TestInterrupted: what is there is printed, and nothing from half a round.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	code, stdout, stderr := runWith(ctx, "-only", "^Alone")
	if code != exitInterrupted || !strings.Contains(stdout, "0 rounds") || !strings.Contains(stderr, "interrupted in round 1 of 9") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
}

func TestFileThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "no such directory", "x.json")
	code, _, stderr := runWith(t.Context(), "-rounds", "1", "-only", "^Alone/impl=chan", "-json", file)
	if code != exitFailed || !strings.Contains(stderr, "no such directory") {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}

// TestRatio: ratios are those of the medians.
func TestRatio(t *testing.T) {
	base := &line{Samples: []float64{1e6, 2e6, 9e6}}
	l := &line{Samples: []float64{3e6, 1e6, 8e6}, base: base}
	if got, want := l.figures(), "    3.00     1.00     8.00    333.3    1.50"; got != want {
		t.Errorf("figures %q, want %q", got, want)
	}
}
