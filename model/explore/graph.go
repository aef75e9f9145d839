package explore

// maxThreads is how many goroutines a scenario may have, the one that joins
// them included.
const maxThreads = 8

// maxEvents is how long an execution may become.
const maxEvents = 2000

// clock says, for each goroutine, how many of its first events are known.
type clock [maxThreads]uint16

func (c *clock) join(d *clock) {
	for i := range c {
		c[i] = max(c[i], d[i])
	}
}

// eventKind is what an event does to memory.
type eventKind uint8

const (
	read eventKind = iota
	write
	fence
	plainRead
	plainWrite
	choice
)

// event is one step of an execution. The write that gives a location its
// initial value is an event of no thread.
type event struct {
	kind   eventKind
	op     opKind // that it belongs to
	rmw    bool   // the read or the write of a read-modify-write
	alike  bool   // it and all before it have done as their twins, see twins
	again  bool   // it has repeated one, see spin
	repeat bool   // it is that, or would be if it could
	send   bool   // read: it is that of a send to a Channel
	order  Order
	thread int8  // -1: an initial value
	index  int16 // in its thread
	loc    int32 // -1: a fence or a choice
	from   int32 // read: the write it reads
	value  uint64

	ordered, failed Order  // read: its order if it is followed by its write, or not
	arg             uint64 // read of a compare-and-swap: the value it is looking for

	hb      clock // what happens before it, itself included
	porf    clock // what it depends on by program order, reads-from and twins, itself included
	pending clock // what a later acquire fence would acquire
	fenced  clock // hb at the last release fence
	message clock // write: what a reader that acquires learns
}

// known reports whether e is within the clock. Initial values always are.
func (e *event) known(c *clock) bool { return e.thread < 0 || c[e.thread] > uint16(e.index) }

// graph is an execution, or the beginning of one: events, who reads from whom,
// and the order of the writes to each location.
type graph struct {
	events  []event   // in the order they were added; the initial values first
	threads [][]int32 // the events of each thread, in program order
	writes  [][]int32 // the writes to each location, in coherence order
	weight  float64   // its estimated share of what there is to explore
	join    int       // the thread that starts when all others have ended; -1: none
	twins   *twins    // who does the same; nil: nobody
}

// newGraph returns the graph of the initial values.
func newGraph(w *World) *graph {
	g := &graph{weight: 1, join: -1, threads: make([][]int32, len(w.threads)), writes: make([][]int32, len(w.locs))}
	if w.after != nil {
		g.join = len(w.threads) - 1
	}
	for i, l := range w.locs {
		e := event{thread: -1, kind: write, loc: int32(i), from: -1, value: l.init}
		if l.plain {
			e.kind = plainWrite
		}
		g.events = append(g.events, e)
		g.writes[i] = []int32{int32(i)}
	}
	return g
}

// fresh returns a graph with nothing in it that g's events can be put in.
func (e *engine) fresh(g *graph) *graph {
	h := &graph{}
	if n := len(e.free); n > 0 {
		h, e.free = e.free[n-1], e.free[:n-1]
	}
	h.join, h.twins, h.events = g.join, g.twins, h.events[:0]
	h.threads, h.writes = emptied(h.threads, len(g.threads)), emptied(h.writes, len(g.writes))
	return h
}

// emptied returns n empty lists, which may use the memory of those there are.
func emptied(lists [][]int32, n int) [][]int32 {
	if cap(lists) < n {
		lists = append(lists[:cap(lists)], make([][]int32, n-cap(lists))...)
	}
	lists = lists[:n]
	for i := range lists {
		lists[i] = lists[i][:0]
	}
	return lists
}

// recycle says that a graph is not used any more.
func (g *graph) recycle(e *engine) { e.free = append(e.free, g) }

// copy returns a copy of a graph.
func (e *engine) copy(g *graph) *graph {
	h := e.fresh(g)
	h.events = append(h.events, g.events...)
	for i, l := range g.threads {
		h.threads[i] = append(h.threads[i], l...)
	}
	for i, l := range g.writes {
		h.writes[i] = append(h.writes[i], l...)
	}
	return h
}

// push puts a copy of a graph on the pending list.
func (e *engine) push(g *graph) { e.pending = append(e.pending, e.copy(g)) }

// last returns the last event of a thread, or nil.
func (g *graph) last(thread int) *event {
	if l := g.threads[thread]; len(l) > 0 {
		return &g.events[l[len(l)-1]]
	}
	return nil
}

// next returns an event that follows what the thread has done so far, with the
// clocks it begins with.
func (g *graph) next(thread int, k eventKind, o *op) event {
	e := event{thread: int8(thread), kind: k, op: o.kind, loc: o.loc, order: o.order, repeat: o.again > 0, index: int16(len(g.threads[thread])), from: -1}
	if p := g.last(thread); p != nil {
		e.hb, e.porf, e.pending, e.fenced = p.hb, p.porf, p.pending, p.fenced
	} else if thread == g.join {
		for i := range g.threads {
			if p := g.last(i); p != nil {
				e.hb.join(&p.hb)
				e.porf.join(&p.porf)
			}
		}
	}
	g.depend(&e)
	e.hb[thread], e.porf[thread] = uint16(e.index)+1, uint16(e.index)+1
	return e
}

// add appends an event.
func (g *graph) add(e event) int32 {
	if e.kind != read { // which setRead does
		g.liken(&e)
	}
	id := int32(len(g.events))
	g.events = append(g.events, e)
	g.threads[e.thread] = append(g.threads[e.thread], id)
	return id
}

// place returns where in its location's coherence order a write stands.
func (g *graph) place(id int32) int {
	l := g.writes[g.events[id].loc]
	for i := len(l) - 1; i >= 0; i-- {
		if l[i] == id {
			return i
		}
	}
	return -1
}

// insert puts a write behind place p of its location's coherence order.
func (g *graph) insert(id int32, p int) {
	l := append(g.writes[g.events[id].loc], 0)
	copy(l[p+2:], l[p+1:])
	l[p+1] = id
	g.writes[g.events[id].loc] = l
}

// remove undoes insert.
func (g *graph) remove(id int32, p int) {
	l := g.writes[g.events[id].loc]
	copy(l[p+1:], l[p+2:])
	g.writes[g.events[id].loc] = l[:len(l)-1]
}

// newest returns the value that the last write in coherence order left.
func (g *graph) newest(loc int32) int32 {
	l := g.writes[loc]
	return l[len(l)-1]
}

// floor returns the coherence place below which a thread with this clock
// cannot read, nor write: coherence with what it knows was written and read. Of
// each thread the last access tells.
func (g *graph) floor(loc int32, c *clock) (p int) {
	for t, l := range g.threads {
		for k := min(int(c[t]), len(l)) - 1; k >= 0; k-- { // c may know of an event that is not there yet
			e := &g.events[l[k]]
			if e.loc != loc {
				continue
			}
			w := l[k]
			if e.kind == read {
				w = e.from
			}
			if at := g.place(w); at >= 0 { // else it is the write that has no place yet
				p = max(p, at)
				break
			}
		}
	}
	return p
}

// taken reports whether a read-modify-write has read w and so follows it.
func (g *graph) taken(w int32) bool {
	l := g.writes[g.events[w].loc]
	p := g.place(w)
	return p+1 < len(l) && g.events[l[p+1]].rmw
}
