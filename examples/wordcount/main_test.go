package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// outcome is what one run of the program did.
type outcome struct {
	code           int
	stdout, stderr string
}

func runWith(ctx context.Context, args ...string) outcome {
	var stdout, stderr bytes.Buffer
	code := run(ctx, args, &stdout, &stderr)
	return outcome{code, stdout.String(), stderr.String()}
}

// expect fails the test unless the run ended with code, and stdout and stderr
// contain the given texts; "" means that they must be empty.
func (o outcome) expect(t *testing.T, code int, stdout, stderr string) {
	t.Helper()
	if o.code != code || !holds(o.stdout, stdout) || !holds(o.stderr, stderr) {
		t.Errorf("exit code %d, want %d; stdout should have %q, stderr %q\n--- stdout\n%s--- stderr\n%s",
			o.code, code, stdout, stderr, o.stdout, o.stderr)
	}
}

func holds(text, part string) bool {
	if part == "" {
		return text == ""
	}
	return strings.Contains(text, part)
}

// writeTree writes n Go files into a new directory: file i has the words "alpha"
// and "beta" 1 and 2 times and "gamma" i times.
func writeTree(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		write(t, filepath.Join(dir, fmt.Sprintf("d%d", i%3), fmt.Sprintf("f%d.go", i)),
			"package alpha // not counted: comment\nvar beta = \"not counted\" + beta\n"+strings.Repeat("gamma ", i))
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestCountsTree: the counts are those that the tree was made with, whatever
// the number of producers, the capacity and the wait strategy.
func TestCountsTree(t *testing.T) {
	const n = 40
	dir := writeTree(t, n)
	want := map[string]int{"alpha": n, "beta": 2 * n, "gamma": n * (n - 1) / 2}
	for name := range strategies {
		for _, producers := range []int{1, 3, 100} {
			for _, capacity := range []int{1, 8, 4096} {
				o := options{producers: producers, capacity: capacity, wait: strategies[name]}
				files, problems := find(t.Context(), []string{dir})
				got, err := countThroughChannel(t.Context(), files, o, meter{})
				if err != nil || len(problems) > 0 || len(got.failed) > 0 {
					t.Fatal(err, problems, got.failed)
				}
				if diff := differences(got.counts, want); len(diff) > 0 || len(got.files) != n {
					t.Errorf("%+v: %d files, want %d; differences %v", o, len(got.files), n, diff)
				}
			}
		}
	}
}

// TestReport: the figures, and that the comparison took place. A pipe, as any
// writer that is not a terminal, gets no progress.
func TestReport(t *testing.T) {
	dir := writeTree(t, 10)
	o := runWith(t.Context(), "-top", "2", dir)
	o.expect(t, exitOK, "            45  60.00%  gamma\n            20  26.67%  beta\n10 files, 75 identifiers (3 different)", "")
	o.expect(t, exitOK, "equal to a sequential count", "")
	if strings.Contains(o.stdout, "alpha") {
		t.Errorf("-top 2 printed more:\n%s", o.stdout)
	}
	runWith(t.Context(), "-top", "0", "-skip-compare", dir).
		expect(t, exitOK, "not compared with a sequential count: -skip-compare", "")
}

// TestArguments: files are counted whatever they are called, and once.
func TestArguments(t *testing.T) {
	dir := writeTree(t, 10)
	text := filepath.Join(t.TempDir(), "delta.txt")
	write(t, text, "delta delta delta")
	sub := filepath.Join(dir, "d1")
	runWith(t.Context(), dir, sub, text, filepath.Join(sub, "f1.go"), text).
		expect(t, exitOK, "11 files, 78 identifiers (4 different)", "")
}

func TestNotQuiteGo(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.go")
	write(t, name, "package \x00 alpha 'unterminated\nbeta \"unterminated\ngamma")
	runWith(t.Context(), name).expect(t, exitOK, "1 file with lexical errors", "")
	runWith(t.Context(), name).expect(t, exitOK, "1 file, 3 identifiers", "")
	write(t, name, "")
	runWith(t.Context(), name).expect(t, exitOK, "1 file, 0 identifiers", "")
}

// TestUnreadable: what can be read is counted, what cannot is named.
func TestUnreadable(t *testing.T) {
	dir := writeTree(t, 10)
	missing := filepath.Join(dir, "no such file")
	runWith(t.Context(), dir, missing).expect(t, exitFailed, "10 files, 75 identifiers",
		"wordcount: counted 10 of 11 files; 1 could not be read:\n  "+errorOf(missing)+"\n")
	runWith(t.Context(), missing).expect(t, exitFailed, "", "counted 0 of 1 file; 1 could not be read:\n")

	link := filepath.Join(dir, "dangling.go")
	if err := os.Symlink(missing, link); err != nil {
		t.Skipf("dangling link NOT CHECKED: this system does not let us make one: %v", err)
	}
	runWith(t.Context(), dir).expect(t, exitFailed, "10 files, 75 identifiers",
		"wordcount: counted 10 of 11 files; 1 could not be read:\n  "+errorOf(link)+"\n")
}

func errorOf(name string) string {
	_, err := os.Stat(name)
	return err.Error()
}

// TestOddEntries: a directory that is called like a file is entered, a link to
// a directory is followed only where it is named.
func TestOddEntries(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "x.go", "y.go"), "alpha")
	runWith(t.Context(), dir).expect(t, exitOK, "1 file, 1 identifier", "")

	link := filepath.Join(dir, "link.go")
	if err := os.Symlink("x.go", link); err != nil {
		t.Skipf("links NOT CHECKED: this system does not let us make one: %v", err)
	}
	runWith(t.Context(), link).expect(t, exitOK, "1 file, 1 identifier", "")
	runWith(t.Context(), dir).expect(t, exitFailed, "1 file, 1 identifier", "link.go: not a regular file")
}

func TestEmptyTree(t *testing.T) {
	empty := t.TempDir()
	write(t, filepath.Join(empty, "notes.txt"), "alpha")
	runWith(t.Context(), empty).expect(t, exitFailed, "", "wordcount: no .go files in "+empty+"\n")
	runWith(t.Context(), empty, writeTree(t, 10)).
		expect(t, exitFailed, "equal to a sequential count", "wordcount: no .go files in "+empty+"\n")
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args   []string
		stderr string
	}{
		{nil, "no files or directories given; wordcount -h shows the usage"},
		{[]string{"-producers", "0", "."}, "-producers 0: not between 1 and"},
		{[]string{"-capacity", "-1", "."}, "-capacity -1: not between 1 and"},
		{[]string{"-capacity", "2000000000", "."}, "not between 1 and"},
		{[]string{"-top", "-1", "."}, "-top -1: negative"},
		{[]string{"-wait", "hope", "."}, "not one of default, park"},
		{[]string{"-no-such-flag", "."}, "flag provided but not defined"},
	} {
		runWith(t.Context(), c.args...).expect(t, exitUsage, "", c.stderr)
	}
	runWith(t.Context(), "-h").expect(t, exitOK, "usage: wordcount [flags] path...", "")
	runWith(t.Context(), "-h").expect(t, exitOK, "-capacity N", "")
}

// TestReportCannotBeWritten: then the run is not a success.
func TestReportCannotBeWritten(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	w.Close()
	var stderr bytes.Buffer
	code := run(t.Context(), []string{writeTree(t, 3)}, w, &stderr)
	outcome{code: code, stderr: stderr.String()}.expect(t, exitFailed, "", "file already closed")
}
