package main

import "slices"

// mutant is a small edit of production source that a test layer must notice.
type mutant struct {
	id       string
	file     string // relative to the repository
	old, new string // old stands in the file exactly once
	survives string // why no layer here notices; empty: at least one must
}

// mutants are edits of the families that the project's test plan names.
var mutants = slices.Concat(ofRing, ofLane, ofSPSC, ofMPSC)
