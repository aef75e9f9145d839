package waitwake

import (
	"slices"

	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// producer is P.
func (x *explorer) producer() {
	switch x.PC["P"] {
	case "send":
		x.send()
	case "W2":
		x.look("DataW2", "P", bell, "send")
	case "W3":
		x.take("DataW3", "P", bell, "Wake", "P5")
	case "Wake":
		x.wake("DataWake", "P", due, "P5")
	case "P5":
		x.isClosed("P5", "P", "X2", "send")
	case "full":
		x.isClosed("P5w", "P", "done", "S1")
	case "woken":
		x.isClosed("P5w", "P", "done", "send")
	case "S1":
		if x.pWait != "spin" {
			x.ask("SpaceS1", "P", space, true, "S2")
		}
		if x.pWait == "spin" || x.pWait == "phased" {
			x.only("SpaceSpin", "P", "S4", x.Mem)
		}
	case "S1f":
		x.only("SpaceS1f", "P", "S2", x.Mem.HeavyFence("P"))
	case "S2":
		x.lookAtHead("SpaceS2", "Back", "S2c")
	case "S2c":
		x.isClosed("SpaceS2c", "P", "Back", "S3")
	case "Back":
		x.take("SpaceBack", "P", space, "woken", "woken")
	case "S3":
		x.sleep("SpaceS3", "P", room, "S4")
		if x.pWait == "timeout" {
			x.leave("SpaceTimeout", "P", "S4")
		}
	case "S4":
		x.lookAtHead("SpaceS4", "woken", "full")
	}
}

// send is P before it sends: done, full or not.
func (x *explorer) send() {
	switch {
	case x.Sent == x.n:
		x.only("PDone", "P", "done", x.Mem)
	case x.Sent-x.Chead >= x.capacity:
		x.lookAtHead("P2", "send", "full")
	default:
		mem := x.Mem.Store("P", tail, x.Sent+1).LightFence("P")
		x.read, x.wrote = x.Sent+1, x.Sent+1 // the message, and tail
		x.add("P4", "P", "W2", mem, func(s *State) {
			s.Slot = slices.Clone(s.Slot)
			s.Slot[s.Sent%x.capacity] = s.Sent + 1
			s.Sent++
		})
	}
}

func (x *explorer) lookAtHead(label, yes, no string) {
	x.load("P", head, true, func(v int, mem memory.Memory) {
		x.add(label, "P", either(x.Sent-v < x.capacity, yes, no), mem, func(s *State) { s.Chead = v })
	})
}

// consumer is C.
func (x *explorer) consumer() {
	taken := len(x.Got)
	switch x.PC["C"] {
	case "recv":
		x.receive(taken)
	case "W2":
		x.look("SpaceW2", "C", space, "recv")
	case "W3":
		x.take("SpaceW3", "C", space, "Wake", "recv")
	case "Wake":
		x.wake("SpaceWake", "C", room, "recv")
	case "C2c":
		x.isClosed("C2c", "C", "X2", either(taken < x.Ctail, "recv", "S1"))
	case "S1":
		if x.cWait != "spin" {
			x.ask("DataS1", "C", bell, !x.noHeavyForData, x.second())
		}
		if x.cWait == "spin" || x.cWait == "phased" {
			x.only("DataSpin", "C", "recv", x.Mem)
		}
	case "S1f":
		x.only("DataS1f", "C", x.second(), x.Mem.HeavyFence("C"))
	case "S2":
		x.lookAtTail("DataS2", "S2c")
	case "S2c":
		x.isClosed("DataS2c", "C", "Y2", either(taken < x.Ctail, "Back", either(x.closes, "S2d", "S3")))
	case "S2d":
		x.isClosed("DataS2d", "C", "Back", "S3")
	case "Back":
		x.take("DataBack", "C", bell, "recv", "S3")
	case "S3":
		x.asleep()
	}
}

// receive is C before it receives: done, with a message it knows of, or not.
func (x *explorer) receive(taken int) {
	if x.closes && x.Sealed && taken == x.Ctail || !x.closes && taken == x.n {
		x.only("CDone", "C", "done", x.Mem)
	}
	if taken < x.Ctail {
		mem := x.Mem.Store("C", head, taken+1).LightFence("C")
		x.read, x.wrote = x.Slot[taken%x.capacity], taken+1 // the message, and head
		x.add("C4", "C", "W2", mem, func(s *State) { s.Got = append(slices.Clip(s.Got), s.Slot[taken%x.capacity]) })
	}
	if taken == x.Ctail && !x.Sealed && (x.closes || taken < x.n) {
		x.lookAtTail("C2", "C2c")
	}
}

// second is where C looks after it has asked: a sealed ring's tail is known.
func (x *explorer) second() string { return either(x.Sealed, "S2c", "S2") }

func (x *explorer) lookAtTail(label, next string) {
	x.load("C", tail, true, func(v int, mem memory.Memory) {
		x.add(label, "C", next, mem.LightFence("C"), func(s *State) { s.Ctail = v })
	})
}

// asleep is C at S3.
func (x *explorer) asleep() {
	x.sleep("DataS3", "C", due, "recv")
	if x.cWait == "timeout" {
		x.leave("DataTimeout", "C", "recv")
	}
	if x.cancels {
		x.leave("DataCancel", "C", "recv")
	}
}
