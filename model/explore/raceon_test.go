//go:build race

package explore_test

// raceDetector says that these tests run under the race detector, which keeps
// some kilobytes for every goroutine there ever was, and an execution has
// several.
const raceDetector = true
