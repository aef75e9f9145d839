package explore

import (
	"fmt"
	"strings"
)

// spinners notes what goroutines read that do the same for ever, when they have
// come to that.
func (x *explanation) spinners() {
	x.spin = make([][]int32, len(x.e.w.threads))
	for i, t := range x.e.w.threads {
		if t.done || t.op.kind != opSpin {
			continue
		}
		for _, r := range t.spin.reads {
			if id := x.g.threads[i][r.index]; r.again && x.g.events[id].kind == read {
				x.spin[i] = append(x.spin[i], id)
			}
		}
	}
}

// spinning says of the goroutines that do the same for ever what they read, if
// that is what is wrong.
func (x *explanation) spinning(v *Violation) {
	if kindOf(v) != "livelock" {
		return
	}
	for i, reads := range x.spin {
		var looks []string
		for _, id := range reads {
			r := &x.f.Events[x.numbers[id]-1]
			looks = append(looks, fmt.Sprintf("%s at %s (#%d)", x.f.Memory[r.Location].Name, r.Pos, r.Number))
		}
		if len(looks) > 0 {
			x.f.Verdict = append(x.f.Verdict, fmt.Sprintf("%s goes on reading %s; nobody is left to change that",
				x.e.w.threads[i].name, strings.Join(looks, ", ")))
		}
	}
}
