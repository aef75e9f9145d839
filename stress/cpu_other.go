//go:build !linux

package stress

import "time"

// cpuTime returns the CPU time that the process has used, and whether this
// platform tells: it does not.
func cpuTime() (time.Duration, bool) { return 0, false }
