//go:build !linux

package bench

// processor says that the system does not tell which processor a goroutine runs
// on.
func processor() int { return -1 }
