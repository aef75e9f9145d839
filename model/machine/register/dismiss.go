package register

import "github.com/ringmpsc/ringmpsc-go/model/machine/memory"

// announce asks every active ring's producer.
func (x *explorer) announce(c, r int, name string) {
	if x.PC[c-1] == "D1f" {
		x.add("D1f", c, "D2", x.Mem.HeavyFence(name).Alone(), nil)
		return
	}
	left, next := x.Looks-1, "D1"
	if left == 0 {
		left, next = len(x.Active), either(x.model == memory.Go, "D2", "D1f")
	}
	a := x.Mem.Update(name, bell(r), x.Mem.Newest(bell(r))|asked, true, true)
	x.add("D1", c, next, a, func(s *State) { s.Looks = left })
}

// dismiss is the consumer that has looked again at ring r, and what it does then.
func (x *explorer) dismiss(c, r int, name string) {
	if x.PC[c-1] == "D2t" {
		v, active := x.Mem.Newest(bell(r)), x.Active
		if v&asked == 0 {
			active = without(active, x.at())
		}
		x.dealt("D2t", c, x.Mem.Update(name, bell(r), v&^asked, true, true), active, true)
		return
	}
	for _, a := range x.Mem.Loads(name, bell(r), true) {
		if x.Quota > 0 || a.Read&retired != 0 {
			x.add("D2c", c, "D2t", a, func(s *State) { s.Quota = 0 })
		} else {
			x.dealt("D2c", c, a, without(x.Active, x.at()), false)
		}
	}
}

// dealt adds a step after which a ring has been dealt with: active is what is
// left of the rings, and found whether one had something to see. After the last
// the consumer looks again.
func (x *explorer) dealt(label string, c int, a memory.Access, active []int, found bool) {
	next, left := either(found, "D2t", "D2"), x.Looks-1
	if left == 0 {
		next, found = "A1", false
	}
	x.add(label, c, next, a, func(s *State) { s.Active, s.Looks, s.Quota, s.Found = active, left, 0, found })
}
