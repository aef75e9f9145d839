package linearizability

import (
	"fmt"
	"slices"
	"sort"
)

// times are the stamps of the items of one queue, each list sorted. Between
// them they bound how many items the queue held at any time.
type times struct {
	sendCalls, sendReturns []int64
	recvCalls, recvReturns []int64
}

// capacities checks that no queue held more than its capacity, and that none
// refused a value it had space for.
func (m *monitor) capacities() *Violation {
	if m.spec.Capacity == 0 || m.holes {
		return nil
	}
	queues := m.queues()
	for i := range m.h {
		o := &m.h[i]
		if o.Kind != Send || o.Outcome == Pending {
			continue
		}
		if v := m.capacity(i, o, queues[o.Producer]); v != nil {
			return v
		}
	}
	return nil
}

// queues returns the times of the queue that each producer sends to.
func (m *monitor) queues() map[int]*times {
	ts := map[int]*times{}
	var shared *times
	if !m.spec.PerProducer {
		shared = m.times(m.list)
	}
	for id, s := range m.all {
		if ts[id] = shared; shared == nil {
			ts[id] = m.times([]*sender{s})
		}
	}
	return ts
}

// capacity checks one send.
func (m *monitor) capacity(i int, o *Operation, t *times) *Violation {
	c := m.spec.Capacity
	if o.N > 0 {
		if n := before(t.sendReturns, o.Return+1) - before(t.recvCalls, o.Return+1); n > c {
			return m.violation(OverFull, fmt.Sprintf("at least %d, and has room for %d", n, c), i)
		}
	}
	if o.Outcome != Full || o.Return >= m.closeCall || o.Return >= m.sender(o.Producer).leave {
		return nil
	}
	if n := before(t.sendCalls, o.Return+1) - before(t.recvReturns, o.Call); n < c {
		return m.violation(FalseFull, fmt.Sprintf("at most %d of %d", n, c), i)
	}
	return nil
}

// times collects the stamps of the senders' items. A send that may have
// happened counts as begun and never as done.
func (m *monitor) times(senders []*sender) *times {
	t := new(times)
	for _, s := range senders {
		for _, it := range s.items {
			send := &m.h[it.send]
			t.sendCalls = append(t.sendCalls, send.Call)
			t.sendReturns = append(t.sendReturns, send.Return)
			if it.recv != none {
				t.recvCalls = append(t.recvCalls, m.h[it.recv].Call)
				t.recvReturns = append(t.recvReturns, m.h[it.recv].Return)
			}
		}
	}
	for _, list := range [][]int64{t.sendCalls, t.sendReturns, t.recvCalls, t.recvReturns} {
		slices.Sort(list)
	}
	return t
}

// before returns how many stamps come before t.
func before(stamps []int64, t int64) int {
	return sort.Search(len(stamps), func(i int) bool { return stamps[i] >= t })
}
