package wait

import "runtime"

// Pace makes a receiver of batches pause before it looks, if it has been finding
// few messages at once. A receiver that is quicker than the sender would else
// find one message at each look, and each look costs the sender, who must get
// back the two cache lines it was about to write; the sender becomes slower
// still, and both stay at a fraction of what they can do. One goroutine at a
// time may use it.
type Pace struct {
	on    bool // constant
	turns int  // of the next pause
}

// The pauses double from the shortest to the longest, which is some 0.8 µs. A
// batch is as large as wanted with enough messages.
const (
	shortestPause = 128
	longestPause  = 2048
	enough        = 32
)

// Pace returns a Pace for a receiver that waits with s: one that never pauses,
// unless s is the default and there are several processors.
func (s Strategy) Pace() Pace {
	return Pace{on: s.kind == standard && runtime.GOMAXPROCS(0) > 1}
}

// Pause comes before a look.
func (p *Pace) Pause() {
	if p.turns > 0 {
		relax(p.turns)
	}
}

// Found notes that a look found n of at most limit messages. None ends the
// pauses: the sender is slow, and the receiver is about to wait.
func (p *Pace) Found(n, limit int) {
	switch {
	case n == 0 || !p.on:
		p.turns = 0
	case n < min(limit, enough):
		p.turns = min(longestPause, max(shortestPause, 2*p.turns))
	case n == limit:
		p.turns -= p.turns / 8
	}
}
