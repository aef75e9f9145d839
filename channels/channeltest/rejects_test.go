package channeltest_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels/channeltest"
)

// caught maps faults to properties that must fail because of them; others may.
var caught = map[fault]string{
	losesAtWrap:    "HoldsExactlyCapacity",
	reorders:       "AgreesWithSliceModel",
	duplicates:     "ExactlyOnceInOrder",
	falseEmpty:     "AgreesWithSliceModel",
	spuriousFull:   "HoldsExactlyCapacity",
	overfull:       "HoldsExactlyCapacity",
	hidesAfterPoll: "EmptyPollsDoNotHideValues",
	shortBatch:     "BatchesOfAnySize",
	acceptsClosed:  "CloseStopsAcceptance",
	dropsAtClose:   "CloseKeepsWhatWasAccepted",
	stuckClosed:    "CloseStopsAcceptance",
	lostWakeup:     "CloseWakes",
	deafToCancel:   "CancelWakes",
	wrongError:     "RightError",
	negativeLen:    "LenStaysInBounds",
	doubleCommit:   "ReservationEnds",
	keepsPanicked:  "HandlerPanicLeavesUnhandled",
}

// hangs are the faults that can only be seen by waiting in vain.
var hangs = []fault{stuckClosed, lostWakeup, deafToCancel}

// TestSuiteRejects is the suite's negative control.
func TestSuiteRejects(t *testing.T) {
	for f, property := range caught {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			failures := failuresOf(t, f, property)
			i := slices.IndexFunc(failures, func(f *channeltest.Failure) bool { return f.Property == property })
			if i < 0 {
				t.Fatalf("%s did not fail; what did: %v", property, failures)
			}
			t.Log(summary(failures[i]))
		})
	}
}

// failuresOf runs the suite on a queue with a fault.
func failuresOf(t *testing.T, f fault, only ...string) []*channeltest.Failure {
	var mu sync.Mutex
	var made []*mutexQueue
	over := false // what a hung property makes when it goes on does not hang again
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		over = true
		for _, q := range made {
			q.release()
		}
	})
	o := channeltest.Options{Capacity: 4, Producers: 2, Consumers: 2, ErrClosed: errClosed, Seed: 1, Only: only}
	if slices.Contains(hangs, f) {
		o.Timeout = time.Second
	}
	return channeltest.Check(func() channeltest.Queue[int] {
		q := newMutexQueue(4, f)
		mu.Lock()
		defer mu.Unlock()
		made = append(made, q)
		if over {
			q.release()
		}
		return q
	}, o)
}

// summary is a failure without the stacks of the test process.
func summary(f *channeltest.Failure) string {
	text, _, _ := strings.Cut(f.Error(), "\ngoroutine ")
	return text
}

func TestHungIsReportedWithStacks(t *testing.T) {
	for _, f := range failuresOf(t, lostWakeup, "CloseWakes") {
		if f.Property == "CloseWakes" {
			if !errors.Is(f, channeltest.ErrHung) || !strings.Contains(f.Error(), "mutexQueue).Recv") {
				t.Errorf("want ErrHung and the stack of who is stuck, got %v", f)
			}
			return
		}
	}
	t.Error("CloseWakes did not fail")
}

// TestSeedRepeats: a sequential property with the same seed fails in the same way.
func TestSeedRepeats(t *testing.T) {
	const property = "AgreesWithSliceModel"
	first, second := failuresOf(t, reorders, property), failuresOf(t, reorders, property)
	if len(first) != 1 || len(second) != 1 || first[0].Error() != second[0].Error() {
		t.Fatalf("first:\n%v\nthen:\n%v", first, second)
	}
	if n := strings.Count(first[0].Error(), "\n"); n > 8 {
		t.Errorf("a counterexample of %d lines:\n%v", n, first[0])
	}
}

// TestSeedFromEnvironment is how a failure is replayed.
func TestSeedFromEnvironment(t *testing.T) {
	t.Setenv("CHANNELTEST_SEED", "12345")
	failures := channeltest.Check(func() channeltest.Queue[int] { return newMutexQueue(4, reorders) },
		channeltest.Options{Capacity: 4, Only: []string{"AgreesWithSliceModel"}})
	if len(failures) != 1 || failures[0].Seed != 12345 {
		t.Errorf("got %v, want one failure with seed 12345", failures)
	}
}
