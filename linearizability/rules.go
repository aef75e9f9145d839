package linearizability

import (
	"fmt"
	"slices"
)

// sends collects what was accepted, and when the queue was closed.
func (m *monitor) sends() *Violation {
	m.all = map[int]*sender{}
	for i := range m.h {
		switch o := &m.h[i]; o.Kind {
		case Send:
			s := m.sender(o.Producer)
			for _, v := range o.offeredOrAccepted() {
				if len(s.items) > 0 && v <= s.largest && s.holds(v) {
					return m.violation(Reused, v.String(), i)
				}
				s.largest = max(s.largest, v)
				s.items = append(s.items, item{v: v, send: i, recv: none, maybe: o.Outcome == Pending})
			}
		case Leave:
			s := m.sender(o.Producer)
			s.leave = min(s.leave, o.Call)
		case Close:
			m.closeCall, m.closeReturn = min(m.closeCall, o.Call), min(m.closeReturn, o.Return)
		}
	}
	return nil
}

// offeredOrAccepted returns what was accepted, or may have been.
func (o *Operation) offeredOrAccepted() []Value {
	if o.Outcome == Pending {
		return o.Values
	}
	return o.Values[:o.N]
}

// holds reports whether v is among the items; slow, for values out of order.
func (s *sender) holds(v Value) bool {
	return slices.ContainsFunc(s.items, func(it item) bool { return it.v == v })
}

// receives pairs every received value with its send.
func (m *monitor) receives() *Violation {
	for i := range m.h {
		o := &m.h[i]
		if o.Kind != Recv {
			continue
		}
		m.holes = m.holes || o.Outcome == Pending
		if o.Outcome == Closed && o.Return < m.closedSeen {
			m.closedSeen, m.closedBy = o.Return, i
		}
		for _, v := range o.Values {
			if bad := m.receive(i, v); bad != nil {
				return bad
			}
		}
	}
	return nil
}

// receive notes that operation i received v.
func (m *monitor) receive(i int, v Value) *Violation {
	s := m.sender(v.Producer())
	k := s.find(v)
	if k == none {
		return m.violation(Invented, v.String(), m.refusal(v), i)
	}
	it := &s.items[k]
	switch {
	case it.recv != none:
		return m.violation(Duplicated, v.String(), it.send, it.recv, i)
	case m.h[i].Return < m.h[it.send].Call:
		return m.violation(Early, v.String(), it.send, i)
	}
	it.recv = i
	if last := s.swapLast(m.h[i].Client, k); last > k {
		return m.orderViolation(s, k, last)
	}
	return nil
}

// swapLast notes that a client received item k, and returns which it received
// before.
func (s *sender) swapLast(client, k int) int {
	if s.lastBy != client {
		if s.others == nil {
			s.others = map[int]int{}
		}
		if s.lastBy != none {
			s.others[s.lastBy] = s.lastIdx
		}
		last, ok := s.others[client]
		if !ok {
			last = none
		}
		s.lastBy, s.lastIdx = client, last
	}
	last := s.lastIdx
	s.lastIdx = k
	return last
}

func (m *monitor) orderViolation(s *sender, first, second int) *Violation {
	a, b := &s.items[first], &s.items[second]
	detail := fmt.Sprintf("%v was sent before %v and received after it", a.v, b.v)
	return m.violation(Order, detail, a.send, b.send, b.recv, a.recv)
}

// refusal returns the operation that offered v in vain, or none.
func (m *monitor) refusal(v Value) int {
	return slices.IndexFunc(m.h, func(o Operation) bool { return o.Kind == Send && slices.Contains(o.Values, v) })
}

// orders checks what different consumers received of one producer: no value
// left the queue before one that was sent earlier.
func (m *monitor) orders() *Violation {
	for _, s := range m.list {
		soonest := none // of the items after k, the one whose receive returned first
		for k := len(s.items) - 1; k >= 0; k-- {
			it := &s.items[k]
			switch {
			case it.recv == none && soonest != none && !it.maybe && !m.holes:
				later := &s.items[soonest]
				detail := fmt.Sprintf("%v, though %v, sent later, was", it.v, later.v)
				return m.violation(Lost, detail, it.send, later.send, later.recv)
			case it.recv == none:
			case soonest == none || m.h[it.recv].Return < m.h[s.items[soonest].recv].Return:
				soonest = k
			case m.h[s.items[soonest].recv].Return < m.h[it.recv].Call:
				return m.orderViolation(s, k, soonest)
			}
		}
	}
	if m.spec.PerProducer {
		return nil
	}
	return m.fifo()
}

// closes checks what was accepted and reported around Close.
func (m *monitor) closes() *Violation {
	if m.closedSeen < m.closeCall {
		return m.violation(FalseClosed, "a receive", m.closedBy)
	}
	for i := range m.h {
		if v := m.aroundClose(i); v != nil {
			return v
		}
	}
	if m.closedSeen == Never {
		return nil
	}
	for _, s := range m.list {
		for _, it := range s.items {
			missing := it.recv == none && !it.maybe && !m.holes
			if missing || it.recv != none && m.h[it.recv].Call > m.closedSeen {
				return m.violation(ClosedSoon, it.v.String(), it.send, m.closedBy, it.recv)
			}
		}
	}
	return nil
}

// aroundClose checks what a producer's operation i says about Close.
func (m *monitor) aroundClose(i int) *Violation {
	o := &m.h[i]
	if o.Kind != Send && o.Kind != Register {
		return nil
	}
	accepted := len(o.Accepted()) > 0 || o.Kind == Register && o.Outcome == OK
	if accepted && o.Call > m.closeReturn {
		return m.violation(AfterClose, o.Kind.String(), m.first(Close), i)
	}
	left := o.Kind == Send && m.sender(o.Producer).leave <= o.Return
	if o.Outcome == Closed && o.Return < m.closeCall && !left {
		return m.violation(FalseClosed, o.Kind.String(), i, m.first(Close))
	}
	return nil
}

// first returns the first operation of a kind, or none.
func (m *monitor) first(k Kind) int {
	return slices.IndexFunc(m.h, func(o Operation) bool { return o.Kind == k })
}
