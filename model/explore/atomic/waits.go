package atomic

import (
	"time"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// BeginWait stands in front of a loop that waits, see explore.World.BeginWait.
func BeginWait(counts bool) {
	if w := explore.Running(); w != nil {
		w.BeginWait(counts)
	}
}

// NextWait is the first statement in such a loop.
func NextWait() {
	if w := explore.Running(); w != nil {
		w.NextWait()
	}
}

// EndWait stands where such a loop is left.
func EndWait() {
	if w := explore.Running(); w != nil {
		w.EndWait()
	}
}

// Recovered stands around recover(), and returns what that has: loops that a panic
// has left wait no longer.
func Recovered(v any) any {
	if w := explore.Running(); w != nil && v != nil {
		w.EndWaits()
	}
	return v
}

// Idle reports whether the running goroutine of an exploration is in such a loop,
// and has only read since that began.
func Idle() bool {
	w := explore.Running()
	return w != nil && w.Idle()
}

// Pause stands in for a call of f, which lets time pass: an exploration has none.
func Pause(f func()) {
	if !Pausing() {
		f()
	}
}

// Pausing reports whether a pause is to be left out.
func Pausing() bool { return explore.Running() != nil }

// Slept is time.Sleep in a loop that waits.
func Slept(sleep func(time.Duration)) func(time.Duration) {
	if Pausing() {
		return func(time.Duration) {}
	}
	return sleep
}
