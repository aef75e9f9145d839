// Command scenarios explores the shipped types. It makes sense only when it is
// built with the overlay of package instrument, as internal/explorer does: then
// the accesses of the shipped source go through the explorer.
package main

import (
	"math"
	"slices"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// scenario is a small program on a shipped type, for one obligation.
type scenario struct {
	name   string
	covers string // the obligation, as the test plan numbers them
	about  string
	run    func(*explore.World)
	large  bool // it takes some seconds or more under each model
}

// First positions from which three messages cross 2^64, 2^32 and 2^63: where
// positions wrap, and where what holds less of them, or takes them as signed, does.
const (
	nearWrap = math.MaxUint64 - 2
	near32   = math.MaxUint32 - 2
	near63   = math.MaxInt64 - 2
)

var scenarios = slices.Concat(onePair, manyProducers, cancellation, selecting, panicking, arriving, polling)

// onePair are scenarios of a ring and of a channel with one producer.
var onePair = []scenario{
	{name: "ring/try", covers: "T19", about: "5 messages through 2 slots, one at a time", run: ringTry(2, 5, 0)},
	{name: "ring/try-wrap", covers: "T9", about: "the same across position 2^64", run: ringTry(2, 5, nearWrap)},
	{name: "ring/try-32", covers: "T9", about: "the same across position 2^32", run: ringTry(2, 5, near32)},
	{name: "ring/try-63", covers: "T9", about: "the same across position 2^63", run: ringTry(2, 5, near63)},
	{name: "ring/try-1", covers: "T19", about: "3 messages through 1 slot", run: ringTry(1, 3, nearWrap)},
	{name: "ring/batch", covers: "T19", about: "batches of 3 through 2 slots", run: ringBatch},
	{name: "ring/window", covers: "T19", about: "windows written and read in place", run: ringWindow},
	{name: "ring/observer", covers: "T31", about: "a third goroutine looks at the totals", run: ringObserver},
	{name: "ring/sleep", covers: "T20", about: "a consumer with a flag of its own sleeps after Barrier", run: ringSleep},
	{name: "ring/sleep-sender", covers: "T20", about: "a producer with a flag of its own sleeps after Barrier", run: ringSleepSender},
	{name: "spsc/try", covers: "T19", about: "5 messages through 2 slots of a channel", run: spscTry(nearWrap)},
	{name: "spsc/try-32", covers: "T9", about: "the same across position 2^32", run: spscTry(near32)},
	{name: "spsc/seal-32", covers: "T9", about: "Close while a message is sent across position 2^32", run: spscSeal},
	{name: "spsc/wake-receiver", covers: "T15", about: "a sleeping receiver is woken by a message", run: wakeReceiver},
	{name: "spsc/wake-sender", covers: "T15", about: "a sleeping sender is woken by a receive", run: wakeSender},
	{name: "spsc/wake-sender-by-batch", covers: "T15", about: "a sleeping sender is woken by a receive in place", run: wakeSenderByBatch},
	{name: "spsc/close-wakes-receiver", covers: "T15", about: "a sleeping receiver is woken by Close", run: closeWakesReceiver},
	{name: "spsc/close-wakes-sender", covers: "T15", about: "a sleeping sender is woken by Close", run: closeWakesSender},
	{name: "spsc/close-after-space", covers: "T16", about: "a sender that was woken by a receive is woken by Close", run: closeAfterSpace},
	{name: "spsc/close-is-exact", covers: "T16", about: "Close while a message is sent: accepted is received", run: closeIsExact},
	{name: "spsc/close-and-commit", covers: "T17", about: "Close between Reserve and Commit, or anywhere else", run: closeAndCommit},
	{name: "spsc/close-hands-over", covers: "T17", about: "who sees the close sees what the closer did before", run: closeHandsOver},
	{name: "spsc/two-closers", covers: "T16", about: "two goroutines close while a message is sent", run: closers(pairOf, 2)},
	{name: "spsc/transfer", covers: "T15", about: "2 messages through 1 slot, both sides sleeping", run: transfer(2)},
	{name: "spsc/transfer-3", covers: "T15", about: "the same with 3 messages", run: transfer(3), large: true},
}

// received checks that values come in order, from 0.
type received struct {
	w *explore.World
	n int
}

func (r *received) take(vs ...int) {
	for _, v := range vs {
		r.w.Assert(v == r.n, "received %d, want %d", v, r.n)
		r.n++
	}
}
