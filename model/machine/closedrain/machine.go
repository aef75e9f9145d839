// Package closedrain is the step machine of the exact close: producers on lanes
// of their own, a consumer, closers, and the seal that decides. It is
// tla/CloseDrain.tla, whose comments apply.
package closedrain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// Locations of lane k.
func tail(k int) memory.Location  { return memory.Location(3*k - 2) }
func flag(k int) memory.Location  { return memory.Location(3*k - 1) }
func final(k int) memory.Location { return memory.Location(3 * k) }

// Locations of a channel with two lanes: its flag, and the lock.
const (
	all memory.Location = 7 + iota
	lock
)

// Machine is the step machine. Threads are numbers: 1 to lanes are the
// producers, then the consumer, then the closers.
type Machine struct {
	model                         memory.Model
	lanes, senders, sends         int
	batch, closers                int
	noLightBetweenTailAndTheClose bool // under TSO that fence is nothing
}

// State is a state: the variables of the module.
type State struct {
	Mem            memory.Memory
	PC             []string `tla:"pc"`
	At, Cache      []int
	Sent, Accepted []int
	Ring           [][]int
	Seen           []int
	Sealed         []bool
	Looks          int
	Ending         bool
	Got            [][]int
}

// New returns the machine of tla/CloseDrain.tla with the constants of a config.
func New(constants map[string]string) (machine.Machine, error) {
	m := &Machine{model: memory.Model(strings.Trim(constants["MM"], `"`))}
	for name, n := range map[string]*int{"Lanes": &m.lanes, "Senders": &m.senders, "Sends": &m.sends, "Batch": &m.batch, "Closers": &m.closers} {
		var err error
		if *n, err = strconv.Atoi(constants[name]); err != nil {
			return nil, fmt.Errorf("closedrain: %s: %w", name, err)
		}
	}
	switch constants["Bug"] {
	case `"none"`:
	case `"C2 light"`:
		m.noLightBetweenTailAndTheClose = true
	default:
		return nil, fmt.Errorf("closedrain: the machine does not have the defect %s", constants["Bug"])
	}
	return m, nil
}

// Init returns the first state.
func (m *Machine) Init() machine.State {
	threads := m.lanes + 1 + m.closers
	s := &State{PC: make([]string, threads), At: slices.Repeat([]int{1}, threads), Cache: make([]int, threads),
		Sent: make([]int, m.lanes), Accepted: make([]int, m.lanes), Ring: make([][]int, m.lanes),
		Seen: make([]int, m.lanes), Sealed: make([]bool, m.lanes), Got: make([][]int, m.lanes)}
	var names []string
	for t := 1; t <= threads; t++ {
		names = append(names, strconv.Itoa(t))
		switch {
		case t <= m.lanes:
			s.PC[t-1], s.At[t-1] = "send", t
		case t == m.lanes+1:
			s.PC[t-1] = "poll"
		case m.lanes == 1:
			s.PC[t-1] = "X1"
		default:
			s.PC[t-1] = "X0"
		}
	}
	locations := int(final(1))
	if m.lanes > 1 {
		s.Looks, locations = m.lanes, int(lock)
	}
	s.Mem = memory.New(m.model, locations, names...)
	return s
}

// Next returns every step from a state.
func (m *Machine) Next(from machine.State) []machine.Step {
	x := &explorer{Machine: m, State: from.(*State)}
	ended := true
	for t := 1; t <= len(x.PC); t++ {
		switch {
		case t <= m.lanes:
			x.producer(t)
		case t == m.lanes+1:
			x.consumer(t)
		default:
			x.closer(t)
		}
		x.sealer(t)
		if mem, ok := x.Mem.Flush(strconv.Itoa(t)); ok {
			x.add("Flush", t, x.PC[t-1], mem.Alone(), nil)
		}
		ended = ended && x.PC[t-1] == "done" && len(x.Mem.Buf[strconv.Itoa(t)]) == 0
	}
	if ended {
		x.add("Done", 1, "done", x.Mem.Alone(), nil)
	}
	return x.steps
}

// explorer collects the steps from a state.
type explorer struct {
	*Machine
	*State
	steps []machine.Step
}

// add adds a step of t that leaves t at pc and memory as a does, and whatever
// else change says.
func (x *explorer) add(label string, t int, pc string, a memory.Access, change func(*State)) {
	to := *x.State
	to.PC = set(to.PC, t, pc)
	to.Mem = a.Memory
	if change != nil {
		change(&to)
	}
	step := machine.Step{Label: label, To: &to, By: strconv.Itoa(t), Read: a.Read, Wrote: a.Wrote}
	if x.lanes > 1 {
		step.Place = x.At[t-1]
	}
	x.steps = append(x.steps, step)
}

// set returns s with v as element i, from 1.
func set[T any](s []T, i int, v T) []T {
	s = slices.Clone(s)
	s[i-1] = v
	return s
}
