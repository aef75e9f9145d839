package register

import "strconv"

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
		for _, a := range x.Mem.Loads(name, bell(r), false) {
			x.add("M2", p, either(a.Read == 0, "send", "M2t"), a, nil)
		}
	case "M2t":
		v := x.Mem.Newest(bell(r))
		x.add("M2t", p, either(v&asked != 0, "M3", "send"), x.Mem.Update(name, bell(r), v&^asked, true, true), nil)
	case "M3", "L3":
		for _, a := range x.Mem.Loads(name, rung, false) {
			x.add("M3", p, pc+"s", a, func(s *State) { s.First = set(s.First, p, a.Read) })
		}
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
	x.add("Enter", p, "send", x.Mem.Update(name, lock, 0, true, true), func(s *State) {
		s.Mine, s.Free, s.Round = set(s.Mine, p, s.Free[last]), s.Free[:last], set(s.Round, p, s.Round[p-1]+1)
	})
}

func (x *explorer) publish(p int, name string, r int) {
	session := (p-1)*x.rounds + x.Round[p-1]
	value, n := 10*session+x.Sent[p-1]-(x.Round[p-1]-1)*x.n+1, len(x.Ring[r-1])+1
	a := x.Mem.Store(name, tail(r), n).LightFence(name).Alone()
	a.Read, a.Wrote = value, n
	x.add("P4", p, "M2", a, func(s *State) {
		s.Sent, s.Ring = set(s.Sent, p, s.Sent[p-1]+1), set(s.Ring, r, push(s.Ring[r-1], value))
	})
}

// push is one attempt to put p's ring on the list of rung ones.
func (x *explorer) push(p int, name string, r int) {
	kind, first := x.PC[p-1][:1], x.First[p-1]
	linked := func(s *State) { s.Next, s.First = set(s.Next, r, first), set(s.First, p, 0) }
	if x.Mem.Newest(rung) == first {
		x.add("M3s", p, kind+"4", x.Mem.Update(name, rung, r, true, true), linked)
	}
	for _, a := range x.Mem.Loads(name, rung, true) {
		if a.Read != first {
			x.add("M3s", p, kind+"3", a, linked)
		}
	}
}

// wake leaves a token, unless it finds one that is due.
func (x *explorer) wake(p int, name, next string) {
	if x.Mem.Newest(due) == 0 {
		x.add("M4", p, next, x.Mem.Update(name, due, 1, false, true), nil)
	}
	for _, a := range x.Mem.Loads(name, due, false) {
		if a.Read == 1 {
			x.add("M4", p, next, a, nil)
		}
	}
}

func (x *explorer) retire(p int, name string, r int) {
	v, next := x.Mem.Newest(bell(r)), "L3"
	switch {
	case v&asked == 0:
		next = "leave"
	case x.Taken[r-1] == len(x.Ring[r-1]):
		next = "unknown"
	}
	x.add("Retire", p, next, x.Mem.Update(name, bell(r), v&^asked+retired, true, true), nil)
}

func (x *explorer) leave(p int, name string, r int) {
	mem, free := x.Mem, x.Free
	if x.PC[p-1] == "unknown" {
		mem, free = mem.StoreRelaxed(name, bell(r), asked), push(free, r)
	}
	x.add("Leave", p, "out", mem.Update(name, lock, 0, true, true), func(s *State) {
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
