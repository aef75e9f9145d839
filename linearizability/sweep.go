package linearizability

import (
	"cmp"
	"fmt"
	"slices"
)

// empties checks that an empty receive had nothing to receive: every send that
// returned before it began has been received by an operation that began before
// it ended.
func (m *monitor) empties() *Violation {
	var looks []*Operation
	for i := range m.h {
		if o := &m.h[i]; o.Kind == Recv && o.Outcome == Empty {
			looks = append(looks, o) // in order of Call, as h is
		}
	}
	if len(looks) == 0 {
		return nil
	}
	done := m.sendsDone()
	for _, look := range looks {
		latest := done.before(look.Call)
		if latest != nil && m.recvCall(latest) > look.Return {
			v := m.violation(FalseEmpty, latest.v.String(), latest.send, latest.recv)
			v.Operations = slices.Insert(v.Operations, 1, *look)
			return v
		}
	}
	return nil
}

// fifo checks the order between producers: what was sent after a send had
// returned is not received before the receive of that one begins.
func (m *monitor) fifo() *Violation {
	done := m.sendsDone()
	for _, next := range m.stamped(func(o *Operation) int64 { return o.Call }) {
		latest, b := done.before(next.at), next.it
		if latest != nil && b.recv != none && m.h[b.recv].Return < m.recvCall(latest) {
			detail := fmt.Sprintf("%v was sent before %v and received after it, or never", latest.v, b.v)
			return m.violation(Order, detail, latest.send, b.send, b.recv, latest.recv)
		}
	}
	return nil
}

// stamp is when an item's send was called, or returned.
type stamp struct {
	at int64
	it *item
}

// stamped returns all items in the order of a stamp of their sends.
func (m *monitor) stamped(at func(send *Operation) int64) []stamp {
	var items []stamp
	for _, s := range m.list {
		for i := range s.items {
			it := &s.items[i]
			items = append(items, stamp{at(&m.h[it.send]), it})
		}
	}
	slices.SortFunc(items, func(a, b stamp) int { return cmp.Compare(a.at, b.at) })
	return items
}

// sweep goes through the sends in the order in which they returned.
type sweep struct {
	m      *monitor
	sends  []stamp
	latest *item // of those passed, the one whose receive was called last
}

func (m *monitor) sendsDone() *sweep {
	return &sweep{m: m, sends: m.stamped(func(o *Operation) int64 { return o.Return })}
}

// before returns, of the items whose sends returned before t, the one received
// last; nil if there is none. Calls with growing t.
func (s *sweep) before(t int64) *item {
	for ; len(s.sends) > 0 && s.sends[0].at < t; s.sends = s.sends[1:] {
		it := s.sends[0].it
		if !s.m.gone(it) && (s.latest == nil || s.m.recvCall(it) > s.m.recvCall(s.latest)) {
			s.latest = it
		}
	}
	return s.latest
}

// gone reports whether nothing can be said about an item that was not received.
func (m *monitor) gone(it *item) bool { return it.recv == none && (it.maybe || m.holes) }

// recvCall returns when the receive of an item was called.
func (m *monitor) recvCall(it *item) int64 {
	if it.recv == none {
		return Never
	}
	return m.h[it.recv].Call
}
