package machine_test

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/closedrain"
	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
	"github.com/ringmpsc/ringmpsc-go/model/machine/waitwake"
)

// A heavy fence is one step of the machines, which under TSO empties all buffers.
// membarrier is not: between its begin and its end each other thread passes a
// barrier of its own, at its own time. apart is a state of a machine with such
// fences: of every thread at one, who has passed.
type apart struct {
	machine.State
	passed map[[2]string]bool // {who executes the fence, who has passed}
}

func (x apart) text() string {
	var all []string
	for p := range x.passed {
		all = append(all, p[0]+p[1])
	}
	return machine.Text(x.State) + strings.Join(slices.Sorted(slices.Values(all)), ",")
}

// pc returns where the threads are.
func (x apart) pc() map[string]string {
	v := reflect.ValueOf(x.State).Elem().FieldByName("PC").Interface()
	if all, ok := v.(map[string]string); ok {
		return all
	}
	all := map[string]string{}
	for i, pc := range v.([]string) {
		all[strconv.Itoa(i+1)] = pc
	}
	return all
}

// drained returns s with the memory of x, but that the buffer of t is empty.
func (x apart) drained(s machine.State, t string) machine.State {
	m := reflect.ValueOf(x.State).Elem().FieldByName("Mem").Interface().(memory.Memory)
	for more := true; more; {
		m, more = m.Flush(t)
	}
	to := reflect.New(reflect.TypeOf(s).Elem())
	to.Elem().Set(reflect.ValueOf(s).Elem())
	to.Elem().FieldByName("Mem").Set(reflect.ValueOf(m))
	return to.Interface()
}

// next returns every step. If waits is false, the others pass no barriers.
func (x apart) next(m machine.Machine, waits bool) (all []apart, ended bool) {
	pc := x.pc()
	for _, n := range m.Next(x.State) {
		to := apart{n.To, x.passed}
		if strings.HasSuffix(pc[n.By], "f") && n.Label != "Flush" { // it is the fence
			if waits && slices.ContainsFunc(slices.Collect(maps.Keys(pc)), func(u string) bool { return u != n.By && !x.passed[[2]string{n.By, u}] }) {
				continue
			}
			to.State, to.passed = x.drained(n.To, n.By), maps.Clone(x.passed)
			maps.DeleteFunc(to.passed, func(p [2]string, _ bool) bool { return p[0] == n.By })
		}
		all = append(all, to)
		ended = ended || n.Label == "Done"
	}
	for t := range pc {
		for u := range pc {
			if waits && strings.HasSuffix(pc[t], "f") && u != t && !x.passed[[2]string{t, u}] {
				to := apart{x.drained(x.State, u), maps.Clone(x.passed)}
				to.passed[[2]string{t, u}] = true
				all = append(all, to)
			}
		}
	}
	return all, ended
}

// explore counts the states, those that none follows, and those at the end of
// which wrong says so.
func (x apart) explore(m machine.Machine, waits bool, wrong func(machine.State) bool) (states, stuck, inexact int) {
	seen := map[string]bool{x.text(): true}
	for queue := []apart{x}; len(queue) > 0; queue = queue[1:] {
		all, ended := queue[0].next(m, waits)
		if len(all) == 0 {
			stuck++
		}
		if ended && wrong(queue[0].State) {
			inexact++
		}
		for _, to := range all {
			if text := to.text(); !seen[text] {
				seen[text] = true
				queue = append(queue, to)
			}
		}
	}
	return len(seen), stuck, inexact
}

// Barriers that the threads pass at different times are enough: no wake-up is
// lost and what was accepted is received, as with fences that are one step. If
// they pass none, they are not.
func TestBarriersOneByOne(t *testing.T) {
	for _, c := range []struct {
		name      string
		build     func(map[string]string) (machine.Machine, error)
		constants map[string]string
		wrong     func(machine.State) bool
	}{
		{"handshake", waitwake.New, map[string]string{"Cap": "1", "N": "2", "Closes": "FALSE"}, lost},
		{"handshake and close", waitwake.New, map[string]string{"Cap": "1", "N": "1", "Closes": "TRUE"}, lost},
		{"close", closedrain.New, map[string]string{"Lanes": "1", "Sends": "2", "Closers": "1"}, inexact},
	} {
		maps.Copy(c.constants, map[string]string{"MM": "TSO", "PWait": "park", "CWait": "park", "Cancels": "FALSE", "Early": "0", "Senders": "1",
			"Batch": "1", "Bug": `"none"`})
		m, err := c.build(c.constants)
		if err != nil {
			t.Fatal(err)
		}
		first := apart{m.Init(), map[[2]string]bool{}}
		if n, stuck, wrong := first.explore(m, true, c.wrong); stuck+wrong > 0 {
			t.Errorf("%s: of %d states %d are stuck, %d end wrong", c.name, n, stuck, wrong)
		} else {
			t.Logf("%s: %d states", c.name, n)
		}
		if n, stuck, wrong := first.explore(m, false, c.wrong); stuck+wrong == 0 {
			t.Errorf("%s: no barriers are enough, in %d states", c.name, n)
		}
	}
}

func lost(s machine.State) bool { return len(s.(*waitwake.State).Got) != s.(*waitwake.State).Sent }

func inexact(s machine.State) bool {
	end := s.(*closedrain.State)
	return len(end.Got[0]) != end.Accepted[0]
}
