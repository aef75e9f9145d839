package refine

import (
	"cmp"
	"slices"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// search looks for an order of the logs that the machine can follow, depth first.
type search struct {
	*Traced
	names   []string // of the goroutines
	threads [][]traced
	ended   func(machine.State) error
	seen    map[mark]bool
	last    mark  // one of the furthest
	wrong   error // what ended said last
}

// run returns the strides of an order, if there is one.
func (s *search) run() (way []stride, found bool) {
	start := mark{spot: s.graph.spot(s.Machine.Init())}
	s.seen[start] = true
	s.last = start
	if s.isEnd(start) {
		return nil, true
	}
	open := [][]stride{s.onward(start)} // by length of the way: what is still to be tried
	for len(open) > 0 {
		top := &open[len(open)-1]
		if len(*top) == 0 {
			open = open[:len(open)-1]
			way = way[:max(0, len(way)-1)]
			continue
		}
		next := (*top)[0]
		*top = (*top)[1:]
		if s.seen[next.to] {
			continue
		}
		s.seen[next.to] = true
		if next.to.sum() >= s.last.sum() {
			s.last = next.to
		}
		way = append(way, next)
		if s.isEnd(next.to) {
			return way, true
		}
		open = append(open, s.onward(next.to))
	}
	return nil, false
}

// isEnd reports whether the logs end here, and nothing is wrong with that.
func (s *search) isEnd(m mark) bool {
	for t, list := range s.threads {
		if int(m.at[t]) < len(list) {
			return false
		}
	}
	if s.ended == nil {
		return true
	}
	s.wrong = s.ended(m.State)
	return s.wrong == nil
}

// onward returns what can follow: steps of memory, and then the next access of
// each log, the earlier first.
func (s *search) onward(m mark) (all []stride) {
	var accesses []int
	for t, list := range s.threads {
		if int(m.at[t]) < len(list) {
			accesses = append(accesses, t)
		}
	}
	slices.SortStableFunc(accesses, func(a, b int) int { return cmp.Compare(s.next(m, a).raw.When, s.next(m, b).raw.When) })
	for _, v := range s.graph.moves(m.spot) {
		if v.Label == "Flush" {
			all = append(all, stride{mark{m.at, v.to}, []machine.Edge{edge(m.spot, v)}})
		}
	}
	for _, t := range accesses {
		all = s.strides(all, m, t, nil)
	}
	return all
}

// next is the next access of a log.
func (s *search) next(m mark, t int) *traced { return &s.threads[t][m.at[t]] }

// strides adds what the next access of log t can be, after so many private steps.
func (s *search) strides(all []stride, m mark, t int, private []machine.Edge) []stride {
	x := s.next(m, t)
	for _, v := range s.graph.moves(m.spot) {
		switch {
		case !v.private && s.Protocol.is(&x.Access, v.Step):
			to := mark{m.at, v.to}
			to.at[t]++
			all = append(all, stride{to, append(slices.Clip(private), edge(m.spot, v))})
		case v.private && v.Label != "Flush" && v.By == x.By && v.to != m.spot && len(private) < 8:
			all = s.strides(all, mark{m.at, v.to}, t, append(slices.Clip(private), edge(m.spot, v)))
		}
	}
	return all
}

func edge(from *spot, v move) machine.Edge {
	return machine.Edge{From: from.text, Label: v.Label, To: v.to.text}
}

// sum is how many accesses there are up to a point.
func (m mark) sum() (n int32) {
	for _, k := range m.at {
		n += k
	}
	return n
}
