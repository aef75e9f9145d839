package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestDifferencesAreFound is the negative control of every comparison: a lost,
// a doubled, an altered and an invented message each show.
func TestDifferencesAreFound(t *testing.T) {
	want := map[string]int{"a": 3, "b": 2, "c": 1}
	for _, c := range []struct {
		what string
		got  map[string]int
		diff []difference
	}{
		{"equal", map[string]int{"a": 3, "b": 2, "c": 1}, nil},
		{"lost", map[string]int{"a": 2, "b": 2, "c": 1}, []difference{{"a", 2, 3}}},
		{"last one lost", map[string]int{"a": 3, "b": 2}, []difference{{"c", 0, 1}}},
		{"doubled", map[string]int{"a": 3, "b": 3, "c": 1}, []difference{{"b", 3, 2}}},
		{"altered", map[string]int{"a": 4, "b": 1, "c": 1}, []difference{{"a", 4, 3}, {"b", 1, 2}}},
		{"invented", map[string]int{"a": 3, "b": 2, "c": 1, "d": 1}, []difference{{"d", 1, 0}}},
	} {
		if d := differences(c.got, want); !slices.Equal(d, c.diff) {
			t.Errorf("%s: differences %v, want %v", c.what, d, c.diff)
		}
	}
}

// TestCompareRejects: a wrong count makes the program fail and name the
// identifier.
func TestCompareRejects(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.go")
	write(t, name, "alpha beta beta")
	got := tally{counts: map[string]int{"alpha": 1, "beta": 1}, part: part{files: []string{name}}}
	var stdout strings.Builder
	err := compare(t.Context(), got, meter{}, &stdout)
	if err == nil || !strings.Contains(err.Error(), "beta: 1 through the channel, 2 sequentially") {
		t.Errorf("error %v, want one that names beta", err)
	}
	got.files = append(got.files, name+"x")
	if err := compare(t.Context(), got, meter{}, &stdout); err == nil || !strings.Contains(err.Error(), "cannot compare") {
		t.Errorf("error %v, want one that says a file has gone", err)
	}
	if stdout.Len() > 0 {
		t.Errorf("printed %q", stdout.String())
	}
}

// TestDescribeIsBounded: many differences do not flood the terminal.
func TestDescribeIsBounded(t *testing.T) {
	err := describe(make([]difference, shown+1500))
	if n := strings.Count(err.Error(), "\n"); n != shown+1 || !strings.HasSuffix(err.Error(), "and 1,500 more") {
		t.Errorf("%d line ends, want %d, and what was left out:\n%v", n, shown+1, err)
	}
}

// TestCancelDrains: whenever the producers are stopped, everything that they
// had sent is received, and the program says that it was interrupted.
func TestCancelDrains(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.go")
	write(t, name, strings.Repeat("alpha beta ", 20_000))
	files := slices.Repeat([]string{name}, 4)
	stopped := 0
	for delay := time.Duration(0); delay < 10*time.Millisecond; delay += 100 * time.Microsecond {
		ctx, cancel := context.WithTimeout(t.Context(), delay)
		got, err := countThroughChannel(ctx, files, options{producers: 2, capacity: 8}, meter{})
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if len(got.files) < len(files) {
			stopped++
		}
	}
	if stopped == 0 {
		t.Error("no run was stopped before its end: the test shows nothing")
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	runWith(ctx, writeTree(t, 10)).expect(t, exitInterrupted, "", "wordcount: interrupted\n")
}

// TestMeter: progress is shown while the step runs, in one line, and is gone
// afterwards.
func TestMeter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		n := 0
		meter{&b}.while(func() { time.Sleep(250 * time.Millisecond) }, func() string {
			n++
			return strings.Repeat("x", n*meterWidth)
		})
		line := strings.Repeat("x", meterWidth)
		if want := "\r" + line + "\r" + line + "\r" + strings.Repeat(" ", meterWidth) + "\r"; b.String() != want {
			t.Errorf("wrote %q, want %q", b.String(), want)
		}
	})
}

func TestGroup(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567"} {
		if got := group(n); got != want {
			t.Errorf("group(%d) = %q, want %q", n, got, want)
		}
	}
}

// TestSplit: every file is in one group, and no group is much longer.
func TestSplit(t *testing.T) {
	for n := 1; n <= 5; n++ {
		groups := split([]string{"a", "b", "c", "d", "e"}, n)
		all := slices.Sorted(slices.Values(slices.Concat(groups...)))
		if len(groups) != n || strings.Join(all, "") != "abcde" || len(groups[0])-len(groups[n-1]) > 1 {
			t.Errorf("split of 5 files into %d groups: %v", n, groups)
		}
	}
}
