// Package waitwake is the step machine of the parking handshake: an spsc
// channel whose consumer sleeps for messages and whose producer sleeps for
// space, and which may be closed. It is tla/WaitWake.tla, whose comments apply.
package waitwake

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// Locations.
const (
	tail memory.Location = 1 + iota
	head
	bell
	space
	due
	room
	final
	locations = int(final)
)

// What a bell holds.
const (
	asked  = 1
	closed = 2
)

// Machine is the step machine.
type Machine struct {
	model           memory.Model
	capacity, n     int
	early           int    // how many sleeps may end without a token
	pWait, cWait    string // "park", "timeout", "phased", "spin"; cWait also "never"
	closes, cancels bool
	noHeavyForData  bool // a config that needs no fences takes one away
}

// State is a state: the variables of the module.
type State struct {
	Mem                memory.Memory
	PC                 map[string]string `tla:"pc"`
	Sent, Chead, Ctail int
	Slot               []int
	Got                []int
	Sealed             bool
	Early              int
	Cache              map[string]int // tail as seen, between X2t and X2s
}

// New returns the machine of tla/WaitWake.tla with the constants of a config.
func New(constants map[string]string) (machine.Machine, error) {
	text := func(name string) string { return strings.Trim(constants[name], `"`) }
	m := &Machine{model: memory.Model(text("MM")), pWait: text("PWait"), cWait: text("CWait"),
		closes: constants["Closes"] == "TRUE", cancels: constants["Cancels"] == "TRUE"}
	var err error
	if m.capacity, err = strconv.Atoi(constants["Cap"]); err != nil {
		return nil, fmt.Errorf("waitwake: Cap: %w", err)
	}
	if m.n, err = strconv.Atoi(constants["N"]); err != nil {
		return nil, fmt.Errorf("waitwake: N: %w", err)
	}
	if m.early, err = strconv.Atoi(constants["Early"]); err != nil {
		return nil, fmt.Errorf("waitwake: Early: %w", err)
	}
	switch text("Bug") {
	case "none":
	case "DataS1 heavy":
		m.noHeavyForData = true
	default:
		return nil, fmt.Errorf("waitwake: the machine does not have the defect %s", constants["Bug"])
	}
	return m, nil
}

// Init returns the first state.
func (m *Machine) Init() machine.State {
	threads := []string{"P", "C"}
	s := &State{PC: map[string]string{"P": "send", "C": "recv"}, Slot: make([]int, m.capacity), Cache: map[string]int{"P": 0, "C": 0}}
	if m.cWait == "never" {
		s.PC["C"] = "done"
	}
	if m.closes {
		threads = append(threads, "X")
		s.PC["X"], s.Cache["X"] = "X1", 0
	}
	s.Mem = memory.New(m.model, locations, threads...)
	return s
}

// Next returns every step from a state.
func (m *Machine) Next(from machine.State) []machine.Step {
	x := &explorer{Machine: m, State: from.(*State)}
	x.producer()
	x.consumer()
	if m.closes {
		x.closer()
	}
	ended := true
	for _, t := range slices.Sorted(maps.Keys(x.PC)) {
		x.seal(t)
		ended = ended && x.PC[t] == "done" && len(x.Mem.Buf[t]) == 0
		if mem, ok := x.Mem.Flush(t); ok {
			x.only("Flush", t, x.PC[t], mem)
		}
	}
	if ended {
		x.only("Done", "P", "done", x.Mem)
	}
	return x.steps
}

// explorer collects the steps from a state.
type explorer struct {
	*Machine
	*State
	steps       []machine.Step
	read, wrote int // by the step that is added next
}

// add adds a step of t that leaves t at pc and memory as given, and whatever
// else change says.
func (x *explorer) add(label, t, pc string, mem memory.Memory, change func(*State)) {
	to := *x.State
	to.PC = maps.Clone(to.PC)
	to.PC[t], to.Mem = pc, mem
	if change != nil {
		change(&to)
	}
	x.steps = append(x.steps, machine.Step{Label: label, To: &to, By: t, Read: x.read, Wrote: x.wrote})
	x.read, x.wrote = 0, 0
}

func (x *explorer) only(label, t, pc string, mem memory.Memory) { x.add(label, t, pc, mem, nil) }

// update is a read-modify-write that leaves v.
func (x *explorer) update(t string, l memory.Location, v int, acquire, release bool) memory.Memory {
	x.read, x.wrote = x.Mem.Newest(l), v
	return x.Mem.RMW(t, l, v, acquire, release)
}

// load calls f with every message that t may read at l, and what is left then.
func (x *explorer) load(t string, l memory.Location, acquire bool, f func(v int, mem memory.Memory)) {
	for _, i := range x.Mem.Readable(t, l) {
		v := x.Mem.Val(t, l, i)
		x.read, x.wrote = v, v
		f(v, x.Mem.Load(t, l, i, acquire))
	}
	x.read, x.wrote = 0, 0
}

// either is the conditional expression.
func either[T any](b bool, yes, no T) T {
	if b {
		return yes
	}
	return no
}
