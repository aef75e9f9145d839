package wait

// Pauses reports whether a pause comes before the next look.
func (l *Lag) Pauses() bool { return l.turns > 0 }
