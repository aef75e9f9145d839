package refine

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// buffering is the step machine of store buffering: each of two threads stores 1
// at its own location, and then loads the other's.
type buffering struct{ model memory.Model }

type bufferingState struct {
	Mem memory.Memory
	PC  map[string]int
}

// Init returns the first state.
func (b buffering) Init() machine.State {
	return &bufferingState{memory.New(b.model, 2, "A", "B"), map[string]int{"A": 0, "B": 0}}
}

// Next returns every step.
func (b buffering) Next(from machine.State) (steps []machine.Step) {
	s := from.(*bufferingState)
	to := func(by string, pc int, m memory.Memory) machine.State {
		all := maps.Clone(s.PC)
		all[by] = pc
		return &bufferingState{m, all}
	}
	for i, by := range []string{"A", "B"} {
		mine, other := memory.Location(1+i), memory.Location(2-i)
		switch s.PC[by] {
		case 0:
			steps = append(steps, machine.Step{Label: "Store", By: by, Read: 1, Wrote: 1, To: to(by, 1, s.Mem.Store(by, mine, 1))})
		case 1:
			for _, n := range s.Mem.Readable(by, other) {
				v := s.Mem.Val(by, other, n)
				steps = append(steps, machine.Step{Label: "Load", By: by, Read: v, Wrote: v, To: to(by, 2, s.Mem.Load(by, other, n, true))})
			}
		}
		if m, ok := s.Mem.Flush(by); ok {
			steps = append(steps, machine.Step{Label: "Flush", By: by, To: to(by, s.PC[by], m)})
		}
	}
	return steps
}

// buffered reads logs of these threads.
var buffered = &Protocol{
	Actions: []Action{{"Store", "A", "store", "x0"}, {"Load", "A", "load", "x1"}, {"Store", "B", "store", "x1"}, {"Load", "B", "load", "x0"}},
	Private: []string{"Flush"},
	Nothing: []Nothing{{"write", "slot", nil, "it is part of the store"}},
	Where:   func(name string) string { return name },
}

// both returns logs of two threads that have loaded so.
func both(a, b uint64) (logs []*record.Log) {
	for i, loaded := range []uint64{a, b} {
		line := &explore.Site{Pos: fmt.Sprintf("box.go:%d", 10+i)}
		logs = append(logs, &record.Log{By: string(rune('A' + i)), All: []record.Access{
			{Does: "write", Name: "slot", Wrote: 1},
			{Does: "store", Name: fmt.Sprint("x", i), Wrote: 1, Site: line},
			{Does: "load", Name: fmt.Sprint("x", 1-i), Read: loaded, Wrote: loaded, Site: line, When: time.Second},
		}})
	}
	return logs
}

// The search lets stores be late where memory does, and only there; a store that
// nobody could have seen is none.
func TestStoresMayBeLate(t *testing.T) {
	for _, c := range []struct {
		model memory.Model
		a, b  uint64
		want  bool
	}{
		{memory.Go, 1, 1, true}, {memory.Go, 0, 1, true}, {memory.Go, 0, 0, false},
		{memory.TSO, 1, 1, true}, {memory.TSO, 0, 1, true}, {memory.TSO, 0, 0, true}, {memory.TSO, 2, 1, false},
		{memory.RC11, 0, 0, true}, {memory.RC11, 0, 2, false},
	} {
		r := &Traced{Machine: buffering{c.model}, Protocol: buffered}
		err := r.Round(both(c.a, c.b), nil)
		if (err == nil) != c.want {
			t.Errorf("%s, loads of %d and %d: %v", c.model, c.a, c.b, err)
		}
		if err != nil && (!strings.Contains(err.Error(), "box.go:1") || !strings.Contains(err.Error(), "the machine cannot")) {
			t.Errorf("it is not said where: %v", err)
		}
		if err == nil && len(r.Covered) < 4 {
			t.Errorf("%s: %d edges", c.model, len(r.Covered))
		}
	}
}

// What the round has come to counts too: there must be an order that ends so.
func TestTheEndCounts(t *testing.T) {
	r := &Traced{Machine: buffering{memory.TSO}, Protocol: buffered}
	unflushed := func(s machine.State) error {
		if s.(*bufferingState).Mem.Newest(1) != 0 {
			return fmt.Errorf("A's store is in memory")
		}
		return nil
	}
	if err := r.Round(both(1, 0), unflushed); err != nil {
		t.Error("A's store may still be in its buffer:", err)
	}
	if err := r.Round(both(0, 1), unflushed); err == nil || !strings.Contains(err.Error(), "A's store is in memory") {
		t.Error("B has seen A's store:", err)
	}
}
