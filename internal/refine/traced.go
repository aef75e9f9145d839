package refine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// Traced replays what the goroutines of a channel have recorded while they really
// ran. Their logs say what each has done in its order, and what it has read, but
// not from whom, nor in which order the logs go together: the machine must be
// able to follow one such order, with its memory being late where it may be.
//
// The logs say roughly when. That order is tried first; it is not relied on.
type Traced struct {
	Machine  machine.Machine
	Protocol *Protocol
	Rounds   int
	Steps    int // of the machine, on the ways that were found
	Tried    int // states at a point of the logs that the searches came to
	Covered  map[machine.Edge]bool

	graph *Product // knows the machine's states
	used  []int
}

// traced is an access of a log.
type traced struct {
	Access
	raw *record.Access
}

// mark is a point of the logs, and a state that the machine can then be in.
type mark struct {
	at [6]int32
	*spot
}

// stride is one or more steps of the machine: an access with the private steps
// before it, or one of memory.
type stride struct {
	to    mark
	taken []machine.Edge
}

// Round replays a round. ended, which may be nil, says of a state that the
// machine is in after it what is wrong with that.
func (r *Traced) Round(logs []*record.Log, ended func(machine.State) error) error {
	if r.Covered == nil {
		r.Covered = map[machine.Edge]bool{}
		r.used = make([]int, len(r.Protocol.Nothing))
	}
	if r.graph == nil || len(r.graph.states) > 50_000 {
		r.graph = &Product{Machine: r.Machine, Protocol: r.Protocol, states: map[string]*spot{}}
	}
	r.Rounds++
	if len(logs) > len(mark{}.at) {
		return fmt.Errorf("refine: %d goroutines are too many", len(logs))
	}
	s := &search{Traced: r, ended: ended, seen: map[mark]bool{}}
	for _, l := range logs {
		s.names, s.threads = append(s.names, l.By), append(s.threads, r.read(l))
	}
	way, found := s.run()
	r.Tried += len(s.seen)
	if !found {
		return s.failure()
	}
	for _, w := range way {
		for _, e := range w.taken {
			r.Covered[e] = true
			r.Steps++
		}
	}
	return nil
}

// read turns a log into accesses, without those that are nothing.
func (r *Traced) read(l *record.Log) []traced {
	var all []Access
	for i := range l.All {
		all = append(all, r.access(l.By, &l.All[i], all))
	}
	var kept []traced
	for i, x := range all {
		if all[i].kept = !r.Protocol.nothing(all[:i], all[i+1:], x, r.used); all[i].kept {
			kept = append(kept, traced{all[i], &l.All[i]})
		}
	}
	return kept
}

// access is Protocol.access for what was recorded.
func (r *Traced) access(by string, a *record.Access, before []Access) Access {
	p := r.Protocol
	x := Access{By: by, Does: a.Does}
	if a.Does == "choice" {
		x.At = fmt.Sprint(a.Wrote)
		return x
	}
	if a.Name == "" {
		return x
	}
	x.At = p.Where(a.Name)
	x.Read, x.Wrote = p.value(x.At, a.Read), p.value(x.At, a.Wrote)
	switch a.Does {
	case "read", "write":
		x.Read = x.Wrote
	case "store":
		x.Read = 0
		for _, y := range slices.Backward(before) {
			if strings.HasPrefix(y.At, "slot") {
				x.Read = y.Wrote
				break
			}
		}
	}
	return x
}
