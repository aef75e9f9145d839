// Package register is the step machine of the rings of an mpsc channel:
// producers register, send, leave and come back; the consumer polls, dismisses
// and adopts their rings. It is tla/Register.tla, whose comments apply.
package register

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// Locations. There are two rings, 1 and 2.
const (
	rung memory.Location = 5 + iota
	due
	lock
	locations = int(lock)
)

func tail(r int) memory.Location { return memory.Location(r) }
func bell(r int) memory.Location { return memory.Location(2 + r) }

// What a bell holds.
const (
	asked   = 1
	retired = 2
)

// Machine is the step machine. Threads are numbers: the producers, then the
// consumer.
type Machine struct {
	model                memory.Model
	producers, rounds, n int
	noSettle             bool // nothing is lost without it where memory has one order
}

// State is a state: the variables of the module.
type State struct {
	Mem                      memory.Memory
	PC                       []string `tla:"pc"`
	Mine, First, Sent, Round []int    // by producer
	Next                     []int    // by ring
	Free                     []int
	Ring                     [][]int // by ring
	Taken                    []int   // by ring
	Active                   []int
	Turn, Looks, Quota       int
	Asking, Found            bool
	Got                      [][]int // by session
}

// New returns the machine of tla/Register.tla with the constants of a config.
func New(constants map[string]string) (machine.Machine, error) {
	m := &Machine{model: memory.Model(strings.Trim(constants["MM"], `"`))}
	for name, n := range map[string]*int{"Producers": &m.producers, "Rounds": &m.rounds, "N": &m.n} {
		var err error
		if *n, err = strconv.Atoi(constants[name]); err != nil {
			return nil, fmt.Errorf("register: %s: %w", name, err)
		}
	}
	switch constants["Bug"] {
	case `"none"`:
	case `"settle"`:
		m.noSettle = true
	default:
		return nil, fmt.Errorf("register: the machine does not have the defect %s", constants["Bug"])
	}
	return m, nil
}

// Init returns the first state.
func (m *Machine) Init() machine.State {
	zeros := make([]int, m.producers)
	s := &State{PC: slices.Repeat([]string{"out"}, m.producers), Mine: zeros, First: zeros, Sent: zeros, Round: zeros,
		Next: []int{0, 0}, Free: []int{2, 1}, Ring: make([][]int, 2), Taken: []int{0, 0}, Turn: 1,
		Got: make([][]int, m.producers*m.rounds)}
	s.PC = append(s.PC, "A1")
	var names []string
	for t := 1; t <= m.producers+1; t++ {
		names = append(names, strconv.Itoa(t))
	}
	s.Mem = memory.New(m.model, locations, names...)
	for r := 1; r <= 2; r++ {
		s.Mem.Log[bell(r)-1] = []memory.Message{{Val: asked, View: s.Mem.Heavy}}
	}
	return s
}

// Next returns every step from a state.
func (m *Machine) Next(from machine.State) []machine.Step {
	x := &explorer{Machine: m, State: from.(*State)}
	for p := 1; p <= m.producers; p++ {
		x.producer(p)
	}
	x.consumer()
	for t := range x.PC {
		if mem, ok := x.Mem.Flush(strconv.Itoa(t + 1)); ok {
			x.add("Flush", t+1, x.PC[t], mem.Alone(), nil)
		}
	}
	if x.ended() {
		x.add("Done", 1, "out", x.Mem.Alone(), nil)
	}
	return x.steps
}

// ended reports whether everything was received and all are at rest.
func (x *explorer) ended() bool {
	for p := range x.producers {
		if x.PC[p] != "out" || x.Round[p] != x.rounds {
			return false
		}
	}
	for _, got := range x.Got {
		if len(got) != x.n {
			return false
		}
	}
	return x.PC[x.producers] == "S3" && x.Mem.Newest(due) == 0
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
	x.steps = append(x.steps, machine.Step{Label: label, To: &to, By: strconv.Itoa(t), Place: x.place(t), Read: a.Read, Wrote: a.Wrote})
}

// place returns the ring that t is at; 0 if it is at none.
func (s *State) place(t int) int {
	if t < len(s.PC) {
		return s.Mine[t-1]
	}
	return s.ring()
}

// set returns s with v as element i, from 1.
func set[T any](s []T, i int, v T) []T {
	s = slices.Clone(s)
	s[i-1] = v
	return s
}

// without returns s without element i, from 1.
func without(s []int, i int) []int { return slices.Delete(slices.Clone(s), i-1, i) }

// push returns s with v behind it.
func push(s []int, v int) []int { return append(slices.Clip(s), v) }
