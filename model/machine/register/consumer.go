package register

import (
	"slices"
	"strconv"

	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// consumer is the consumer.
func (x *explorer) consumer() {
	c := x.producers + 1
	name, r := strconv.Itoa(c), x.ring()
	switch x.PC[c-1] {
	case "D0":
		x.settle(c, name)
	case "A1", "A1s":
		x.adopt(c, name)
	case "C2":
		x.lookAtTail("C2", c, r, "C3")
	case "C3", "C3l", "C3r":
		x.finished(c, r, name)
	case "C4":
		x.receive(c, r)
	case "D1", "D1f":
		x.announce(c, r, name)
	case "D2":
		x.lookAtTail("D2", c, r, "D2c")
	case "D2c", "D2t":
		x.dismiss(c, r, name)
	case "S3":
		if x.Mem.Newest(due) == 1 {
			x.add("S3", c, "A1", x.Mem.Update(name, due, 0, true, false), func(s *State) { s.Asking = false })
		}
	}
}

// at returns where the ring that the consumer is at is in active, from 1: where
// turn says, or, while rings are dismissed, after those that were dealt with.
func (s *State) at() int {
	switch s.PC[len(s.PC)-1] {
	case "D1", "D2", "D2c", "D2t":
		return len(s.Active) - s.Looks + 1
	default:
		return s.Turn
	}
}

// ring returns the ring that the consumer is at; 0 if it is at none.
func (s *State) ring() int {
	if i := s.at(); i > 0 && i <= len(s.Active) {
		return s.Active[i-1]
	}
	return 0
}

// settle is a compare-and-swap of nil for nil.
func (x *explorer) settle(c int, name string) {
	if x.noSettle {
		x.add("D0", c, "A1", x.Mem.Alone(), nil)
		return
	}
	if x.Mem.Newest(rung) == 0 {
		x.add("D0", c, "A1", x.Mem.Update(name, rung, 0, false, true), nil)
	}
	for _, a := range x.Mem.Loads(name, rung, false) {
		if a.Read != 0 {
			x.add("D0", c, "A1", a, nil)
		}
	}
}

// onward adds a step after which the consumer goes on with its scan of active:
// turn had the last turn, and so many looks are left.
func (x *explorer) onward(label string, c int, a memory.Access, active []int, turn, left int, change func(*State)) {
	next, asking := "C2", x.Asking
	switch {
	case left > 0 && turn < len(active):
		turn++
	case left > 0:
		turn = 1
	case !asking:
		next, asking = "D0", true
	case len(active) == 0:
		next = "S3"
	default:
		next, left = "D1", len(active)
	}
	x.add(label, c, next, a, func(s *State) {
		s.Active, s.Turn, s.Looks, s.Asking = active, turn, left, asking
		if change != nil {
			change(s)
		}
	})
}

// adopt looks at the list of rung rings, and takes it.
func (x *explorer) adopt(c int, name string) {
	if x.PC[c-1] == "A1" {
		for _, a := range x.Mem.Loads(name, rung, false) {
			if a.Read != 0 {
				x.add("A1", c, "A1s", a, nil)
			} else {
				x.onward("A1", c, a, x.Active, x.Turn, len(x.Active), nil)
			}
		}
		return
	}
	turn, active, next := max(1, min(x.Turn, len(x.Active)+1)), x.Active, x.State.Next
	for r := x.Mem.Newest(rung); r != 0; r = x.State.Next[r-1] {
		active, next = slices.Insert(slices.Clone(active), turn-1, r), set(next, r, 0)
		turn++
	}
	a := x.Mem.Update(name, rung, 0, true, false)
	x.onward("A1s", c, a, active, turn, len(active), func(s *State) { s.Next = next })
}

// tails returns the looks at the tail of ring r: what the consumer may see.
func (x *explorer) tails(c, r int) []memory.Access {
	all := x.Mem.Loads(strconv.Itoa(c), tail(r), true)
	for i := range all {
		all[i].Memory = all[i].LightFence(strconv.Itoa(c))
	}
	return all
}

func (x *explorer) lookAtTail(label string, c, r int, next string) {
	for _, a := range x.tails(c, r) {
		x.add(label, c, next, a, func(s *State) { s.Quota = a.Read - x.Taken[r-1] })
	}
}

func (x *explorer) receive(c, r int) {
	v := x.Ring[r-1][x.Taken[r-1]]
	a := x.Mem.Alone()
	a.Read, a.Wrote = v, x.Taken[r-1]+1 // the message, and head
	x.add("C4", c, either(x.Quota > 1, "C4", "A1"), a, func(s *State) {
		s.Got = set(s.Got, v/10, push(s.Got[v/10-1], v%10))
		s.Taken, s.Quota, s.Asking = set(s.Taken, r, s.Taken[r-1]+1), s.Quota-1, false
	})
}

// finished is the consumer that has seen the tail of ring r: has its producer
// left?
func (x *explorer) finished(c, r int, name string) {
	switch x.PC[c-1] {
	case "C3":
		for _, a := range x.Mem.Loads(name, bell(r), true) {
			switch {
			case x.Quota > 0:
				x.add("C3", c, "C4", a, func(s *State) { s.Looks = 0 })
			case a.Read&retired != 0:
				x.add("C3", c, "C3l", a, nil)
			default:
				x.onward("C3", c, a, x.Active, x.Turn, x.Looks-1, nil)
			}
		}
	case "C3l":
		for _, a := range x.tails(c, r) {
			if a.Read > x.Taken[r-1] {
				x.onward("C3l", c, a, x.Active, x.Turn, x.Looks-1, nil)
			} else {
				x.add("C3l", c, "C3r", a, nil)
			}
		}
	case "C3r":
		a := x.Mem.StoreRelaxed(name, bell(r), asked).Update(name, lock, 0, true, true)
		x.onward("C3r", c, a, without(x.Active, x.Turn), x.Turn-1, x.Looks-1, func(s *State) { s.Free = push(s.Free, r) })
	}
}
