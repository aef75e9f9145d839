// Package refine holds the code against the step machines: every execution that
// the explorer finds of the instrumented source is replayed, and every step of
// the machine must have been taken by some execution.
//
// For the ring that is [Replay], which knows its machine and lets no order of an
// execution be one that the machine cannot follow. For channels it is [Product],
// which a [Protocol] tells what an access is: there is one for each machine, and
// what it does not name is a divergence.
//
// [Stress] has real goroutines instead of the explorer. Their logs say what each
// did, not how that goes together: the machine must be able to follow some order
// of them. For the ring that is [Replay.Trace], for channels [Traced].
package refine

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine/ringorder"
)

// The threads of an execution.
const (
	producer = iota
	consumer
	threads
)

// event is an operation of an execution as the machine would do it.
type event struct {
	ringorder.Operation
	write bool
	loc   string
	from  place // read: so many events of that thread have to come first
}

// place is a number of events of a thread.
type place struct{ thread, count int }

// Names translate what the explorer calls things.
type Names struct {
	Start   uint64             // the ring's first position
	Slots   uint64             // how many there are, a power of two
	Message func(v uint64) int // the number of a message, from what a slot holds
}

// translate turns the events of the producer and the consumer into operations.
// Fences and choices are none.
func translate(all [][]explore.Event, names Names) ([threads][]event, error) {
	var out [threads][]event
	kept := make([][]int, len(all)) // how many operations there are up to and with each event
	for t, events := range all {
		for _, e := range events {
			if e.Loc != "" && t < threads {
				op, err := operation(t, e, names)
				if err != nil {
					return out, err
				}
				out[t] = append(out[t], op)
			}
			kept[t] = append(kept[t], len(out[min(t, threads-1)]))
		}
	}
	for t := range out {
		i := 0
		for _, e := range all[t] {
			if e.Loc == "" {
				continue
			}
			if !e.Write && e.From.Thread >= 0 {
				out[t][i].from = place{e.From.Thread, kept[e.From.Thread][e.From.Index]}
			}
			i++
		}
		wants(out[t])
	}
	return out, nil
}

// operation translates an event but for what depends on others.
func operation(t int, e explore.Event, names Names) (event, error) {
	name := e.Loc[strings.LastIndexByte(e.Loc, '.')+1:]
	position := int(int64(e.Value - names.Start))
	op := event{write: e.Write, loc: name}
	if at, ok := strings.CutPrefix(name, "slots["); ok && e.Plain {
		i, err := strconv.ParseUint(strings.TrimSuffix(at, "]"), 10, 64)
		label := map[bool]string{false: "Read", true: "Clear"}[e.Write]
		if t == producer && e.Write {
			label = "Write"
		}
		op.Operation = ringorder.Operation{Label: label, At: int((i - names.Start) % names.Slots), Value: names.Message(e.Value)}
		return op, err
	}
	labels := map[string]string{"tail true": "Publish", "tail false": "LoadPublish", "head true": "Free", "head false": "LoadFree"}
	label, ok := labels[fmt.Sprintf("%s %t", name, e.Write)]
	if !ok || e.Plain {
		return op, fmt.Errorf("refine: %s does what the machine has no step for: %+v", e.Thread, e)
	}
	op.Operation = ringorder.Operation{Label: label, Value: position}
	return op, nil
}

// wants fills in how many messages the operations move: the difference that
// the store at the end of each makes. A load that finds none is followed by no
// access to a slot.
func wants(events []event) {
	begin, position := 0, 0
	for i, e := range events {
		switch e.Label {
		case "Publish", "Free":
			want := e.Value - position
			position = e.Value
			for j := begin; j <= i; j++ {
				events[j].Want = want
			}
			begin = i + 1
		case "LoadFree", "LoadPublish":
			begin = i // one before it found nothing
		}
	}
}
