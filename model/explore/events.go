package explore

// Event is an operation of an execution, as those see it who replay it.
type Event struct {
	Thread string // the goroutine's name
	Loc    string // the location's name; "" for a fence or a choice
	Write  bool   // it writes the value; otherwise it reads it
	Plain  bool   // it is no atomic access
	RMW    bool   // it is half of a read-modify-write
	Choice bool   // it is a choice: the value is what was chosen
	Order  Order  // of an atomic access or a fence
	Value  uint64
	From   At // read: the write that it reads
}

// At is a place in an execution: an event of a thread. The initial values are
// at thread -1.
type At struct{ Thread, Index int }

// Events returns what every goroutine did, in program order. A
// read-modify-write is two events, a read and a write.
func (x *Execution) Events() [][]Event {
	g := x.e.g
	all := make([][]Event, len(g.threads))
	for i, ids := range g.threads {
		for _, id := range ids {
			all[i] = append(all[i], x.event(&g.events[id]))
		}
	}
	return all
}

// event describes an event.
func (x *Execution) event(ev *event) Event {
	e := Event{
		Thread: x.e.w.threads[ev.thread].name, Value: ev.value,
		Write: ev.kind == write || ev.kind == plainWrite, Plain: ev.kind == plainRead || ev.kind == plainWrite,
		RMW: ev.rmw, Choice: ev.kind == choice, Order: ev.order,
	}
	if ev.loc >= 0 {
		e.Loc = x.e.w.locs[ev.loc].name
	}
	if ev.kind == read || ev.kind == plainRead {
		w := &x.e.g.events[ev.from]
		e.From = At{int(w.thread), int(w.index)}
	}
	return e
}
