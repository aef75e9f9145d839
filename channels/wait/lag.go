package wait

import "runtime"

// Lag keeps a receiver of single messages a little behind its sender, if it has
// been keeping up with it: then each look finds a message or two, and costs the
// sender, who must get back the two cache lines that it writes next. The receiver
// pauses before such looks, so that messages gather, as in FastForward's temporal
// slipping (Giacomoni, Moseley and Vachharajani, 2008). Where a pause finds few all
// the same, the sender is slow for reasons of its own: then pauses end, and are
// tried again ever more rarely. One goroutine at a time may use it.
type Lag struct {
	turns int // of the pause before the next look
	skip  int // looks until a pause is tried; 0 while turns is not
	again int // what skip becomes when pauses end
	most  int // constant: a pause that finds more was too long; 0 to never pause
}

const (
	few          = 8  // messages: those of a cache line, if they are words
	lagPause     = 16 // turns, some 0.25 to 0.7 µs
	shortestSkip = 8
	longestSkip  = 1024
)

// Lag returns a Lag for a receiver that waits with s for messages from rings of the
// given capacity. It never pauses unless s is the default and there are several
// processors.
func (s Strategy) Lag(capacity int) Lag {
	if s.kind != standard || runtime.GOMAXPROCS(0) == 1 {
		return Lag{}
	}
	return Lag{again: shortestSkip, most: capacity / 2}
}

// Pause comes before a look.
func (l *Lag) Pause() {
	if l.turns > 0 {
		relax(l.turns)
	}
}

// Found notes that the look found n messages.
func (l *Lag) Found(n int) {
	if l.skip > 0 {
		l.skip--
		return
	}
	l.judge(n)
}

// judge decides about the pause before the next look.
func (l *Lag) judge(n int) {
	switch {
	case l.turns == 0:
		if 0 < n && n < min(few, l.most) {
			l.turns = lagPause
		}
	case n > l.most: // the sender may have found no space
		l.turns /= 2
	case n >= few:
		l.again = shortestSkip
	default:
		l.turns, l.skip = 0, l.again
		l.again = min(2*l.again, longestSkip)
	}
}
