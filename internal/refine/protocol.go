package refine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// Protocol says how what the goroutines of a channel do is read as steps of a
// machine. What it names neither as an action nor as nothing is a divergence.
type Protocol struct {
	Actions []Action
	Private []string // actions that access nothing, and are taken at any time
	Nothing []Nothing
	Where   func(name string) string // a location, from its name in the explorer
	Value   func(at string, v uint64) int

	names map[string]string // what Where has said
}

const digits = "0123456789"

// Action says which access an action of the machine is.
type Action struct {
	Name, By, Does, At string // By is "" if it is anybody's; Does may be two, "update or load"; "bell#" is that of the step's place
}

// at returns the location of a step: "tail#" is "tail2" at place 2.
func (a *Action) at(s machine.Step) string {
	name, many := strings.CutSuffix(a.At, "#")
	if many {
		name += strconv.Itoa(s.Place)
	}
	return name
}

// Nothing is an access that is no step of the machine, and why it needs none.
type Nothing struct {
	Does, At string // At is "*" for any, "bell#" for one that is numbered
	When     func(before, after []Access, x Access) bool
	Why      string
}

// Access is what a goroutine does: an event, or the two of a read-modify-write.
// What a load writes is what it reads. A publish of a position has read the
// message that was written to, or read from, a slot before.
type Access struct {
	By, Does, At string // Does: load, store, update, read, write, light, heavy, choice
	Read, Wrote  int
	from         []int // by thread: so many kept accesses come before this, for it or one before reads from them
	kept         bool
	source       explore.At
}

// is reports whether the access can be a step.
func (p *Protocol) is(x *Access, s machine.Step) bool {
	if x.By != s.By || x.Read != s.Read || x.Wrote != s.Wrote {
		return false
	}
	return slices.ContainsFunc(p.Actions, func(a Action) bool {
		return a.Name == s.Label && (a.By == "" || a.By == x.By) && a.at(s) == x.At && slices.Contains(strings.Split(a.Does, " or "), x.Does)
	})
}

// read turns the events of the goroutines that threads names into accesses, and
// leaves out what is nothing. used counts by the number of the rule.
func (p *Protocol) read(all [][]explore.Event, threads map[string]string, used []int) [][]Access {
	out := make([][]Access, len(all))
	places := make([][]int, len(all)) // by event: the access it belongs to
	for t, events := range all {
		for i, e := range events {
			if e.RMW && e.Write && i > 0 {
				last := &out[t][len(out[t])-1]
				last.Does, last.Wrote = "update", p.value(last.At, e.Value)
			} else if by := threads[e.Thread]; by != "" {
				out[t] = append(out[t], p.access(by, e, out[t]))
			}
			places[t] = append(places[t], len(out[t])-1)
		}
	}
	for t := range out {
		for i := range out[t] {
			out[t][i].kept = !p.nothing(out[t][:i], out[t][i+1:], out[t][i], used)
		}
	}
	for t := range out {
		before := make([]int, len(out)) // so many kept accesses of each thread come before
		for i := range out[t] {
			x := &out[t][i]
			if at := x.source; at.Thread >= 0 && at.Thread != t {
				before[at.Thread] = max(before[at.Thread], keptUpTo(out[at.Thread][:places[at.Thread][at.Index]+1]))
			}
			if x.kept {
				x.from = slices.Clone(before)
			}
		}
	}
	for t := range out {
		out[t] = slices.DeleteFunc(out[t], func(x Access) bool { return !x.kept })
	}
	return out
}

func keptUpTo(list []Access) (n int) {
	for _, x := range list {
		if x.kept {
			n++
		}
	}
	return n
}

// access turns an event into an access; before are those before it.
func (p *Protocol) access(by string, e explore.Event, before []Access) Access {
	x := Access{By: by, source: explore.At{Thread: -1}}
	switch {
	case e.Choice:
		x.Does, x.At = "choice", fmt.Sprint(e.Value)
		return x
	case e.Loc == "":
		x.Does = e.Order.String()
		return x
	}
	x.At = p.where(e.Loc)
	x.Does = does(e)
	x.Read = p.value(x.At, e.Value)
	x.Wrote = x.Read
	if !e.Write {
		x.source = e.From
	}
	if x.Does == "store" {
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

func does(e explore.Event) string {
	switch {
	case e.Plain && e.Write:
		return "write"
	case e.Plain:
		return "read"
	case e.Write:
		return "store"
	default:
		return "load"
	}
}

// where is Where, which is asked once for each name.
func (p *Protocol) where(name string) string {
	at, known := p.names[name]
	if !known {
		if p.names == nil {
			p.names = map[string]string{}
		}
		at = p.Where(name)
		p.names[name] = at
	}
	return at
}

func (p *Protocol) value(at string, v uint64) int {
	if p.Value != nil {
		return p.Value(at, v)
	}
	return int(int64(v))
}

// nothing reports whether an access is no step.
func (p *Protocol) nothing(before, after []Access, x Access, used []int) bool {
	for i, n := range p.Nothing {
		if n.Does == x.Does && (n.At == "*" || n.At == x.At || n.At == strings.TrimRight(x.At, digits)+"#") && (n.When == nil || n.When(before, after, x)) {
			used[i]++
			return true
		}
	}
	return false
}
