package closedrain

import (
	"slices"
	"strconv"

	"github.com/ringmpsc/ringmpsc-go/model/machine/memory"
)

// producer is the producer of lane k.
func (x *explorer) producer(k int) {
	published := x.Sent[k-1] * x.batch
	switch {
	case x.PC[k-1] == "send" && (k > x.senders || x.Sent[k-1] == x.sends):
		x.add("PDone", k, "done", x.Mem.Alone(), nil)
	case x.PC[k-1] == "send":
		name, n := strconv.Itoa(k), published+x.batch
		a := memory.Access{Read: n, Wrote: n, Memory: x.Mem.Store(name, tail(k), n).LightFence(name)} // the last message, and tail
		x.add("P4", k, "P5", a, func(s *State) {
			values := slices.Clone(s.Ring[k-1])
			for len(values) < n {
				values = append(values, len(values)+1)
			}
			s.Ring, s.Sent = set(s.Ring, k, values), set(s.Sent, k, s.Sent[k-1]+1)
		})
	case x.PC[k-1] == "P5":
		for _, a := range x.Mem.Loads(strconv.Itoa(k), flag(k), true) {
			if a.Read != 0 {
				x.add("P5", k, "X2", a, nil)
			} else {
				x.add("P5", k, "send", a, func(s *State) { s.Accepted = set(s.Accepted, k, published) })
			}
		}
	}
}

// told is producer k when it knows the final tail, f-1.
func (x *explorer) told(k, f int) func(*State) {
	return func(s *State) {
		n := min(f-1, s.Sent[k-1]*x.batch)
		values := slices.Clone(s.Ring[k-1])
		for i := n; i < len(values); i++ {
			values[i] = 0
		}
		s.Ring, s.Accepted = set(s.Ring, k, values), set(s.Accepted, k, n)
	}
}

// consumer is the consumer, thread c.
func (x *explorer) consumer(c int) {
	k := x.At[c-1]
	taken, seen := len(x.Got[k-1]), x.Seen[k-1]
	switch x.PC[c-1] {
	case "poll":
		x.poll(c, k, taken, seen)
	case "C2c":
		for _, a := range x.Mem.Loads(strconv.Itoa(c), flag(k), true) {
			switch {
			case a.Read != 0:
				x.add("C2c", c, "X2", a, nil)
			case seen == taken:
				x.onward("C2c", c, a, false, func(s *State) { s.Sealed = set(s.Sealed, k, x.Ending) })
			default:
				x.add("C2c", c, "poll", a, nil)
			}
		}
	case "A5":
		for _, a := range x.Mem.Loads(strconv.Itoa(c), all, true) {
			if a.Read == 0 {
				x.add("A5", c, "poll", a, func(s *State) { s.Looks = x.lanes })
			} else {
				x.add("A5", c, "A6", a, nil)
			}
		}
	case "A6":
		if x.Mem.Newest(lock) == 0 {
			x.add("A6", c, "poll", x.Mem.Update(strconv.Itoa(c), lock, 0, true, true), func(s *State) { s.Ending = true })
		}
	}
}

// poll is the consumer at lane k.
func (x *explorer) poll(c, k, taken, seen int) {
	switch {
	case taken < seen:
		a := memory.Access{Read: x.Ring[k-1][taken], Wrote: taken + 1, Memory: x.Mem} // the message, and head
		receive := func(s *State) { s.Got = set(s.Got, k, append(slices.Clip(s.Got[k-1]), s.Ring[k-1][taken])) }
		if taken+1 == seen {
			x.onward("C4", c, a, true, receive)
		} else {
			x.add("C4", c, "poll", a, receive)
		}
	case !x.Sealed[k-1]:
		for _, a := range x.Mem.Loads(strconv.Itoa(c), tail(k), true) {
			if !x.noLightBetweenTailAndTheClose {
				a.Memory = a.LightFence(strconv.Itoa(c))
			}
			x.add("C2", c, "C2c", a, func(s *State) { s.Seen = set(s.Seen, k, a.Read) })
		}
	case x.drained() && (x.lanes == 1 || x.Ending):
		x.add("CEnd", c, "done", x.Mem.Alone(), nil)
	default:
		x.onward("CSkip", c, x.Mem.Alone(), false, func(*State) {})
	}
}

// drained reports whether every lane is sealed and drained.
func (x *explorer) drained() bool {
	for k, sealed := range x.Sealed {
		if !sealed || x.Seen[k] > len(x.Got[k]) {
			return false
		}
	}
	return true
}

// onward adds a step after which the consumer goes on to the next lane, having
// found nothing in this one, or something.
func (x *explorer) onward(label string, c int, a memory.Access, found bool, change func(*State)) {
	pc, looks := "poll", 0
	switch {
	case x.lanes == 1 || x.Ending:
	case found:
		looks = x.lanes
	case x.Looks == 1:
		pc = "A5"
	default:
		looks = x.Looks - 1
	}
	x.add(label, c, pc, a, func(s *State) {
		change(s)
		s.At, s.Looks = set(s.At, c, s.At[c-1]%x.lanes+1), looks
	})
}

// closer is thread t, where it has the lock to do with.
func (x *explorer) closer(t int) {
	name := strconv.Itoa(t)
	switch x.PC[t-1] {
	case "X0":
		if x.Mem.Newest(lock) == 0 {
			x.add("X0", t, "X1", x.Mem.RMW(name, lock, 1, true, false).Update(name, all, 1, true, true), nil)
		}
	case "X4":
		x.add("X4", t, "done", x.Mem.Store(name, lock, 0).Alone(), nil)
	}
}

// sealer is any thread t, where it closes and seals.
func (x *explorer) sealer(t int) {
	k, name := x.At[t-1], strconv.Itoa(t)
	switch x.PC[t-1] {
	case "X1":
		x.add("X1", t, "X2", x.Mem.Update(name, flag(k), 1, false, true), nil)
	case "X2":
		next := "X2f"
		if x.model == memory.Go {
			next = "X2t"
		}
		for _, a := range x.Mem.Loads(name, final(k), true) {
			if a.Read == 0 {
				x.add("X2", t, next, a, nil)
			} else {
				x.settle("X2", t, a.Read, a, func(*State) {})
			}
		}
	case "X2f":
		x.add("X2f", t, "X2t", x.Mem.HeavyFence(name).Alone(), nil)
	case "X2t":
		for _, a := range x.Mem.Loads(name, tail(k), true) {
			x.add("X2t", t, "X2s", a, func(s *State) { s.Cache = set(s.Cache, t, a.Read) })
		}
	case "X2s":
		f := x.Mem.Newest(final(k))
		if f == 0 {
			f = x.Cache[t-1] + 1
		}
		x.settle("X2s", t, f, x.Mem.Update(name, final(k), f, true, true), func(s *State) { s.Cache = set(s.Cache, t, 0) })
	}
}

// settle is what t does when it knows the final tail of its lane, f-1.
func (x *explorer) settle(label string, t, f int, a memory.Access, change func(*State)) {
	k := x.At[t-1]
	switch {
	case t <= x.lanes:
		x.add(label, t, "done", a, func(s *State) { change(s); x.told(k, f)(s) })
	case t == x.lanes+1:
		x.add(label, t, "poll", a, func(s *State) {
			change(s)
			s.Seen, s.Sealed = set(s.Seen, k, f-1), set(s.Sealed, k, true)
		})
	case k == x.lanes && k > 1:
		x.add(label, t, "X4", a, change)
	case k == x.lanes:
		x.add(label, t, "done", a, change)
	default:
		x.add(label, t, "X1", a, func(s *State) { change(s); s.At = set(s.At, t, k+1) })
	}
}
