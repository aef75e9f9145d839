package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/verify"
)

func TestListNamesEveryCheck(t *testing.T) {
	got := command(t.Context(), t, "verify", "-list")
	lines := strings.Split(strings.TrimSpace(got.stdout), "\n")
	checks := verify.Checks()
	if got.status != exitOK || len(lines) != len(checks) {
		t.Fatalf("%+v, want %d lines", got, len(checks))
	}
	for i := range checks {
		if !strings.HasPrefix(lines[i], checks[i].Name()+" ") || !strings.Contains(lines[i], checks[i].About) {
			t.Errorf("line %d is %q, want %s", i, lines[i], checks[i].Name())
		}
	}
	if got := command(t.Context(), t, "verify", "-list", "-only", "churn"); !strings.HasPrefix(got.stdout, "mpsc/churn ") || strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("-only churn: %+v", got)
	}
}

// A real run prints the table, writes every file asked for, and says which seed
// it took.
func TestVerifyWritesReports(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	got := command(t.Context(), t, "verify", "-only", "ring/model", "-seed", "12",
		"-json", file("r.json"), "-junit", file("r.xml"), "-html", file("r.html"))
	if got.status != exitOK || !strings.Contains(got.stderr, "[1/1] ring/model: pass in ") {
		t.Fatalf("%+v, want status 0", got)
	}
	for _, want := range []string{`(?m)^ring +model +ok `, `20,000 sequences`, `1 checks passed, 0 failed, 0 bounded, 0 not checked \(default set, seed 12, `} {
		if !regexp.MustCompile(want).MatchString(got.stdout) {
			t.Errorf("%s is not in\n%s", want, got.stdout)
		}
	}
	var rep verify.Report
	if err := json.Unmarshal(read(t, file("r.json")), &rep); err != nil || rep.Seed != 12 || len(rep.Results) != 1 || rep.Results[0].Verdict != verify.Pass {
		t.Errorf("JSON: %+v, %v", rep, err)
	}
	if err := xml.Unmarshal(read(t, file("r.xml")), new(struct{ XMLName xml.Name })); err != nil {
		t.Errorf("JUnit: %v", err)
	}
	if html := read(t, file("r.html")); !bytes.HasPrefix(html, []byte("<!DOCTYPE html>")) || !bytes.Contains(html, []byte("20,000 sequences")) {
		t.Errorf("HTML: %.200s", html)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What was not checked is neither success nor failure: an interrupted run exits
// with 3.
func TestNotCheckedExitsWith3(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := command(ctx, t, "verify", "-only", "ring/model")
	if got.status != exitNotChecked || !strings.Contains(got.stdout, "not checked: interrupted: context canceled") ||
		!strings.Contains(got.stdout, "0 checks passed, 0 failed, 0 bounded, 1 not checked") {
		t.Errorf("%+v, want status 3", got)
	}
}

func TestExitStatus(t *testing.T) {
	for _, c := range []struct {
		verdicts []verify.Verdict
		want     int
	}{
		{[]verify.Verdict{verify.Pass, verify.Pass}, exitOK},
		{[]verify.Verdict{verify.Pass, verify.NotRun}, exitNotChecked},
		{[]verify.Verdict{verify.Bounded, verify.Pass}, exitNotChecked},
		{[]verify.Verdict{verify.Fail, verify.Pass}, exitFailed},
		{[]verify.Verdict{verify.Fail, verify.Bounded}, exitFailed},
		{[]verify.Verdict{verify.NotRun, verify.Fail}, exitFailed},
	} {
		rep := &verify.Report{}
		for _, v := range c.verdicts {
			rep.Results = append(rep.Results, verify.Result{Verdict: v})
		}
		if got := new(verifyFlags).report(rep, new(bytes.Buffer), new(bytes.Buffer)); got != c.want {
			t.Errorf("%q: status %d, want %d", c.verdicts, got, c.want)
		}
	}
}

// A file that cannot be written is noticed before anything is run.
func TestUnwritableFileStopsTheRun(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.json"), filepath.Join(dir, "none", "r.xml")
	got := command(t.Context(), t, "verify", "-only", "ring/model", "-json", good, "-junit", bad)
	if got.status != exitFailed || got.stdout != "" || !strings.Contains(got.stderr, bad) || strings.Contains(got.stderr, "[1/1]") {
		t.Errorf("%+v, want status 1 before anything is run", got)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if got := command(t.Context(), t, "verify", "-only", "ring/model", "-html", dir); got.status != exitFailed || !strings.Contains(got.stderr, dir) {
		t.Errorf("a directory as file: %+v, want status 1", got)
	}
}

// A report that cannot be written as a whole leaves no half of it, and does not
// remove what is not a file.
func TestWriteFileAllOrNothing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "report")
	if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := writeFile(name, func(w io.Writer) error { w.Write([]byte("half")); return broken }); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	if got := string(read(t, name)); got != "old" {
		t.Errorf("the file holds %q, want what it held", got)
	}
	if err := writeFile(name, func(w io.Writer) error { _, err := w.Write([]byte("new")); return err }); err != nil {
		t.Error(err)
	}
	if got := string(read(t, name)); got != "new" {
		t.Errorf("the file holds %q, want the report", got)
	}
	if err := writeFile(os.DevNull, func(w io.Writer) error { _, err := w.Write([]byte("new")); return err }); err != nil {
		t.Errorf("%s: %v", os.DevNull, err)
	}
}

// A seed of 0 is a seed like any other; without one, runs differ.
func TestSeeds(t *testing.T) {
	seed := func(args ...string) uint64 {
		var f verifyFlags
		if err := f.parse(args, new(bytes.Buffer)); err != nil {
			t.Fatal(err)
		}
		return f.seed
	}
	if got := seed("-seed", "0"); got != 0 {
		t.Errorf("-seed 0: %d", got)
	}
	if got := seed("-seed", "18446744073709551615"); got != 1<<64-1 {
		t.Errorf("the largest seed: %d", got)
	}
	if a, b := seed(), seed(); a == 0 || a == b {
		t.Errorf("without -seed: %d, then %d", a, b)
	}
}
