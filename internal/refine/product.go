package refine

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// Product replays executions in a machine, and notes which of its edges they
// take. An execution is a partial order: program order, and a read after the
// write that it reads. All orders are replayed at once; an execution is one of
// the machine if it can follow one of them to the end, and the edges of all
// that it can follow to the end are taken.
type Product struct {
	Machine    machine.Machine
	Protocol   *Protocol
	Threads    map[string]string // thread of the machine, by goroutine; others are left out
	Executions int
	Distinct   int   // executions that differ in what is not nothing
	Steps      int   // steps replayed
	Used       []int // accesses that were nothing, by rule
	Covered    map[machine.Edge]bool

	states map[string]*spot // by text
	seen   map[string]bool  // executions
}

// spot is a state and what can be done there.
type spot struct {
	machine.State
	text  string
	steps []move
	known bool
}

// move is a step, and where it leads.
type move struct {
	machine.Step
	to      *spot
	private bool
}

// position is how many accesses each thread has done.
type position [6]uint8

// reaches reports whether each thread has done so many accesses.
func (p *position) reaches(counts []int) bool {
	for t, n := range counts {
		if int(p[t]) < n {
			return false
		}
	}
	return true
}

// corner is a state of the machine at a position.
type corner struct {
	at position
	*spot
}

// way is how a corner was reached.
type way struct {
	from  corner
	label string
}

// Execution replays an execution. The error says where no order leads on.
func (r *Product) Execution(all [][]explore.Event) error {
	if r.Covered == nil {
		r.Covered, r.states, r.seen = map[machine.Edge]bool{}, map[string]*spot{}, map[string]bool{}
		r.Used = make([]int, len(r.Protocol.Nothing))
	}
	r.Executions++
	threads := r.Protocol.read(all, r.Threads, r.Used)
	if len(threads) > len(position{}) {
		return fmt.Errorf("refine: %d goroutines are too many", len(threads))
	}
	key := text(threads)
	if r.seen[key] {
		return nil
	}
	r.seen[key] = true
	r.Distinct++
	return r.replay(threads)
}

// text returns what tells an execution from others.
func text(threads [][]Access) string {
	var b []byte
	for _, list := range threads {
		for i := range list {
			x := &list[i]
			b = append(append(append(append(b, x.By...), x.Does...), x.At...), ' ')
			b = binary.AppendVarint(binary.AppendVarint(b, int64(x.Read)), int64(x.Wrote))
			for _, n := range x.from {
				b = binary.AppendVarint(b, int64(n))
			}
		}
		b = append(b, '\n')
	}
	return string(b)
}

// replay searches all orders of the accesses.
func (r *Product) replay(threads [][]Access) error {
	var end position
	for t, list := range threads {
		if end[t] = uint8(len(list)); int(end[t]) != len(list) {
			return fmt.Errorf("refine: %d accesses of a goroutine are too many", len(list))
		}
	}
	start := corner{spot: r.spot(r.Machine.Init())}
	in := map[corner][]way{start: nil}
	var last corner // one of the furthest
	var ends []corner
	for queue := []corner{start}; len(queue) > 0; queue = queue[1:] {
		c := queue[0]
		if sum(c.at) >= sum(last.at) {
			last = c
		}
		if c.at == end {
			ends = append(ends, c)
		}
		r.onward(threads, c, func(to corner, label string) {
			if _, known := in[to]; !known {
				queue = append(queue, to)
			}
			in[to] = append(in[to], way{c, label})
			r.Steps++
		})
	}
	if len(ends) == 0 {
		return fmt.Errorf("refine: the machine cannot follow\n%s", describe(threads, last))
	}
	r.cover(in, ends)
	return nil
}

// onward calls f with every corner that follows c.
func (r *Product) onward(threads [][]Access, c corner, f func(to corner, label string)) {
	moves := r.moves(c.spot)
	for _, m := range moves {
		if m.private {
			f(corner{c.at, m.to}, m.Label)
		}
	}
	for t, list := range threads {
		if int(c.at[t]) == len(list) {
			continue
		}
		x := &list[c.at[t]]
		if !c.at.reaches(x.from) {
			continue
		}
		to := c.at
		to[t]++
		for _, m := range moves {
			if !m.private && r.Protocol.is(x, m.Step) {
				f(corner{to, m.to}, m.Label)
			}
		}
	}
}

// cover notes the edges on the ways to the ends.
func (r *Product) cover(in map[corner][]way, ends []corner) {
	alive := map[corner]bool{}
	for queue := ends; len(queue) > 0; queue = queue[1:] {
		c := queue[0]
		if alive[c] {
			continue
		}
		alive[c] = true
		for _, w := range in[c] {
			r.Covered[machine.Edge{From: w.from.text, Label: w.label, To: c.text}] = true
			queue = append(queue, w.from)
		}
	}
}

// spot returns the one record there is of a state.
func (r *Product) spot(s machine.State) *spot {
	text := machine.Text(s)
	known := r.states[text]
	if known == nil {
		known = &spot{State: s, text: text}
		r.states[text] = known
	}
	return known
}

func (r *Product) moves(s *spot) []move {
	if !s.known {
		s.known = true
		for _, n := range r.Machine.Next(s.State) {
			s.steps = append(s.steps, move{n, r.spot(n.To), slices.Contains(r.Protocol.Private, n.Label)})
		}
	}
	return s.steps
}

func sum(p position) (n int) {
	for _, k := range p {
		n += int(k)
	}
	return n
}

// describe lists the accesses, and marks those that the machine could not do.
func describe(threads [][]Access, c corner) string {
	var b strings.Builder
	for t, list := range threads {
		for i, x := range list {
			mark := ""
			if i == int(c.at[t]) {
				mark = "  <- here"
			}
			fmt.Fprintf(&b, "  %s: %s %s %d %d%s\n", x.By, x.Does, x.At, x.Read, x.Wrote, mark)
		}
	}
	fmt.Fprintf(&b, "  state: %s\n", c.text)
	return b.String()
}
