package register

import (
	"slices"
	"strconv"

	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// consumer is the consumer.
func (x *explorer) consumer() {
	c := x.producers + 1
	name, r := strconv.Itoa(c), 0
	if x.Turn <= len(x.Active) {
		r = x.Active[x.Turn-1]
	}
	switch x.PC[c-1] {
	case "D0":
		x.settle(c, name)
	case "A1", "A1s":
		x.adopt(c, name)
	case "C2":
		x.lookAtTail("C2", c, r, "C4", "C3")
	case "C4":
		x.receive(c, r)
	case "C3", "C3l", "C3r":
		x.finished(c, r, name)
	case "D1", "D1f":
		x.announce(c, r, name)
	case "D2":
		x.lookAtTail("D2", c, r, "D2t", "D2c")
	case "D2c", "D2t":
		x.dismiss(c, r, name)
	case "S3":
		if x.Mem.Newest(due) == 1 {
			x.add("S3", c, "D0", x.Mem.RMW(name, due, 0, true, true), nil)
		}
	}
}

// settle is a compare-and-swap of nil for nil.
func (x *explorer) settle(c int, name string) {
	if x.noSettle {
		x.add("D0", c, "A1", x.Mem, nil)
		return
	}
	if x.Mem.Newest(rung) == 0 {
		x.add("D0", c, "A1", x.Mem.RMW(name, rung, 0, false, true), nil)
	}
	x.read(c, rung, false, func(v int, mem memory.Memory) {
		if v != 0 {
			x.add("D0", c, "A1", mem, nil)
		}
	})
}

// onward adds a step after which the consumer goes on with the k-th of active.
func (x *explorer) onward(label string, c int, mem memory.Memory, active []int, k int, change func(*State)) {
	next, asking, turn := "C2", x.Asking, k
	if k > len(active) {
		turn = 1
		switch {
		case !asking:
			next, asking = "D0", true
		case len(active) == 0:
			next = "S3"
		default:
			next = "D1"
		}
	}
	x.add(label, c, next, mem, func(s *State) {
		s.Active, s.Turn, s.Asking = active, turn, asking
		if change != nil {
			change(s)
		}
	})
}

func (x *explorer) adopt(c int, name string) {
	if x.PC[c-1] == "A1s" {
		active := slices.Clone(x.Active)
		for r := x.Mem.Newest(rung); r != 0; r = x.State.Next[r-1] {
			active = append(active, r)
		}
		x.onward("A1s", c, x.Mem.RMW(name, rung, 0, true, false), active, 1, nil)
		return
	}
	x.read(c, rung, false, func(v int, mem memory.Memory) {
		if v != 0 {
			x.add("A1", c, "A1s", mem, nil)
		} else {
			x.onward("A1", c, mem, x.Active, 1, nil)
		}
	})
}

// tails calls f with every tail of ring r that the consumer may see.
func (x *explorer) tails(c, r int, f func(more bool, mem memory.Memory)) {
	x.read(c, tail(r), true, func(v int, mem memory.Memory) {
		f(v > x.Taken[r-1], mem.LightFence(strconv.Itoa(c)))
	})
}

func (x *explorer) lookAtTail(label string, c, r int, yes, no string) {
	x.tails(c, r, func(more bool, mem memory.Memory) { x.add(label, c, either(more, yes, no), mem, nil) })
}

func (x *explorer) receive(c, r int) {
	v := x.Ring[r-1][x.Taken[r-1]]
	x.add("C4", c, "A1", x.Mem, func(s *State) {
		s.Got = set(s.Got, v/10, push(s.Got[v/10-1], v%10))
		s.Taken, s.Asking, s.Turn = set(s.Taken, r, s.Taken[r-1]+1), false, 1
	})
}

// finished is the consumer at the empty ring r: has its producer left?
func (x *explorer) finished(c, r int, name string) {
	switch x.PC[c-1] {
	case "C3":
		x.read(c, bell(r), true, func(v int, mem memory.Memory) {
			if v&retired != 0 {
				x.add("C3", c, "C3l", mem, nil)
			} else {
				x.onward("C3", c, mem, x.Active, x.Turn+1, nil)
			}
		})
	case "C3l":
		x.tails(c, r, func(more bool, mem memory.Memory) {
			if more {
				x.onward("C3l", c, mem, x.Active, x.Turn+1, nil)
			} else {
				x.add("C3l", c, "C3r", mem, nil)
			}
		})
	case "C3r":
		mem := x.Mem.Store(name, bell(r), asked).RMW(name, lock, 0, true, true)
		x.onward("C3r", c, mem, without(x.Active, x.Turn), x.Turn, func(s *State) { s.Free = push(s.Free, r) })
	}
}

// announce asks every active ring's producer.
func (x *explorer) announce(c, r int, name string) {
	if x.PC[c-1] == "D1f" {
		x.add("D1f", c, "D2", x.Mem.HeavyFence(name), nil)
		return
	}
	turn, next := x.Turn+1, "D1"
	if x.Turn == len(x.Active) {
		turn, next = 1, either(x.model == memory.Go, "D2", "D1f")
	}
	mem := x.Mem.RMW(name, bell(r), x.Mem.Newest(bell(r))|asked, true, true)
	x.add("D1", c, next, mem, func(s *State) { s.Turn, s.Found = turn, false })
}

// dismiss is the consumer's second look at ring r, and what it does then.
func (x *explorer) dismiss(c, r int, name string) {
	if x.PC[c-1] == "D2t" {
		v := x.Mem.Newest(bell(r))
		mem := x.Mem.RMW(name, bell(r), v&^asked, true, true)
		if v&asked != 0 {
			x.dealt("D2t", c, mem, x.Active, x.Turn+1, true)
		} else {
			x.dealt("D2t", c, mem, without(x.Active, x.Turn), x.Turn, true)
		}
		return
	}
	x.read(c, bell(r), true, func(v int, mem memory.Memory) {
		if v&retired != 0 {
			x.add("D2c", c, "D2t", mem, nil)
		} else {
			x.dealt("D2c", c, mem, without(x.Active, x.Turn), x.Turn, false)
		}
	})
}

// dealt adds a step after which the consumer goes on with the k-th of active,
// knowing whether a ring had something to see.
func (x *explorer) dealt(label string, c int, mem memory.Memory, active []int, k int, found bool) {
	next, turn := either(found, "D2t", "D2"), k
	if k > len(active) {
		next, turn = either(len(active) == 0 && !found, "S3", "A1"), 1
		found = false
	}
	x.add(label, c, next, mem, func(s *State) { s.Active, s.Turn, s.Found = active, turn, found })
}
