package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/bench/report"
)

func runWith(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(ctx, args, &out, &errs)
	return code, out.String(), errs.String()
}

const alone = "^Alone/impl=(chan|ring|mpsc)"

// TestRun: the table has a line for each contender, chan's ratio to itself is
// 1, the files have all samples, and progress is shown.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	file, page := filepath.Join(dir, "x.json"), filepath.Join(dir, "x.html")
	code, stdout, stderr := runWith(t.Context(), "-rounds", "2", "-only", alone, "-json", file, "-html", page)
	if code != exitOK || !strings.Contains(stderr, "round 1 of 2, ") || !strings.Contains(stderr, "round 2 of 2, 0s left") {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	for _, want := range []string{"Alone/impl=chan/cap=1024 ", "Alone/impl=ring/cap=1024 ", "Alone/impl=mpsc/cap=1024 ", "2 rounds", "  1.00 (1.00 to 1.00)\n",
		"B9   not measured", "not measured: rival github.com/smarty/go-disruptor: "} {
		if strings.Count(stdout, want) != 1 {
			t.Errorf("not once: %q in\n%s", want, stdout)
		}
	}
	r, err := report.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Lines) != 3 || len(r.Lines[2].Samples["ns/op"]) != 2 || r.Machine.Cores == 0 {
		t.Errorf("the file lacks results or facts: %+v", r)
	}
	if text, err := os.ReadFile(page); err != nil || !bytes.Contains(text, []byte("</html>")) {
		t.Errorf("no page: %v", err)
	}
}

// TestFrom: results that are there are printed and written again, and not
// measured.
func TestFrom(t *testing.T) {
	dir := t.TempDir()
	first, second, docs := filepath.Join(dir, "1.json"), filepath.Join(dir, "2.json"), filepath.Join(dir, "x.md")
	if err := os.WriteFile(docs, []byte("<!-- ringbench:alone -->\n<!-- /ringbench -->\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := runWith(t.Context(), "-rounds", "1", "-only", alone, "-json", first); code != exitOK {
		t.Fatalf("exit code %d, %s", code, stderr)
	}
	if code, _, stderr := runWith(t.Context(), "-from", first, "-json", second, "-docs", docs); code != exitOK || stderr != "" {
		t.Fatalf("exit code %d, %s", code, stderr)
	}
	a, _ := os.ReadFile(first)
	b, _ := os.ReadFile(second)
	if !bytes.Equal(a, b) {
		t.Error("the results have changed on the way")
	}
	if text, _ := os.ReadFile(docs); !bytes.Contains(text, []byte("| mpsc | ")) {
		t.Errorf("the table is not filled in:\n%s", text)
	}
}

// TestGate: equal results pass, a doctored baseline fails, one of another
// machine is not checked.
func TestGate(t *testing.T) {
	dir := t.TempDir()
	now, was := filepath.Join(dir, "now.json"), filepath.Join(dir, "was.json")
	if code, _, stderr := runWith(t.Context(), "-rounds", "1", "-only", alone, "-json", now); code != exitOK {
		t.Fatalf("exit code %d, %s", code, stderr)
	}
	doctor := func(edit func(*report.Results)) {
		r, err := report.Load(now)
		if err != nil {
			t.Fatal(err)
		}
		edit(r)
		if err := r.Save(was); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		edit func(*report.Results)
		code int
		want string
	}{
		{func(*report.Results) {}, exitOK, "bench-gate: no loss"},
		{func(r *report.Results) { r.Lines[1].Samples["ns/op"][0] /= 2 }, exitFailed, "LOSS Alone/impl=ring/cap=1024: "},
		{func(r *report.Results) { r.Machine.CPU = "other" }, exitOK, "not checked: bench-gate: the committed ratios are of another machine"},
		{func(r *report.Results) { r.Lines = r.Lines[:1] }, exitFailed, ""},
	} {
		doctor(c.edit)
		code, stdout, stderr := runWith(t.Context(), "-from", now, "-gate", was)
		if code != c.code || !strings.Contains(stdout, c.want) {
			t.Errorf("exit code %d, want %d and %q\n%s%s", code, c.code, c.want, stdout, stderr)
		}
	}
	doctor(func(r *report.Results) { r.Lines[1].Samples["ns/op"][0] /= 100 })
	code, stdout, _ := runWith(t.Context(), "-rounds", "1", "-only", "^Alone/impl=(chan|ring)", "-gate", was)
	if code != exitFailed || strings.Count(stdout, "again: ") != 1 || strings.Count(stdout, "LOSS ") != 1 {
		t.Errorf("measured twice: exit code %d\n%s", code, stdout)
	}
}

func TestCommandLine(t *testing.T) {
	for args, want := range map[string]string{
		"-rounds 0":        "-rounds 0: below 1",
		"-only (":          "missing closing",
		"-only nothing":    `no measurement matches "nothing"`,
		"extra":            `unexpected argument "extra"`,
		"-no-such-flag":    "flag provided but not defined",
		"-from x -quick":   "-from measures nothing",
		"-from no/such/xx": "no such file",
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
	code, stdout, stderr := runWith(ctx, "-only", alone)
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
