package linearizability

import (
	"fmt"
	"strings"
)

// Violation is what the monitor found: operations that contradict each other
// whatever the order of the rest.
type Violation struct {
	Rule       Rule
	Detail     string
	Operations []Operation
}

// Rule names what a queue broke.
type Rule string

// The rules of the monitor.
const (
	Reused      Rule = "the test sent the same value twice"
	Invented    Rule = "received what was never accepted"
	Duplicated  Rule = "received twice"
	Early       Rule = "received before it was sent"
	Order       Rule = "received in another order than sent"
	Lost        Rule = "accepted and never received"
	AfterClose  Rule = "accepted after Close returned"
	FalseClosed Rule = "reported closed before Close was called"
	ClosedSoon  Rule = "reported closed with a message undelivered"
	FalseEmpty  Rule = "reported empty with a message in the queue"
	FalseFull   Rule = "reported full with space in the queue"
	OverFull    Rule = "held more than its capacity"
)

// Error returns the rule and the operations that break it.
func (v *Violation) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "linearizability: %s: %s", v.Rule, v.Detail)
	for i := range v.Operations {
		fmt.Fprintf(&b, "\n    %v", &v.Operations[i])
	}
	return b.String()
}

// Monitor checks h against what every queue promises: nothing lost, invented or
// duplicated, each producer's values in order, empty, closed and acceptance only
// when allowed. It returns nil or a [*Violation]. Use [Spec.Monitor] to have the
// order between producers and the capacity checked as well.
func Monitor(h History) error { return Spec{PerProducer: true}.Monitor(h) }

// Monitor checks h in linear time but for sorting: a million operations in less
// than a second. It returns nil or a [*Violation].
//
// A value that was accepted and never received is a violation if a later value
// of its producer was received, or if a receive that began after the send
// returned reported empty or closed: so end a run with such a receive. With
// receives pending, which may have taken anything, missing values are let pass.
func (s Spec) Monitor(h History) error {
	m := &monitor{h: h, spec: s, closeCall: Never, closeReturn: Never, closedSeen: Never}
	for _, check := range []func() *Violation{m.sends, m.receives, m.orders, m.closes, m.empties, m.capacities} {
		if v := check(); v != nil {
			return v
		}
	}
	return nil
}

// monitor is one run of [Spec.Monitor].
type monitor struct {
	h    History
	spec Spec
	all  map[int]*sender
	list []*sender // all, in order of appearance

	closeCall   int64 // when Close was first called
	closeReturn int64 // when a Close first returned
	closedSeen  int64 // when a receive that reported closed first returned
	closedBy    int   // that receive
	holes       bool  // a pending receive may have taken values
}

// sender is what one producer sent, in order.
type sender struct {
	items   []item
	index   map[Value]int // into items; made when values come out of turn
	largest Value         // of the items
	next    int           // index of the value that comes next if all is well
	leave   int64         // when it was first told to leave
	lastBy  int           // the client that received the last value
	lastIdx int           // index of that value
	others  map[int]int   // lastIdx of other clients
}

// item is an accepted value. send and recv are indices of operations; recv is
// none until it was received.
type item struct {
	v          Value
	send, recv int
	maybe      bool // its send is pending
}

const none = -1

func (m *monitor) sender(id int) *sender {
	s := m.all[id]
	if s == nil {
		s = &sender{leave: Never, lastBy: none}
		m.all[id] = s
		m.list = append(m.list, s)
	}
	return s
}

// find returns the index of v, or none.
func (s *sender) find(v Value) int {
	if s.next < len(s.items) && s.items[s.next].v == v {
		s.next++
		return s.next - 1
	}
	if s.index == nil {
		s.index = make(map[Value]int, len(s.items))
		for i := range s.items {
			s.index[s.items[i].v] = i
		}
	}
	i, ok := s.index[v]
	if !ok {
		return none
	}
	s.next = i + 1
	return i
}

// violation returns a violation by the operations with the given indices.
func (m *monitor) violation(r Rule, detail string, ops ...int) *Violation {
	v := &Violation{Rule: r, Detail: detail}
	for _, i := range ops {
		if i != none {
			v.Operations = append(v.Operations, m.h[i])
		}
	}
	return v
}
