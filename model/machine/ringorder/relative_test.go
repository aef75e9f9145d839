package ringorder

import (
	"strconv"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// machines returns a machine with 9 messages, and the one without a last.
func machines(t *testing.T, model string, capacity, batch int, clears string) (absolute, relative *Machine) {
	t.Helper()
	constants := map[string]string{
		"Cap": strconv.Itoa(capacity), "N": "9", "Batch": strconv.Itoa(batch), "Clears": clears, "MM": model, "Bug": `"none"`,
		"PublishStore": "release", "PublishLoad": "acquire", "FreeStore": "release", "FreeLoad": "acquire",
	}
	a, err := build(constants, false)
	if err != nil {
		t.Fatal(err)
	}
	r, err := build(constants, true)
	if err != nil {
		t.Fatal(err)
	}
	return a, r
}

// image returns a state of the absolute machine as the relative one sees it.
func image(relative *Machine, s *State) machine.State {
	to, head := s.clone(), s.Cons.Head
	for i, v := range to.Slot {
		if v == 0 {
			to.Slot[i] = relative.empty
		}
	}
	for _, buf := range [][]Store{to.Buf.P, to.Buf.C} {
		for i := range buf {
			if buf[i].To == "slot" && buf[i].Val == 0 {
				buf[i].Val = relative.empty
			}
		}
	}
	relative.rebase(to)
	to.Out = nil
	for _, v := range s.Out[head:] {
		to.Out = append(to.Out, v-head)
	}
	return to
}

// TestRelativeIsAbsolute demands that every step with positions that grow is
// one with positions relative to the head, and that there are no other states.
func TestRelativeIsAbsolute(t *testing.T) {
	for _, model := range []string{"Go", "TSO", "RC11"} {
		for _, clears := range []string{"FALSE", "TRUE"} {
			absolute, relative := machines(t, model, 2, 2, clears)
			graph, err := machine.Explore(relative, 10_000)
			if err != nil {
				t.Fatal(err)
			}
			seen, reached := map[string]bool{}, map[string]bool{}
			for queue := []machine.State{absolute.Init()}; len(queue) > 0; queue = queue[1:] {
				s := queue[0]
				from := machine.Text(image(relative, s.(*State)))
				reached[from] = true
				for _, step := range absolute.Next(s) {
					e := machine.Edge{From: from, Label: step.Label, To: machine.Text(image(relative, step.To.(*State)))}
					if !graph.Edges[e] {
						t.Fatalf("%s: no edge %v", model, e)
					}
					if text := machine.Text(step.To); !seen[text] {
						seen[text] = true
						queue = append(queue, step.To)
					}
				}
			}
			for n := range graph.Nodes {
				if !reached[n] {
					t.Errorf("%s: no way to %s", model, n)
				}
			}
			t.Logf("%s, clears %s: %d states become %d", model, clears, len(seen), len(reached))
		}
	}
}

// The machine races exactly if an order is weakened under RC11.
func TestWeakOrdersRace(t *testing.T) {
	for _, model := range []string{"Go", "TSO", "RC11"} {
		for weak := range 5 {
			m, _ := machines(t, model, 2, 1, "FALSE")
			if orders := []*string{&m.publishStore, &m.publishLoad, &m.freeStore, &m.freeLoad}; weak < len(orders) {
				*orders[weak] = "relaxed"
			}
			races := false
			seen := map[string]bool{}
			for queue := []machine.State{m.Init()}; len(queue) > 0; queue = queue[1:] {
				races = races || queue[0].(*State).Race
				for _, step := range m.Next(queue[0]) {
					if text := machine.Text(step.To); !seen[text] {
						seen[text] = true
						queue = append(queue, step.To)
					}
				}
			}
			if want := model == "RC11" && weak < 4; races != want {
				t.Errorf("%s with order %d weakened: races: %t", model, weak, races)
			}
		}
	}
}
