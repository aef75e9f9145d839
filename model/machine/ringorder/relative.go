package ringorder

import (
	"slices"

	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// rebase moves the origin to the consumer's head, in place.
func (m *Machine) rebase(s *State) {
	n := s.Cons.Head
	if n == 0 {
		return
	}
	s.Prod.Tail -= n
	s.Prod.Cached -= n
	s.Cons.Head = 0
	s.Cons.Cached -= n
	for _, t := range []thread{producer, consumer} {
		msgs, _ := s.Msgs.of(t)
		for i := range *msgs {
			(*msgs)[i].Val -= n
			(*msgs)[i].Acc = m.rotate((*msgs)[i].Acc, n)
		}
		buf := *s.Buf.of(t)
		for i := range buf {
			m.rebaseStore(&buf[i], n)
		}
		known := s.Known.of(t)
		*known = m.rotate(*known, n)
	}
	k := n % m.capacity
	s.Slot = slices.Concat(s.Slot[k:], s.Slot[:k])
	for i := range s.Slot {
		s.Slot[i] = m.less(s.Slot[i], n)
	}
	s.Out = nil
}

// rebaseStore rebases an entry of a store buffer.
func (m *Machine) rebaseStore(e *Store, n int) {
	e.Acc = m.rotate(e.Acc, n)
	if e.To != "slot" {
		e.Val -= n
		return
	}
	e.At = (e.At - n%m.capacity + m.capacity) % m.capacity
	e.Val = m.less(e.Val, n)
}

// less subtracts n from a value, unless it is none.
func (m *Machine) less(v, n int) int {
	if v == m.empty {
		return v
	}
	return v - n
}

// rotate rebases a set of slots.
func (m *Machine) rotate(set machine.Set, n int) machine.Set {
	k := n % m.capacity
	return (set>>k | set<<(m.capacity-k)) & machine.SetOf(m.capacity)
}
