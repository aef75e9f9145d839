package ringorder

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// Machine is the step machine of a ring.
type Machine struct {
	capacity, messages, batch int
	clears                    bool
	model                     string // "Go", "TSO" or "RC11"
	publishStore, publishLoad string // orders
	freeStore, freeLoad       string
	relative                  bool // positions are relative to the consumer's head
	empty                     int  // what an empty slot holds
}

// New returns the machine of tla/RingOrder.tla with the constants of a config.
func New(constants map[string]string) (machine.Machine, error) { return build(constants, false) }

// NewRelative returns the machine of tla/RingRelative.tla: there is no last
// message, and positions, values and slots are counted from the consumer's
// head, which is 0.
func NewRelative(constants map[string]string) (machine.Machine, error) {
	return build(constants, true)
}

// build reads the constants.
func build(constants map[string]string, relative bool) (*Machine, error) {
	m := &Machine{messages: math.MaxInt32, relative: relative}
	var err error
	number := func(name string) int {
		n, e := strconv.Atoi(constants[name])
		if e != nil && err == nil {
			err = fmt.Errorf("ringorder: %s is %q", name, constants[name])
		}
		return n
	}
	text := func(name string) string { return strings.Trim(constants[name], `"`) }
	m.capacity, m.batch = number("Cap"), number("Batch")
	if !relative {
		m.messages = number("N")
	} else {
		m.empty = -3 * m.capacity
	}
	m.clears = constants["Clears"] == "TRUE"
	m.model = text("MM")
	m.publishStore, m.publishLoad = text("PublishStore"), text("PublishLoad")
	m.freeStore, m.freeLoad = text("FreeStore"), text("FreeLoad")
	if text("Bug") != "none" {
		return nil, fmt.Errorf("ringorder: the machine does not have the defect %s", constants["Bug"])
	}
	return m, err
}

// Init returns the first state.
func (m *Machine) Init() machine.State {
	all := machine.SetOf(m.capacity)
	return &State{
		Msgs:  Positions{[]Message{{0, all}}, []Message{{0, all}}},
		Known: Threads[machine.Set]{all, all},
		Slot:  slices.Repeat(machine.Fn[int]{m.empty}, m.capacity),
	}
}

// Next returns every step from a state.
func (m *Machine) Next(from machine.State) (steps []machine.Step) {
	s := from.(*State)
	add := func(label string, to *State) {
		if m.relative {
			m.rebase(to)
		}
		steps = append(steps, machine.Step{Label: label, To: to})
	}
	m.producer(s, add)
	m.consumer(s, add)
	for _, t := range []thread{producer, consumer} {
		if len(*s.Buf.of(t)) > 0 {
			to := s.clone()
			m.flush(to, t)
			add("Flush", to)
		}
	}
	return steps
}

// producer adds the producer's steps.
func (m *Machine) producer(s *State, add func(string, *State)) {
	p := s.Prod
	switch {
	case p.Want == 0:
		for k := 1; k <= m.batch && k <= m.messages-p.Tail; k++ {
			if k <= m.space(&p) {
				add("Write", m.writes(s, k))
				continue
			}
			for _, i := range m.readable(s.Msgs.Head) {
				to := s.clone()
				to.Prod.Cached = m.load(to, producer, i, m.freeLoad)
				to.Prod.Want = min(k, m.space(&to.Prod))
				add("LoadFree", to)
			}
		}
	case p.Done < p.Want:
		add("Write", m.writes(s, p.Want))
	default:
		to := s.clone()
		to.Prod = Producer{Tail: p.Tail + p.Want, Cached: p.Cached}
		if m.store(to, producer, to.Prod.Tail, m.publishStore) {
			add("Publish", to)
		}
	}
}

// writes returns the state after the producer, whose operation sends want
// messages, has written the next slot.
func (m *Machine) writes(s *State, want int) *State {
	to := s.clone()
	position := s.Prod.Tail + s.Prod.Done
	m.write(to, producer, position%m.capacity, position+1)
	to.Prod.Want = want
	to.Prod.Done++
	return to
}

// space returns how many slots the producer knows to be free.
func (m *Machine) space(p *Producer) int { return p.Cached + m.capacity - p.Tail }

// consumer adds the consumer's steps.
func (m *Machine) consumer(s *State, add func(string, *State)) {
	c := s.Cons
	switch {
	case c.Want == 0:
		for k := 1; k <= m.batch; k++ {
			if k <= c.Cached-c.Head {
				add("Read", m.reads(s, k))
				continue
			}
			for _, i := range m.readable(s.Msgs.Tail) {
				to := s.clone()
				to.Cons.Cached = m.load(to, consumer, i, m.publishLoad)
				to.Cons.Want = min(k, to.Cons.Cached-c.Head)
				add("LoadPublish", to)
			}
		}
	case c.Done < c.Want:
		add("Read", m.reads(s, c.Want))
	case m.clears && c.Cleared < c.Want:
		to := s.clone()
		m.write(to, consumer, (c.Head+c.Cleared)%m.capacity, m.empty)
		to.Cons.Cleared++
		add("Clear", to)
	default:
		to := s.clone()
		to.Cons = Consumer{Head: c.Head + c.Want, Cached: c.Cached}
		if m.store(to, consumer, to.Cons.Head, m.freeStore) {
			add("Free", to)
		}
	}
}

// reads returns the state after the consumer, whose operation receives want
// messages, has read the next slot.
func (m *Machine) reads(s *State, want int) *State {
	to := s.clone()
	to.Out = append(to.Out, to.read(consumer, (s.Cons.Head+s.Cons.Done)%m.capacity))
	to.Cons.Want = want
	to.Cons.Done++
	return to
}

// readable returns which messages can be read next.
func (m *Machine) readable(msgs []Message) (which []int) {
	if m.model != "RC11" {
		return []int{len(msgs) - 1}
	}
	for i := range msgs {
		which = append(which, i)
	}
	return which
}
