package explore

import (
	"fmt"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore/report"
)

// reading fills in what an atomic read read, and what it did not learn by it.
func (x *explanation) reading(row *report.Event, id int32) {
	ev := &x.g.events[id]
	row.Reads, row.Value, row.From = true, number(ev.value), x.numbers[ev.from]
	if own := x.g.threads[ev.thread]; int(ev.index)+1 < len(own) && x.secondHalf(own[ev.index+1]) {
		row.Writes = true
	} else if r, ok := x.ops[id]; ok {
		row.Waits = !r.op.accepts(ev.value)
	}
	if ev.again {
		row.Notes = append(row.Notes, "as before: it looks again")
	}
	if n := x.newestBefore(id); n != ev.from {
		row.Newest = x.numbers[n]
	}
	from := &x.g.events[ev.from]
	if from.thread < 0 || from.thread == ev.thread {
		if ev.missed() && x.e.model != SC && x.e.model != TSO {
			row.Notes = append(row.Notes, fullOrdersNothing)
		}
		return
	}
	if row.Synced = from.known(&ev.hb); row.Synced {
		return
	}
	row.Notes = append(row.Notes, fmt.Sprintf("not synchronised with #%d: %s", x.numbers[ev.from], why(from, ev)))
	if unknown := x.unknown(from, ev); len(unknown) > 0 {
		row.Notes = append(row.Notes, "does not know of "+strings.Join(unknown, ", "))
	}
}

// newestBefore returns the newest write to the location that id reads among
// those that come before it in the report.
func (x *explanation) newestBefore(id int32) int32 {
	newest := x.g.events[id].from
	after := false
	for _, w := range x.g.writes[x.g.events[id].loc] {
		if n, listed := x.numbers[w]; after && listed && n < x.numbers[id] {
			newest = w
		}
		after = after || w == x.g.events[id].from
	}
	return newest
}

const fullOrdersNothing = "a send that finds the channel full orders nothing"

// why says why a read that reads a write is not synchronised with it.
func why(w, r *event) string {
	switch {
	case r.missed():
		return fullOrdersNothing
	case !w.order.releases() && !r.order.acquires():
		return fmt.Sprintf("the store is %v and the load is %v", w.order, r.order)
	case !w.order.releases():
		return fmt.Sprintf("the store is %v", w.order)
	default:
		return fmt.Sprintf("the load is %v", r.order)
	}
}

// unknown lists, by location, the last write that the writer knew of and the
// reader does not.
func (x *explanation) unknown(w, r *event) (list []string) {
	for loc, writes := range x.g.writes {
		for i := len(writes) - 1; i > 0; i-- {
			ev := &x.g.events[writes[i]]
			if ev.known(&w.hb) && !ev.known(&r.hb) && ev.thread != r.thread && int32(loc) != r.loc {
				list = append(list, fmt.Sprintf("%s = %s (#%d)", x.e.w.locs[loc].name, number(ev.value), x.numbers[writes[i]]))
				break
			}
		}
	}
	return list
}

// verdict says what is wrong.
func (x *explanation) verdict(v *Violation) {
	if len(v.race) == 2 {
		x.race(v.race[0], v.race[1])
		return
	}
	for i := range x.f.Events {
		if e := &x.f.Events[i]; e.Waits {
			x.f.Verdict = append(x.f.Verdict, fmt.Sprintf("%s waits at %s (#%d) for %s to change; nobody is left to change it",
				x.f.Goroutines[e.Goroutine], e.Pos, e.Number, x.f.Memory[e.Location].Name))
		}
	}
	x.spinning(v)
	x.f.Verdict = append(x.f.Verdict, v.Reason)
}

// race says which accesses race and what would have ordered them. The events
// are those of the graph before it was restricted: thread and index name them.
func (x *explanation) race(first, second event) {
	a, b := x.numbers[x.find(first)], x.numbers[x.find(second)]
	x.f.Race = []int{a, b}
	x.f.Reason = "data race on " + x.e.w.locs[first.loc].name
	for _, n := range x.f.Race {
		x.f.Events[n-1].Reads = false // what a racing read reads is not defined
	}
	row := func(n int, e event) string {
		kind := "read"
		if e.kind == plainWrite {
			kind = "write"
		}
		return fmt.Sprintf("the %s by %s at %s (#%d)", kind, x.f.Goroutines[e.thread], x.f.Events[n-1].Pos, n)
	}
	x.f.Verdict = append(x.f.Verdict,
		fmt.Sprintf("data race on %s: %s and %s", x.e.w.locs[first.loc].name, row(a, first), row(b, second)),
		x.missing(first, second))
}

// missing says which edge would have ordered a before b.
func (x *explanation) missing(a, b event) string {
	for _, id := range x.g.threads[b.thread] {
		r := &x.g.events[id]
		if r.index > b.index || r.kind != read {
			continue
		}
		if w := &x.g.events[r.from]; w.thread >= 0 && w.thread != b.thread && a.known(&w.hb) && !a.known(&r.hb) {
			return fmt.Sprintf("missing edge #%d → #%d, which would order them: %s", x.numbers[r.from], x.numbers[id], why(w, r))
		}
	}
	return fmt.Sprintf("missing edge: before #%d, %s has read nothing that %s wrote after #%d",
		x.numbers[x.find(b)], x.f.Goroutines[b.thread], x.f.Goroutines[a.thread], x.numbers[x.find(a)])
}

// find returns the event of a thread and index.
func (x *explanation) find(e event) int32 { return x.g.threads[e.thread][e.index] }
