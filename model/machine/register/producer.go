package register

import (
	"strconv"

	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// producer is producer p.
func (x *explorer) producer(p int) {
	name, r := strconv.Itoa(p), x.Mine[p-1]
	switch pc := x.PC[p-1]; pc {
	case "out":
		x.enter(p, name)
	case "send":
		if x.Sent[p-1] < x.Round[p-1]*x.n {
			x.publish(p, name, r)
		} else {
			x.retire(p, name, r)
		}
	case "M2":
		x.read(p, bell(r), false, func(v int, mem memory.Memory) {
			x.add("M2", p, either(v == 0, "send", "M2t"), mem, nil)
		})
	case "M2t":
		v := x.Mem.Newest(bell(r))
		x.add("M2t", p, either(v&asked != 0, "M3", "send"), x.Mem.RMW(name, bell(r), v&^asked, true, true), nil)
	case "M3", "L3":
		x.read(p, rung, false, func(v int, mem memory.Memory) {
			x.add("M3", p, pc+"s", mem, func(s *State) { s.First = set(s.First, p, v) })
		})
	case "M3s", "L3s":
		x.push(p, name, r)
	case "M4", "L4":
		x.wake(p, name, either(pc == "L4", "leave", "send"))
	case "leave", "unknown":
		x.leave(p, name, r)
	}
}

func (x *explorer) enter(p int, name string) {
	last := len(x.Free) - 1
	if x.Round[p-1] == x.rounds || last < 0 {
		return
	}
	x.add("Enter", p, "send", x.Mem.RMW(name, lock, 0, true, true), func(s *State) {
		s.Mine, s.Free, s.Round = set(s.Mine, p, s.Free[last]), s.Free[:last], set(s.Round, p, s.Round[p-1]+1)
	})
}

func (x *explorer) publish(p int, name string, r int) {
	session := (p-1)*x.rounds + x.Round[p-1]
	value := 10*session + x.Sent[p-1] - (x.Round[p-1]-1)*x.n + 1
	mem := x.Mem.Store(name, tail(r), len(x.Ring[r-1])+1).LightFence(name)
	x.add("P4", p, "M2", mem, func(s *State) {
		s.Sent, s.Ring = set(s.Sent, p, s.Sent[p-1]+1), set(s.Ring, r, push(s.Ring[r-1], value))
	})
}

// push is one attempt to put p's ring on the list of rung ones.
func (x *explorer) push(p int, name string, r int) {
	kind, first := x.PC[p-1][:1], x.First[p-1]
	next, mem := kind+"3", x.Mem
	if x.Mem.Newest(rung) == first {
		next, mem = kind+"4", x.Mem.RMW(name, rung, r, true, true)
	}
	x.add("M3s", p, next, mem, func(s *State) { s.Next, s.First = set(s.Next, r, first), set(s.First, p, 0) })
}

// wake leaves a token, unless it finds one that is due.
func (x *explorer) wake(p int, name, next string) {
	if x.Mem.Newest(due) == 0 {
		x.add("M4", p, next, x.Mem.RMW(name, due, 1, true, true), nil)
	}
	x.read(p, due, false, func(v int, mem memory.Memory) {
		if v == 1 {
			x.add("M4", p, next, mem, nil)
		}
	})
}

func (x *explorer) retire(p int, name string, r int) {
	v, next := x.Mem.Newest(bell(r)), "L3"
	switch {
	case v&asked == 0:
		next = "leave"
	case x.Taken[r-1] == len(x.Ring[r-1]):
		next = "unknown"
	}
	x.add("Retire", p, next, x.Mem.RMW(name, bell(r), v&^asked+retired, true, true), nil)
}

func (x *explorer) leave(p int, name string, r int) {
	mem, free := x.Mem, x.Free
	if x.PC[p-1] == "unknown" {
		mem, free = mem.Store(name, bell(r), asked), push(free, r)
	}
	x.add("Leave", p, "out", mem.RMW(name, lock, 0, true, true), func(s *State) {
		s.Mine, s.Free = set(s.Mine, p, 0), free
	})
}

// either is the conditional expression.
func either(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}
