package bench

import (
	"fmt"
	"sync"
)

// Topology says who sends to whom.
type Topology string

// The topologies.
const (
	SPSC     Topology = "SPSC"     // one goroutine sends, one receives
	MPSC     Topology = "MPSC"     // several send one at a time, one receives
	PingPong Topology = "PingPong" // two pass one number to and fro
	Alone    Topology = "Alone"    // one sends and receives
)

// Scenario is a piece of work that contenders are compared at.
type Scenario struct {
	Topology  Topology
	Cap       int // capacity
	Batch     int // messages with one call: of both sides for SPSC, of the receiver for MPSC
	Producers int
	Messages  int // in one run; round trips for PingPong
}

// Scenarios returns what is measured.
func Scenarios() (all []Scenario) {
	const many = 1 << 20 // messages: some 10 to 50 ms one at a time
	for _, capacity := range []int{1024, 65536} {
		all = append(all, Scenario{SPSC, capacity, 1, 1, many})
		for _, batch := range []int{8, 64, 1024} {
			all = append(all, Scenario{SPSC, capacity, batch, 1, 4 * many})
		}
	}
	for _, capacity := range []int{1024, 65536} {
		for _, batch := range []int{1, 64} {
			for _, producers := range []int{1, 2, 4, 8} {
				all = append(all, Scenario{MPSC, capacity, batch, producers, many})
			}
		}
	}
	return append(all,
		Scenario{PingPong, 1024, 1, 1, many / 32},
		Scenario{Alone, 1024, 1, 1, many})
}

// Name returns the scenario's name for an implementation, as benchstat groups
// by its parts.
func (s Scenario) Name(impl string) string {
	return fmt.Sprintf("impl=%s/cap=%d/batch=%d/producers=%d", impl, s.Cap, s.Batch, s.Producers)
}

// Takes reports whether c can take part. MPSC is not measured with one-sender
// implementations, nor SPSC with mpsc: its figures are those of MPSC with one
// producer.
func (s Scenario) Takes(c Contender) bool {
	switch s.Topology {
	case SPSC:
		return c.Name != mpscContender.Name
	case MPSC:
		return c.ManySenders
	default:
		return true
	}
}

// Course is a scenario set up for one contender. Its runs use the same queue,
// one after the other.
type Course struct {
	s      Scenario
	there  Queue
	back   Queue  // PingPong only
	order  *Order // of what arrives
	echoes *Order // PingPong only: of what arrives at the far side
}

// NewCourse sets s up for c.
func NewCourse(s Scenario, c Contender) *Course {
	r := &Course{s: s, there: c.New(s.Cap, s.Producers), order: NewOrder(s.Producers)}
	if s.Topology == PingPong {
		r.back, r.echoes = c.New(s.Cap, 1), NewOrder(1)
	}
	return r
}

// Run moves the scenario's messages. The error is a message that was lost,
// repeated, altered or out of its sender's order.
func (r *Course) Run() error {
	switch r.s.Topology {
	case PingPong:
		r.pingPong()
		if err := r.echoes.Err(); err != nil {
			return err
		}
	case Alone:
		r.there.SendRecv(r.order.Next(0), r.s.Messages, r.order)
	default:
		r.transfer()
	}
	return r.order.Err()
}

// transfer has the producers send equal shares while the caller receives.
func (r *Course) transfer() {
	share, batch := r.s.Messages/r.s.Producers, r.s.Batch
	if r.s.Topology == MPSC {
		batch = 1
	}
	var producers sync.WaitGroup
	for i := range r.s.Producers {
		first := r.order.Next(i)
		producers.Go(func() { r.there.Send(i, first, share, batch) })
	}
	r.there.Recv(share*r.s.Producers, r.s.Batch, r.order)
	producers.Wait()
}

// pingPong sends one number after the other to a goroutine that sends it back.
func (r *Course) pingPong() {
	first := r.order.Next(0)
	last := first + uint64(r.s.Messages)
	var far sync.WaitGroup
	far.Go(func() {
		for v := first; v != last; v++ {
			r.there.Recv(1, 1, r.echoes)
			r.back.Send(0, v, 1, 1)
		}
	})
	for v := first; v != last; v++ {
		r.there.Send(0, v, 1, 1)
		r.back.Recv(1, 1, r.order)
	}
	far.Wait()
}
