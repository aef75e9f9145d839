package testmain

import (
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) { Main(m) }

// sleepUntil is the goroutine that the tests below leave behind.
func sleepUntil(done <-chan struct{}) { <-done }

// TestReportsLeak is the negative control: a goroutine that does not end is
// found, printed with its stack, and turns success into failure.
func TestReportsLeak(t *testing.T) {
	done := make(chan struct{})
	defer close(done)
	var out strings.Builder
	code := check(func() int { go sleepUntil(done); return 0 }, &out, 20*time.Millisecond)
	if code != 1 {
		t.Errorf("exit code %d with a goroutine left behind, want 1", code)
	}
	if !strings.Contains(out.String(), "1 goroutines") || !strings.Contains(out.String(), "sleepUntil") {
		t.Errorf("the report does not show the goroutine:\n%s", out.String())
	}
}

// TestWaitsForStragglers: goroutines that end within the grace period are not
// leaks.
func TestWaitsForStragglers(t *testing.T) {
	var out strings.Builder
	straggle := func() int {
		done := make(chan struct{})
		time.AfterFunc(30*time.Millisecond, func() { close(done) })
		go sleepUntil(done)
		return 0
	}
	if code := check(straggle, &out, 10*time.Second); code != 0 {
		t.Errorf("exit code %d, want 0:\n%s", code, out.String())
	}
}

// TestIgnoresEarlierGoroutines: what ran before the tests is not theirs.
func TestIgnoresEarlierGoroutines(t *testing.T) {
	done := make(chan struct{})
	defer close(done)
	go sleepUntil(done)
	var out strings.Builder
	if code := check(func() int { return 0 }, &out, 0); code != 0 {
		t.Errorf("exit code %d, want 0:\n%s", code, out.String())
	}
}

// TestKeepsFailure: the tests' own failure is passed on, leak or not.
func TestKeepsFailure(t *testing.T) {
	done := make(chan struct{})
	defer close(done)
	var out strings.Builder
	if code := check(func() int { go sleepUntil(done); return 2 }, &out, 0); code != 2 {
		t.Errorf("exit code %d, want the tests' own 2", code)
	}
}
