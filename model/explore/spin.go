package explore

// A loop that waits, by looking again and again, has no bound, and most of its
// iterations do nothing but read. If the loop does not count them, the next one
// gets what such an iteration has read, without events: the goroutine is seen to
// do nothing else, and blocked, like one that waits by Await. It goes on in the
// executions in which a later write revisits one of its reads. If the loop counts,
// it may give up, or do something else: then iterations are explored as they are,
// until all that one reads was read by the one before; the next ones get that,
// without events.
//
// Nothing is lost. Take an execution in which iterations that only read come
// before one that does not wait any more. Without their reads it is one as well,
// because reads only add to what must be ordered; and that one is explored.
// What such an iteration has read must not matter later, nor how many there
// were, other than to give up: that is what it means that the loop waits.
//
// Nothing is added. Between the last read that was new and the repetitions is a
// time at which all of them can be repeated, any number of times and in any order:
// every location is read before and after it from the same write. So the others
// need no events. With fences, to each repetition of one belong a repetition of all
// reads before it and one after it, which an additional fence has no more to say
// than.
//
// It is no short cut to let the repetition read the same at once: reads are on the
// way to executions in which those before them are revisited, and must be free to
// read the newest write.
//
// The argument needs that what goes on in the goroutine follows from what it has
// read, as everywhere.

// spin is what a goroutine has read in a loop that waits.
type spin struct {
	reads   []spinRead
	matched int    // the one that the operation repeats; -1: none
	sure    bool   // what is repeated is known without an event: a mistake
	counts  bool   // the loop may do something else because of how often it has looked
	idle    bool   // it has only read since the loop began
	dirty   bool   // it has not since the iteration began
	current int    // number of the iteration
	rounds  int    // iterations since the last read that was new
	echoed  int    // in which of those a repetition was an event, the last one
	mark    uint64 // what led to the second of those
}

// spinRead is a read of such a loop, or a fence.
type spinRead struct {
	op     op
	index  int   // of its last event among the goroutine's
	from   int32 // what it has read
	value  uint64
	used   int  // the last iteration that it was part of
	closed bool // an iteration has ended since
	again  bool // it was repeated since the last read that was new
}

// endurance is how many iterations without anything new a goroutine does before
// it is taken to do so for ever: more than the rounds after which code that
// waits tries something else.
const endurance = 1024

// begin begins a loop that waits.
func (s *spin) begin(m mistake) { *s = spin{reads: s.reads[:0], idle: true, sure: m == notRepeated} }

// repeats reports whether o is known to return value. If o repeats a read, but
// is to be an event, it says so in o.
func (s *spin) repeats(o *op) (value uint64, known bool) {
	s.matched = -1
	for i := range s.reads {
		r := &s.reads[i]
		if !r.closed || r.used == s.current || !r.op.same(o) {
			continue
		}
		if r.again || !s.counts || s.sure {
			if !r.again {
				r.again, s.echoed = true, s.rounds
			}
			r.used = s.current
			return r.value, true
		}
		s.matched, o.again = i, int32(r.index)+1
		break
	}
	return 0, false
}

// same reports whether two operations are one, done twice.
func (o *op) same(p *op) bool {
	return o.kind == p.kind && o.loc == p.loc && o.order == p.order && o.failed == p.failed &&
		o.site == p.site && o.arg == p.arg && o.new == p.new
}

// note notes that an operation was done; ev, number index of the goroutine's, is
// the last of its events.
func (s *spin) note(o *op, ev *event, index int) {
	switch {
	case !ev.onlyReads():
		s.reads, s.rounds, s.dirty, s.idle = s.reads[:0], 0, true, false
	case s.dirty:
	case s.matched >= 0 && s.reads[s.matched].from == ev.from:
		r := &s.reads[s.matched]
		r.again, r.used, r.index, s.echoed = true, s.current, index, s.rounds
		if ev.again = true; ev.kind == fence {
			s.unsettle(false)
		}
	default:
		if s.matched < 0 {
			s.matched = len(s.reads)
			s.reads = append(s.reads, spinRead{})
		}
		s.reads[s.matched] = spinRead{op: *o, index: index, from: ev.from, value: ev.value, used: s.current}
		s.rounds, s.echoed = 0, 0
		s.unsettle(true)
	}
}

// unsettle says that the next repetitions are to be events; fences too, or not.
func (s *spin) unsettle(fences bool) {
	for i := range s.reads {
		if r := &s.reads[i]; fences || r.op.kind != opFence {
			r.again = false
		}
	}
}

// onlyReads reports whether an event leaves everything as it was.
func (e *event) onlyReads() bool {
	return e.kind == read && e.op != opAwait || e.kind == plainRead || e.kind == fence && e.order != Heavy
}

// next begins an iteration and reports whether the goroutine will do what it
// does for ever. history is what has led it here.
func (s *spin) next(history uint64, known *spinCache) bool {
	if s.dirty {
		s.reads, s.dirty = s.reads[:0], false
		return false
	}
	for i := range s.reads {
		s.reads[i].closed = true
	}
	s.current++
	if s.rounds++; s.rounds == 2 {
		s.mark = history
	}
	if s.rounds > endurance {
		if known != nil {
			known.put(s.mark, max(1, s.echoed))
		}
		return true
	}
	return s.rounds > 2 && known != nil && known.has(s.mark, s.rounds)
}

// spinCache remembers goroutines that were seen to do the same for ever, by what
// led them there, and after how many iterations they had done all of it. What it
// forgets is found out again.
type spinCache [1 << 10]struct {
	mark   uint64
	echoed int // 0: this remembers nothing
}

func (c *spinCache) put(mark uint64, echoed int) {
	at := &c[mark%uint64(len(c))]
	at.mark, at.echoed = mark, echoed
}

func (c *spinCache) has(mark uint64, rounds int) bool {
	at := &c[mark%uint64(len(c))]
	return at.mark == mark && at.echoed > 0 && rounds > at.echoed
}
