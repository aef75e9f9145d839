package wait

import "runtime"

// Pace makes a goroutine pause before it looks, if its looks have been finding
// something, but little. A receiver of batches that keeps up with its sender looks
// too often: each look costs the sender, who must get back the cache lines that
// it was about to write, and so the sender becomes slower, there is less to find
// at the next look, and both stay at a fraction of what they can do. So does a
// sender that looks for space for every message, where the receiver is the slower
// of the two. One goroutine at a time may use it.
type Pace struct {
	enough int // constant: with so much found the pauses shorten; 0 to never pause
	turns  int // of the next pause
}

// Pauses double from the shortest to the longest, some 1 to 3 µs.
const (
	shortestPause = 2
	longestPause  = 64
	trickle       = 16 // who had to wait and then found less does not pause
)

// Pace returns a Pace for a goroutine that waits with s, and for whom a look that
// finds enough messages, or slots, is as good as one that finds more. It never
// pauses unless s is the default and there are several processors.
func (s Strategy) Pace(enough int) Pace {
	if s.kind != standard || runtime.GOMAXPROCS(0) == 1 {
		return Pace{}
	}
	return Pace{enough: enough}
}

// Pause comes before the first look of an operation.
func (p *Pace) Pause() {
	if p.turns > 0 {
		relax(p.turns)
	}
}

// Found notes that a look found n messages or slots, the first look or one after
// waiting.
func (p *Pace) Found(n int, waited bool) {
	switch {
	case waited && n < trickle:
		p.turns = 0
	case n < p.enough:
		p.turns = min(longestPause, max(shortestPause, 2*p.turns))
	default:
		p.turns -= (p.turns + 3) / 4
	}
}
