//go:build race

package tla

const raceDetector = true
