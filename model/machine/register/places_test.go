package register

import (
	"slices"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// TestRingsKeptWithANewRequest is about a ring whose producer left while it was
// dismissed, and renewed it at once: the consumer may take back the request that
// it was renewed with, and polls a ring that is free. That happens, and nothing
// comes of it: see wrong.
func TestRingsKeptWithANewRequest(t *testing.T) {
	for _, c := range []struct {
		model  memory.Model
		rounds string
	}{{memory.Go, "3"}, {memory.TSO, "3"}, {memory.RC11, "2"}} {
		m, err := New(map[string]string{"MM": string(c.model), "Producers": "1", "Rounds": c.rounds, "N": "1", "Bug": `"none"`})
		if err != nil {
			t.Fatal(err)
		}
		states, both := 0, 0
		walk(m, func(s *State) {
			states++
			if what := wrong(s); what != "" {
				t.Fatalf("%+v: %s:\n%s", c, what, machine.Text(s))
			}
			if slices.ContainsFunc(s.known(), func(r int) bool { return slices.Contains(s.Free, r) }) {
				both++
			}
		})
		if t.Logf("%+v: %d states, in %d a ring is polled and free", c, states, both); both == 0 {
			t.Errorf("%+v: no ring is ever polled and free", c)
		}
	}
}

// walk calls f with every state.
func walk(m machine.Machine, f func(*State)) {
	seen := map[string]bool{}
	for todo := []machine.State{m.Init()}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if text := machine.Text(s); !seen[text] {
			seen[text] = true
			f(s.(*State))
			for _, step := range m.Next(s) {
				todo = append(todo, step.To)
			}
		}
	}
}

// known returns the rings that the consumer polls, and is not dismissing.
func (s *State) known() []int {
	switch s.PC[len(s.PC)-1] {
	case "D1", "D1f":
		return nil
	case "D2", "D2c", "D2t":
		return s.Active[:s.at()-1]
	default:
		return s.Active
	}
}

// wrong says what is wrong with a state: the invariants OneUser and
// KnownIsUnasked of the module.
func wrong(s *State) string {
	places := slices.Clone(s.known())
	for r := s.Mem.Newest(rung); r != 0; r = s.Next[r-1] {
		places = append(places, r)
	}
	users := slices.Clone(s.Free)
	for p, r := range s.Mine {
		if r != 0 && s.PC[p] != "L4" && s.PC[p] != "leave" { // then it does not touch the ring any more
			users = append(users, r)
		}
	}
	slices.Sort(places)
	slices.Sort(users)
	switch {
	case len(slices.Compact(slices.Clone(places))) < len(places):
		return "a ring is polled or rung twice"
	case len(slices.Compact(slices.Clone(users))) < len(users):
		return "a ring has two producers, or one and is free, or is free twice"
	}
	for _, r := range s.known() {
		if s.Mem.Newest(bell(r))&asked != 0 {
			return "a ring that is polled is asked"
		}
	}
	return ""
}
