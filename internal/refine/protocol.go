package refine

import (
	"fmt"
	"slices"
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
}

// Action says which access an action of the machine is.
type Action struct {
	Name, By, Does, At string // By is "" if it is anybody's; Does may be two, "update or load"
}

// Nothing is an access that is no step of the machine, and why it needs none.
type Nothing struct {
	Does, At string // At is "*" for any
	When     func(before, after []Access, x Access) bool
	Why      string
}

// Access is what a goroutine does: an event, or the two of a read-modify-write.
// What a load writes is what it reads. A publish of a position has read the
// message that was written to, or read from, a slot before.
type Access struct {
	By, Does, At string // Does: load, store, update, read, write, light, heavy, choice
	Read, Wrote  int
	from         place // a read: so many kept accesses of that thread come first
	kept         bool
	source       explore.At
}

// is reports whether the access can be a step.
func (p *Protocol) is(x *Access, s machine.Step) bool {
	if x.By != s.By || x.Read != s.Read || x.Wrote != s.Wrote {
		return false
	}
	return slices.ContainsFunc(p.Actions, func(a Action) bool {
		return a.Name == s.Label && (a.By == "" || a.By == x.By) && a.At == x.At && slices.Contains(strings.Split(a.Does, " or "), x.Does)
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
		for i := range out[t] {
			if at := out[t][i].source; at.Thread >= 0 {
				n := 0
				for _, x := range out[at.Thread][:places[at.Thread][at.Index]+1] {
					if x.kept {
						n++
					}
				}
				out[t][i].from = place{at.Thread, n}
			}
		}
	}
	for t := range out {
		out[t] = slices.DeleteFunc(out[t], func(x Access) bool { return !x.kept })
	}
	return out
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
	x.At = p.Where(e.Loc)
	x.Does = map[[2]bool]string{{false, false}: "load", {true, false}: "store", {false, true}: "read", {true, true}: "write"}[[2]bool{e.Write, e.Plain}]
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

func (p *Protocol) value(at string, v uint64) int {
	if p.Value != nil {
		return p.Value(at, v)
	}
	return int(int64(v))
}

// nothing reports whether an access is no step.
func (p *Protocol) nothing(before, after []Access, x Access, used []int) bool {
	for i, n := range p.Nothing {
		if n.Does == x.Does && (n.At == "*" || n.At == x.At) && (n.When == nil || n.When(before, after, x)) {
			used[i]++
			return true
		}
	}
	return false
}
