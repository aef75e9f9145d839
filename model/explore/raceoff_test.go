//go:build !race

package explore_test

// raceDetector says that these tests run under the race detector.
const raceDetector = false
