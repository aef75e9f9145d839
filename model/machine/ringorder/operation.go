package ringorder

import "github.com/ringmpsc/ringmpsc-go/model/machine"

// Operation is what a step does, as an execution of the code shows it.
type Operation struct {
	Label string
	At    int // which slot; 0 if none
	Value int // what is read or written: a position, or a message
	Want  int // the messages of the operation that the step belongs to, as far as they are known after it
}

// Operation returns what a step from a state does. Positions and messages are
// those of the state it leaves, if the machine counts from the consumer's head.
func (m *Machine) Operation(from machine.State, step machine.Step) Operation {
	s, to := from.(*State), step.To.(*State)
	o := Operation{Label: step.Label}
	switch step.Label {
	case "LoadFree":
		o.Value, o.Want = to.Prod.Cached, to.Prod.Want
	case "Write":
		position := s.Prod.Tail + s.Prod.Done
		o.At, o.Value, o.Want = position%m.capacity, position+1, to.Prod.Want
	case "Publish":
		o.Value, o.Want = to.Prod.Tail, s.Prod.Want
	case "LoadPublish":
		o.Value, o.Want = to.Cons.Cached, to.Cons.Want
	case "Read":
		o.At, o.Value, o.Want = (s.Cons.Head+s.Cons.Done)%m.capacity, to.Out[len(to.Out)-1], to.Cons.Want
	case "Clear":
		o.At, o.Value, o.Want = (s.Cons.Head+s.Cons.Cleared)%m.capacity, 0, s.Cons.Want
	case "Free":
		o.Value, o.Want = s.Cons.Head+s.Cons.Want, s.Cons.Want
	}
	return o
}
