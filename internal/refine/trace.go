package refine

import (
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/model/machine/ringorder"
)

// Recorded is an access of one side of a ring in a run with real goroutines.
type Recorded struct {
	Slot  int // -1: a position
	Write bool
	Value int // a position, or the number of a message, both counted from the start
}

// Trace replays what the two sides of a ring have recorded in a machine whose
// positions are relative, and whose memory is RC11. That memory lets every load
// read as far back as its side may, so one order of the two logs is as good as
// any other in which no position is read before it is stored: if the machine can
// follow one, it can follow the one that was real.
func (r *Replay) Trace(sides [threads][]Recorded) error {
	events, err := r.label(sides)
	if err != nil {
		return err
	}
	r.begin()
	s := r.state(r.Machine.Init())
	var at [threads]int
	var stored [threads]int // the position that each side has stored last
	for at[producer] < len(events[producer]) || at[consumer] < len(events[consumer]) {
		t := consumer // ahead, where it can be: then the machine's memory stays small
		if !canFollow(events[t], at[t], stored[producer]) {
			t = producer
		}
		if !canFollow(events[t], at[t], stored[consumer]) && t == producer {
			return fmt.Errorf("refine: both sides read what nobody has stored, after %v accesses", at)
		}
		e := &events[t][at[t]]
		next := r.follow(s, r.relative(e.Operation, stored[consumer]))
		if next == nil {
			return fmt.Errorf("refine: after %v accesses, with head %d, the machine cannot do %+v in\n%s", at, stored[consumer], e.Operation, s.text)
		}
		if e.Label == "Publish" || e.Label == "Free" {
			stored[t] = e.Value
		}
		s = next
		at[t]++
	}
	return nil
}

// canFollow reports whether the next of a side's events can happen when the
// other has stored its position up to the given one.
func canFollow(events []event, at, stored int) bool {
	return at < len(events) && (events[at].write || events[at].loc != "position" || events[at].Value <= stored)
}

// follow takes the step that is the operation; nil if there is none.
func (r *Replay) follow(s *state, op ringorder.Operation) *state {
	for _, n := range r.next(s) {
		if n.op == op {
			r.Steps++
			r.cover(s, n)
			return n.to
		}
	}
	return nil
}

// relative returns the operation as it looks from a head.
func (r *Replay) relative(op ringorder.Operation, head int) ringorder.Operation {
	slots := int(r.Names.Slots)
	switch op.Label {
	case "Write", "Read", "Clear":
		op.At = (op.At - head%slots + slots) % slots
	}
	if op.Label != "Clear" {
		op.Value -= head
	}
	return op
}

// label turns accesses into operations.
func (r *Replay) label(sides [threads][]Recorded) (events [threads][]event, err error) {
	labels := [threads]map[bool]string{{true: "Publish", false: "LoadFree"}, {true: "Free", false: "LoadPublish"}}
	slots := [threads]map[bool]string{{true: "Write"}, {true: "Clear", false: "Read"}}
	for t, accesses := range sides {
		for _, a := range accesses {
			e := event{write: a.Write, loc: "position"}
			e.Operation = ringorder.Operation{Label: labels[t][a.Write], Value: a.Value}
			if a.Slot >= 0 {
				e.loc = "slot"
				e.Operation = ringorder.Operation{Label: slots[t][a.Write], At: a.Slot, Value: a.Value}
			}
			if e.Label == "" {
				return events, fmt.Errorf("refine: the machine has no step for %+v of side %d", a, t)
			}
			events[t] = append(events[t], e)
		}
		wants(events[t])
	}
	return events, nil
}
