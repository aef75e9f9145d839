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
	case x.PC[k-1] == "send" && x.Sent[k-1] == x.sends:
		x.add("PDone", k, "done", x.Mem, nil)
	case x.PC[k-1] == "send":
		name, n := strconv.Itoa(k), published+x.batch
		x.read, x.wrote = n, n // the last message, and tail
		x.add("P4", k, "P5", x.Mem.Store(name, tail(k), n).LightFence(name), func(s *State) {
			values := slices.Clone(s.Ring[k-1])
			for len(values) < n {
				values = append(values, len(values)+1)
			}
			s.Ring, s.Sent = set(s.Ring, k, values), set(s.Sent, k, s.Sent[k-1]+1)
		})
	case x.PC[k-1] == "P5":
		x.load(k, flag(k), func(closed int, mem memory.Memory) {
			if closed != 0 {
				x.add("P5", k, "X2", mem, nil)
				return
			}
			x.add("P5", k, "send", mem, func(s *State) { s.Accepted = set(s.Accepted, k, published) })
		})
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
		x.load(c, flag(k), func(closed int, mem memory.Memory) {
			switch {
			case closed != 0:
				x.add("C2c", c, "X2", mem, nil)
			case seen == taken:
				x.add("C2c", c, "poll", mem, x.nextLane(c))
			default:
				x.add("C2c", c, "poll", mem, nil)
			}
		})
	}
}

// poll is the consumer at lane k.
func (x *explorer) poll(c, k, taken, seen int) {
	switch {
	case taken < seen:
		x.read, x.wrote = x.Ring[k-1][taken], taken+1 // the message, and head
		x.add("C4", c, "poll", x.Mem, func(s *State) {
			got := append(slices.Clip(s.Got[k-1]), s.Ring[k-1][taken])
			if s.Got = set(s.Got, k, got); taken+1 == seen {
				x.nextLane(c)(s)
			}
		})
	case !x.Sealed[k-1]:
		x.load(c, tail(k), func(v int, mem memory.Memory) {
			if !x.noLightBetweenTailAndTheClose {
				mem = mem.LightFence(strconv.Itoa(c))
			}
			x.add("C2", c, "C2c", mem, func(s *State) { s.Seen = set(s.Seen, k, v) })
		})
	case x.drained():
		x.add("CEnd", c, "done", x.Mem, nil)
	default:
		x.add("CSkip", c, "poll", x.Mem, x.nextLane(c))
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

func (x *explorer) nextLane(c int) func(*State) {
	return func(s *State) { s.At = set(s.At, c, s.At[c-1]%x.lanes+1) }
}

// sealer is any thread t, where it closes and seals.
func (x *explorer) sealer(t int) {
	k, name := x.At[t-1], strconv.Itoa(t)
	switch x.PC[t-1] {
	case "X1":
		x.add("X1", t, "X2", x.update(name, flag(k), 1, false, true), nil)
	case "X2":
		next := "X2f"
		if x.model == memory.Go {
			next = "X2t"
		}
		x.load(t, final(k), func(f int, mem memory.Memory) {
			if f == 0 {
				x.add("X2", t, next, mem, nil)
			} else {
				x.settle("X2", t, f, mem, func(*State) {})
			}
		})
	case "X2f":
		x.add("X2f", t, "X2t", x.Mem.HeavyFence(name), nil)
	case "X2t":
		x.load(t, tail(k), func(v int, mem memory.Memory) {
			x.add("X2t", t, "X2s", mem, func(s *State) { s.Cache = set(s.Cache, t, v) })
		})
	case "X2s":
		f := x.Mem.Newest(final(k))
		if f == 0 {
			f = x.Cache[t-1] + 1
		}
		mem := x.update(name, final(k), f, true, true)
		x.settle("X2s", t, f, mem, func(s *State) { s.Cache = set(s.Cache, t, 0) })
	}
}

// settle is what t does when it knows the final tail of its lane, f-1.
func (x *explorer) settle(label string, t, f int, mem memory.Memory, change func(*State)) {
	k := x.At[t-1]
	switch {
	case t <= x.lanes:
		x.add(label, t, "done", mem, func(s *State) { change(s); x.told(k, f)(s) })
	case t == x.lanes+1:
		x.add(label, t, "poll", mem, func(s *State) {
			change(s)
			s.Seen, s.Sealed = set(s.Seen, k, f-1), set(s.Sealed, k, true)
		})
	case k == x.lanes:
		x.add(label, t, "done", mem, change)
	default:
		x.add(label, t, "X1", mem, func(s *State) { change(s); s.At = set(s.At, t, k+1) })
	}
}
