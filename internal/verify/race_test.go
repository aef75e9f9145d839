package verify

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a child process leaves behind is judged for the worst.
func TestReadChild(t *testing.T) {
	report := func(race bool, results ...Result) *Report { return &Report{Race: race, Results: results} }
	pass := Result{Verdict: Pass, Ran: "12 runs", Seed: 5}
	exit := errors.New("exit status 66")
	for _, c := range []struct {
		name    string
		report  *Report
		exit    error
		output  string
		verdict Verdict
		seed    uint64
		want    string
	}{
		{"pass", report(true, pass), nil, "ok", Pass, 3, "12 runs"},
		{"race", report(true, pass), exit, "…\nWARNING: DATA RACE\nWrite at 0x1", Fail, 3, "WARNING: DATA RACE\nWrite at 0x1"},
		{"race and no report", nil, exit, "WARNING: DATA RACE", Fail, 3, "DATA RACE"},
		{"race that did not change the status", report(true, pass), nil, "WARNING: DATA RACE", Fail, 3, "DATA RACE"},
		{"failure", report(true, Result{Verdict: Fail, Seed: 8, Detail: "lost"}), errors.New("exit status 1"), "", Fail, 8, "lost"},
		{"not checked", report(true, Result{Verdict: NotRun, Detail: "interrupted"}), errors.New("exit status 3"), "", NotRun, 3, "interrupted"},
		{"no detector", report(false, pass), nil, "", NotRun, 3, "no race detector"},
		{"passed and failed", report(true, pass), exit, "odd", Fail, 3, "exit status 66\nodd"},
		{"no report", nil, exit, "panic: x", Fail, 3, "no report: exit status 66\npanic: x"},
		{"too many results", report(true, pass, pass), nil, "", Fail, 3, "no report"},
		{"no results", report(true), nil, "", Fail, 3, "no report"},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "report.json")
			if c.report != nil {
				data, err := json.Marshal(c.report)
				if err == nil {
					err = os.WriteFile(name, data, 0o666)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			out, err := readChild(name, 3, c.exit, c.output)
			check := returns(out.Ran, err)
			r := runOne(t.Context(), &check, quiet(3))
			if r.Verdict != c.verdict || r.Seed != c.seed || !strings.Contains(r.Ran+r.Detail, c.want) {
				t.Errorf("%s with seed %d: %s%s, want %s with seed %d: %s", r.Verdict, r.Seed, r.Ran, r.Detail, c.verdict, c.seed, c.want)
			}
		})
	}
}

// A report that is cut off is none.
func TestReadChildCutOff(t *testing.T) {
	name := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(name, []byte(`{"race_detector": true, "results": [{"ver`), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := readChild(name, 3, nil, ""); err == nil {
		t.Error("no error")
	}
}

// A real race in a child process that says it passed makes the check fail, and
// without the race it passes.
func TestRaceInChildIsFound(t *testing.T) {
	const racy = "github.com/ringmpsc/ringmpsc-go/internal/verify/testdata/racy"
	_, err := inChild(t.Context(), quiet(6), racy, "test/racy")
	if n, ok := errors.AsType[*NotChecked](err); ok {
		t.Skip("NOT CHECKED: ", n)
	}
	if f, ok := errors.AsType[*Failure](err); !ok || f.Seed != 6 || !strings.HasPrefix(f.Text, "WARNING: DATA RACE") {
		t.Errorf("racy: %v, want a data race", err)
	}
	out, err := inChild(t.Context(), quiet(6), racy, "test/clean")
	if err != nil || out.Ran != "0 increments, [-seed 6]" {
		t.Errorf("clean: %v, %v", out, err)
	}
}

// Without a C compiler, or outside of the module, the layer says that it could
// not run, and why.
func TestRaceWithoutCompilerIsNotChecked(t *testing.T) {
	t.Setenv("CGO_ENABLED", "0")
	_, err := inChild(t.Context(), quiet(6), command, "ring/race")
	if n, ok := errors.AsType[*NotChecked](err); !ok || !strings.Contains(n.Reason, "race") {
		t.Errorf("%v, want not checked", err)
	}
	t.Chdir(t.TempDir())
	if _, err := inChild(t.Context(), quiet(6), command, "ring/race"); err == nil || !strings.HasPrefix(err.Error(), "no build with the race detector: ") {
		t.Errorf("%v, want not checked", err)
	}
}

// The reason is what the go command says, not a heading.
func TestReasonSkipsHeadings(t *testing.T) {
	exit := errors.New("exit status 1")
	for out, want := range map[string]string{
		"# runtime/cgo\ncgo: C compiler \"gcc\" not found\n": `cgo: C compiler "gcc" not found`,
		"go: -race requires cgo\n":                           "go: -race requires cgo",
		"\n# only/heading\n":                                 "exit status 1",
		"":                                                   "exit status 1",
	} {
		if got := reason([]byte(out), exit); got != want {
			t.Errorf("reason(%q) = %q, want %q", out, got, want)
		}
	}
}
