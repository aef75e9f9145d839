package atomic

import "time"

// BeginWait stands in front of a loop that waits.
func BeginWait(bool) {}

// NextWait is the first statement in such a loop.
func NextWait() {}

// EndWait stands where such a loop is left.
func EndWait() {}

// Pause calls f.
func Pause(f func()) { f() }

// Pausing says that no pause is left out.
func Pausing() bool { return false }

// Slept returns sleep.
func Slept(sleep func(time.Duration)) func(time.Duration) { return sleep }

// Recovered returns v.
func Recovered(v any) any { return v }
