package ringorder

import "github.com/ringmpsc/ringmpsc-go/model/machine"

// store lets t store v at its position, in place. It returns false if t has to
// wait for its buffer.
func (m *Machine) store(s *State, t thread, v int, order string) bool {
	var acc machine.Set
	if m.orders(order) {
		acc = machine.SetOf(m.capacity)
	}
	buf := s.Buf.of(t)
	if m.model == "TSO" && order != "seqcst" {
		_, name := s.Msgs.of(t)
		*buf = append(*buf, Store{To: name, Val: v, Acc: acc})
		return true
	}
	if len(*buf) > 0 {
		return false
	}
	m.deliver(s, t, Message{v, acc})
	return true
}

// orders reports whether an access of that order synchronises. In Go and under
// TSO all do.
func (m *Machine) orders(order string) bool { return m.model != "RC11" || order != "relaxed" }

// deliver lets a store of t reach memory. Only RC11 keeps what was there.
func (m *Machine) deliver(s *State, t thread, msg Message) {
	msgs, _ := s.Msgs.of(t)
	if m.model != "RC11" {
		*msgs = nil
	}
	*msgs = append(*msgs, msg)
}

// load lets t read message i of the other's position.
func (m *Machine) load(s *State, t thread, i int, order string) int {
	msgs, _ := s.Msgs.of(t.peer())
	*msgs = (*msgs)[i:]
	if m.orders(order) {
		*s.Known.of(t) |= (*msgs)[0].Acc
	}
	return (*msgs)[0].Val
}

// touch notes that t accesses slot i: what it has stored before does not
// release that.
func (s *State) touch(t thread, i int) {
	s.Race = s.Race || !s.Known.of(t).Has(i)
	peer := s.Known.of(t.peer())
	*peer = peer.Without(i)
	msgs, _ := s.Msgs.of(t)
	for k := range *msgs {
		(*msgs)[k].Acc = (*msgs)[k].Acc.Without(i)
	}
	buf := *s.Buf.of(t)
	for k := range buf {
		buf[k].Acc = buf[k].Acc.Without(i)
	}
}

// read lets t read slot i.
func (s *State) read(t thread, i int) int {
	s.touch(t, i)
	v := s.Slot[i]
	for _, e := range *s.Buf.of(t) {
		if e.To == "slot" && e.At == i {
			v = e.Val
		}
	}
	return v
}

// write lets t write slot i.
func (m *Machine) write(s *State, t thread, i, v int) {
	s.touch(t, i)
	if m.model == "TSO" {
		buf := s.Buf.of(t)
		*buf = append(*buf, Store{To: "slot", At: i, Val: v})
		return
	}
	s.Slot[i] = v
}

// flush lets the oldest entry of t's buffer reach memory.
func (m *Machine) flush(s *State, t thread) {
	buf := s.Buf.of(t)
	e := (*buf)[0]
	if *buf = (*buf)[1:]; e.To == "slot" {
		s.Slot[e.At] = e.Val
		return
	}
	m.deliver(s, t, Message{e.Val, e.Acc})
}
