package explore

import (
	"fmt"
	"math"

	"github.com/ringmpsc/ringmpsc-go/model/explore/report"
)

// explanation is a graph that is being explained.
type explanation struct {
	e       *engine
	g       *graph
	order   []int32       // its events, as they may have happened
	numbers map[int32]int // by event: its number in the report, from 1
	ops     map[int32]recorded
	memory  map[int32]int // by location: its place in the report
	spin    [][]int32     // by goroutine: the reads that it repeats for ever
	f       *report.Failure
}

// explain returns the report of a violation.
func (e *engine) explain(v *Violation) *report.Failure {
	g := v.graph.restrict(v.culprits)
	x := &explanation{e: e, g: g, numbers: map[int32]int{}, ops: map[int32]recorded{}, memory: map[int32]int{}}
	x.rerun()
	x.f = &report.Failure{Model: e.model.String(), Weaken: e.weak, Reason: v.Reason}
	for _, t := range e.w.threads {
		x.f.Goroutines = append(x.f.Goroutines, t.name)
	}
	x.number()
	for _, id := range x.order {
		if x.rowOf(id) {
			x.f.Events = append(x.f.Events, x.event(id))
		}
	}
	x.messages()
	x.verdict(v)
	x.lanes()
	return x.f
}

// lanes leaves out the goroutines that have done nothing.
func (x *explanation) lanes() {
	lane, names := map[int]int{}, []string{}
	for i, name := range x.f.Goroutines {
		if len(x.g.threads[i]) > 0 {
			lane[i] = len(names)
			names = append(names, name)
		}
	}
	for i := range x.f.Events {
		x.f.Events[i].Goroutine = lane[x.f.Events[i].Goroutine]
	}
	x.f.Goroutines = names
}

// rerun runs the scenario along the graph and records what it does.
func (x *explanation) rerun() {
	e := x.e
	e.build()
	rec := recorder{}
	e.w.record = rec
	e.g, e.lead, e.over = x.g, nobody, false
	e.replay()
	x.spinners()
	e.w.abandon()
	for i, t := range e.w.threads {
		at := 0
		for _, r := range rec[t] {
			if at >= len(x.g.threads[i]) {
				break
			}
			id := x.g.threads[i][at]
			x.ops[id] = r
			at++
			if x.g.events[id].kind == read && at < len(x.g.threads[i]) && x.secondHalf(x.g.threads[i][at]) {
				at++
			}
		}
	}
}

// secondHalf reports whether an event is the write of a read-modify-write.
func (x *explanation) secondHalf(id int32) bool {
	ev := &x.g.events[id]
	return ev.kind == write && ev.rmw
}

// rowOf reports whether an event has a row of its own.
func (x *explanation) rowOf(id int32) bool { return !x.secondHalf(id) }

// number puts the events in order and numbers those that have rows. The write
// of a read-modify-write has the number of its read.
func (x *explanation) number() {
	x.order = x.g.linear()
	n := 0
	for _, id := range x.order {
		if x.rowOf(id) {
			n++
		}
		ev := &x.g.events[id]
		if x.secondHalf(id) {
			x.numbers[id] = x.numbers[x.g.threads[ev.thread][ev.index-1]]
			continue
		}
		x.numbers[id] = n
		if ev.loc >= 0 {
			if _, known := x.memory[ev.loc]; !known {
				x.memory[ev.loc] = len(x.memory)
			}
		}
	}
}

// messages lists what the locations that matter held.
func (x *explanation) messages() {
	x.f.Memory = make([]report.Location, len(x.memory))
	for loc, place := range x.memory {
		l := &x.f.Memory[place]
		l.Name = x.e.w.locs[loc].name
		for _, id := range x.g.writes[loc] {
			l.Messages = append(l.Messages, report.Message{Event: x.numbers[id], Value: number(x.g.events[id].value)})
		}
	}
}

// event is the row of an event.
func (x *explanation) event(id int32) report.Event {
	ev, r := &x.g.events[id], x.ops[id]
	row := report.Event{Number: x.numbers[id], Goroutine: int(ev.thread), Location: -1, Op: x.operation(id)}
	if ev.loc >= 0 {
		row.Location = x.memory[ev.loc]
	}
	x.place(&row, r)
	switch ev.kind {
	case read:
		x.reading(&row, id)
	case plainRead:
		row.Reads, row.Value, row.From = true, number(ev.value), x.numbers[ev.from]
	case write:
		row.Writes = true
	case plainWrite:
		row.Writes = true
		return row
	}
	if ev.kind == read || ev.kind == write {
		row.Order = ev.order.String()
	}
	return row
}

// operation names what an event is.
func (x *explanation) operation(id int32) string {
	ev := &x.g.events[id]
	name := ""
	if ev.loc >= 0 {
		name = x.e.w.locs[ev.loc].name
	}
	switch ev.kind {
	case fence:
		return ev.order.String() + " fence"
	case plainRead:
		return "read " + name
	case plainWrite:
		return fmt.Sprintf("write %s = %s", name, number(ev.value))
	case write:
		return fmt.Sprintf("%s.Store(%s)", name, number(ev.value))
	case read:
		return x.readOperation(ev, name)
	default:
		return fmt.Sprintf("chooses %d", ev.value)
	}
}

// readOperation names a read, or what it is half of.
func (x *explanation) readOperation(ev *event, name string) string {
	switch own := x.g.threads[ev.thread]; {
	case int(ev.index)+1 < len(own) && x.secondHalf(own[ev.index+1]):
		return fmt.Sprintf("%s.update to %s", name, number(x.g.events[own[ev.index+1]].value))
	case ev.op == opCAS:
		return fmt.Sprintf("%s.CompareAndSwap(%s, …)", name, number(ev.arg))
	default:
		return name + ".Load()"
	}
}

// number writes a value: one that is little below 2^64 as what it is less.
func number(v uint64) string {
	if v >= math.MaxUint64-1<<20 {
		return fmt.Sprintf("2^64-%d", -v)
	}
	return fmt.Sprint(v)
}
