//go:build race

package verify

// RaceDetector says whether this program was built with the race detector.
const RaceDetector = true
