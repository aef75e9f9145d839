package waitwake

import (
	"maps"

	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// look is W2.
func (x *explorer) look(label, t string, word memory.Location, quiet string) {
	x.load(t, word, false, func(v int, mem memory.Memory) { x.only(label, t, either(v == 0, quiet, "W3"), mem) })
}

// take takes a request: W3, Back, X3.
func (x *explorer) take(label, t string, word memory.Location, taken, gone string) {
	v := x.Mem.Newest(word)
	x.only(label, t, either(v&asked != 0, taken, gone), x.update(t, word, v&^asked, true, true))
}

// wake leaves a token, unless it finds one that is due.
func (x *explorer) wake(label, t string, token memory.Location, next string) {
	if x.Mem.Newest(token) == 0 {
		x.only(label, t, next, x.update(t, token, 1, false, true))
	}
	x.load(t, token, false, func(v int, mem memory.Memory) {
		if v == 1 {
			x.only(label, t, next, mem)
		}
	})
}

// ask is S1, without the fence.
func (x *explorer) ask(label, t string, word memory.Location, fence bool, next string) {
	next = either(fence && x.model != memory.Go, "S1f", next)
	x.only(label, t, next, x.update(t, word, x.Mem.Newest(word)|asked, true, true))
}

// sleep is S3.
func (x *explorer) sleep(label, t string, token memory.Location, next string) {
	if x.Mem.Newest(token) == 1 {
		x.only(label, t, next, x.update(t, token, 0, true, false))
	}
}

// leave ends a sleep without a token.
func (x *explorer) leave(label, t, next string) {
	if x.State.Early < x.early {
		x.add(label, t, next, x.Mem, func(s *State) { s.Early++ })
	}
}

// isClosed looks whether the channel is closed.
func (x *explorer) isClosed(label, t, yes, no string) {
	x.load(t, bell, true, func(v int, mem memory.Memory) { x.only(label, t, either(v&closed != 0, yes, no), mem) })
}

// closer is X.
func (x *explorer) closer() {
	switch x.PC["X"] {
	case "X1":
		x.only("X1", "X", "X2", x.update("X", bell, x.Mem.Newest(bell)|closed, false, true))
	case "X3":
		x.take("X3", "X", space, "X3w", "X3w")
	case "X3w":
		x.wake("X3w", "X", room, "X3v")
	case "X3v":
		x.wake("X3v", "X", due, "done")
	}
}

// seal is X2, by whichever thread; Y is what a consumer that has asked does.
func (x *explorer) seal(t string) {
	pc := x.PC[t]
	switch pc {
	case "X2", "Y2":
		next := pc[:1] + either(x.model == memory.Go, "2t", "2f")
		x.load(t, final, true, func(f int, mem memory.Memory) {
			if f == 0 {
				x.only("X2", t, next, mem)
			} else {
				x.settle("X2", t, f, mem)
			}
		})
	case "X2f", "Y2f":
		x.only("X2f", t, pc[:1]+"2t", x.Mem.HeavyFence(t))
	case "X2t", "Y2t":
		x.load(t, tail, true, func(v int, mem memory.Memory) {
			x.add("X2t", t, pc[:1]+"2s", mem, func(s *State) { s.remember(t, v) })
		})
	case "X2s", "Y2s":
		if x.Mem.Newest(final) == 0 {
			f := x.Cache[t] + 1
			x.settle("X2s", t, f, x.update(t, final, f, true, true))
		}
		x.load(t, final, true, func(f int, mem memory.Memory) {
			if f != 0 {
				x.settle("X2s", t, f, mem)
			}
		})
	}
}

// remember notes the tail that t has seen; 0 forgets it.
func (s *State) remember(t string, tail int) {
	s.Cache = maps.Clone(s.Cache)
	s.Cache[t] = tail
}

// settle is what t does once it knows the final tail, f-1.
func (x *explorer) settle(label, t string, f int, mem memory.Memory) {
	after := []string{"X3"}
	switch {
	case t == "P":
		after[0] = "done"
	case t == "C" && x.PC[t][0] == 'Y':
		after[0] = "Back"
	case t == "C":
		if after[0] = "recv"; len(x.Got) < f-1 {
			after = append(after, "S1")
		}
	}
	read, wrote := x.read, x.wrote
	for _, next := range after {
		x.read, x.wrote = read, wrote
		x.add(label, t, next, mem, func(s *State) {
			s.remember(t, 0)
			switch t {
			case "P":
				s.Sent = min(s.Sent, f-1)
			case "C":
				s.Ctail, s.Sealed = f-1, true
			}
		})
	}
}
