package explore

// footprint is what a step depends on and what depends on it.
type footprint struct {
	actor   int
	loc     int32 // -1: none
	writes  bool
	joins   bool  // by the joining thread: after everything
	fenced  bool  // takes part in the order of all sequentially consistent steps
	owner   int8  // whose buffer it uses
	entry   int16 // the buffer's entry that is added or taken out, from 1
	flushes bool  // takes an entry out
	barrier bool  // needs an empty buffer, or empties it
	heavy   bool  // empties the buffers of all threads
	emptied mask  // locations that it writes in addition, if it empties the buffer
}

// mask is a set of locations, some of which it does not tell apart.
type mask uint64

func (m mask) has(loc int32) bool { return loc >= 0 && m>>(loc&63)&1 != 0 }

// conflicts reports whether a and b, of different actors, may do something
// else in the other order. A thread reads the same before and after its own
// store reaches memory.
func conflicts(a, b *footprint) bool {
	if a.flushes != b.flushes && a.owner == b.owner {
		return false
	}
	if a.heavy && (b.heavy || b.entry != 0) || b.heavy && a.entry != 0 {
		return true
	}
	return a.loc >= 0 && a.loc == b.loc && (a.writes || b.writes) || a.fenced && b.fenced ||
		a.emptied.has(b.loc) || b.emptied.has(a.loc) || a.emptied&b.emptied != 0
}

// enables reports whether one of a and b must come before the other, so that
// there is no other order.
func enables(a, b *footprint) bool {
	if a.actor == b.actor || a.joins || b.joins {
		return true
	}
	if a.owner != b.owner {
		return false
	}
	return a.entry != 0 && a.entry == b.entry || a.flushes && b.barrier || a.barrier && b.flushes
}
