package main

import (
	"fmt"
	"strings"
	"time"
)

// witness is a test that notices a mutant whatever the schedule: it has one
// goroutine, or those of a synctest bubble that take turns, and what it draws it
// draws from a fixed seed.
type witness struct{ pkg, test string }

// noticedBy are the mutants that -quick tries. The others show when goroutines
// meet, which a run of the tests may miss, or in a hang.
var noticedBy = map[string]witness{
	"slot-not-cleared":                        {"ring", "TestConsumedSlotsHoldNoPointers"},
	"batch-slots-not-cleared":                 {"ring", "TestConsumedSlotsHoldNoPointers"},
	"batch-forgets-wrap":                      {"ring", "TestHandlerPanicLeavesUnhandled"},
	"handled-windows-stay":                    {"ring", "TestHandlerPanicLeavesUnhandled"},
	"full-test-off-by-one":                    {"ring", "TestHoldsExactlyCapacity"},
	"full-one-early":                          {"ring", "TestHoldsExactlyCapacity"},
	"cached-head-ahead":                       {"ring", "TestHoldsExactlyCapacity"},
	"compare-32-bit":                          {"ring", "TestHoldsExactlyCapacity"},
	"tail-32-bit":                             {"ring", "TestHoldsExactlyCapacity"},
	"commit-all-reserved":                     {"ring", "TestReservationEnds"},
	"partial-commit-lost":                     {"ring", "TestReservationEnds"},
	"seal-off-by-one":                         {"ring", "TestSealDecidesOnce"},
	"compare-signed":                          {"ring", "TestSealDecidesOnce"},
	"refusal-32-bit":                          {"ring", "TestSealDecidesOnce"},
	"pauses-do-not-end":                       {"channels/wait", "TestLag"},
	"parktimeout-does-not-ask":                {"channels/wait", "TestWakeIsNotLost"},
	"canceled-receive-withdraws":              {"channels", "TestCanceledReceiveTakesNothing"},
	"close-does-not-wake-sender":              {"channels", "TestCloseWakesSleepers"},
	"pair-close-does-not-wake-receiver":       {"channels", "TestCloseWakesSleepers"},
	"pair-close-reported-as-canceled":         {"channels", "TestCloseWakesSleepers"},
	"close-reported-as-canceled":              {"channels", "TestCloseWakesSleepers"},
	"refused-reported-as-sent":                {"channels", "TestCommitAfterCloseIsRefused"},
	"close-not-looked-for-after-publish":      {"channels", "TestCommitAfterCloseIsRefused"},
	"consumer-reads-past-final":               {"channels", "TestCommitAfterCloseIsRefused"},
	"pair-refused-commit-reported-as-sent":    {"channels", "TestCommitAfterCloseIsRefused"},
	"refused-commit-reported-as-sent":         {"channels", "TestCommitAfterCloseIsRefused"},
	"edge-lost-after-panic":                   {"channels", "TestPanicKeepsTheEdge"},
	"edge-lost-after-panic-in-place":          {"channels", "TestPanicKeepsTheEdge"},
	"edge-lost-after-panic-in-handler":        {"channels", "TestPanicKeepsTheEdge"},
	"ask-without-second-look":                 {"channels", "TestReadyKeepsItsEdge"},
	"ask-does-not-see-close":                  {"channels", "TestReadyKeepsItsEdge"},
	"ready-does-not-ask":                      {"channels", "TestReadyKeepsItsEdge"},
	"asleep-without-look-when-none-is-active": {"channels", "TestReadyKeepsItsEdge"},
	"end-leaves-no-signal":                    {"channels", "TestReadyKeepsItsEdge"},
	"canceled-run-does-not-drain":             {"channels", "TestRunDrains"},
	"recv-does-not-wake-sender":               {"channels", "TestWakeups"},
	"try-recv-does-not-wake-sender":           {"channels", "TestWakeups"},
	"recv-does-not-wake-its-sender":           {"channels", "TestWakeups"},
	"space-freed-without-wake":                {"channels", "TestWakeups"},
	"in-place-receive-does-not-wake-sender":   {"channels", "TestWakeups"},
	"rung-without-wake":                       {"channels", "TestWakeups"},
	"unknown-ring-thrown-away":                {"channels/mpsc", "TestChurnWithoutConsumer"},
	"forgotten-ring-hides-another":            {"channels/mpsc", "TestForgottenRingHidesNoOther"},
	"close-does-not-wake-receiver":            {"channels/mpsc", "TestNoProducers"},
	"register-after-close":                    {"channels/mpsc", "TestNoProducers"},
	"turn-without-end":                        {"channels/mpsc", "TestSaturatedProducerDoesNotStarve"},
	"turn-never-moves":                        {"channels/mpsc", "TestSaturatedProducerDoesNotStarve"},
}

// tryQuick runs each witness on the unbroken copy, and on its mutant.
func (o *options) tryQuick(dir string) error {
	seen := map[witness]bool{}
	for _, w := range noticedBy {
		if seen[w] {
			continue
		}
		seen[w] = true
		if verdict, _ := w.try(dir); verdict != "survived" {
			return fmt.Errorf("%v: %s: %w", w, verdict, errUnjudged)
		}
	}
	missed := 0
	for _, m := range mutants {
		w, ok := noticedBy[m.id]
		if !ok || !o.run.MatchString(m.id) {
			continue
		}
		restore, err := m.apply(dir)
		if err != nil {
			return err
		}
		verdict, took := w.try(dir)
		restore()
		if verdict != "killed" {
			missed++
		}
		fmt.Printf("%-36s %s by %v (%.1fs)\n", m.id, verdict, w, took.Seconds())
	}
	if missed > 0 {
		return fmt.Errorf("%d mutants were not noticed as they should have been", missed)
	}
	return nil
}

func (w witness) String() string { return w.pkg + "." + w.test }

// try runs the test in dir. Only the test itself kills: a hang is none of what it
// promises to notice.
func (w witness) try(dir string) (verdict string, took time.Duration) {
	begin := time.Now()
	out, err := goTest(dir, "-timeout=60s", "-run=^"+w.test+"$", "-v", "./"+w.pkg)
	took = time.Since(begin)
	switch {
	case doesNotBuild(out):
		return "not compiled", took
	case hung(out):
		return "hung", took
	case err != nil && strings.Contains(out, "--- FAIL: "+w.test+" "):
		return "killed", took
	case err == nil && strings.Contains(out, "--- PASS: "+w.test+" "):
		return "survived", took
	default:
		return "not run", took
	}
}
