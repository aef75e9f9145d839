//go:build !unix

package bench

import "time"

// cpuTime says that the system does not tell the processor time used.
func cpuTime() (time.Duration, bool) { return 0, false }
