package bench

import (
	"runtime"
	"sync"
	"time"
)

// places is how many pairs of queues take turns in a run of round trips. How long a
// cache line takes from one core to another depends on which it is: the same code
// takes twice as long in one place as in another, and goes on doing so.
const places = 16

// pingPong has a goroutine send one number after the other to another, which
// sends it back.
type pingPong struct {
	there, back [places]Queue
	pace        *pace  // round trips of a run
	order       *Order // of what comes back
	echoes      *Order // of what arrives at the far side
}

func newPingPong(c Contender, e Effort) *pingPong {
	p := &pingPong{pace: e.newPace(e.Trips, places, places), order: NewOrder(1), echoes: NewOrder(1)}
	for i := range places {
		p.there[i], p.back[i] = c.New(1024, 1), c.New(1024, 1)
	}
	return p
}

// pass makes the round trips, with the clock read after each if h is given.
func (p *pingPong) pass(h *Histogram) error {
	first, each := p.order.Next(0), uint64(p.pace.n/places)
	var far sync.WaitGroup
	far.Go(func() {
		v := first
		for i := range places {
			for end := v + each; v != end; v++ {
				p.there[i].Recv(1, 1, p.echoes)
				p.back[i].Send(0, v, 1, 1)
			}
		}
	})
	v, then := first, time.Now()
	for i := range places {
		for end := v + each; v != end; v++ {
			p.there[i].Send(0, v, 1, 1)
			p.back[i].Recv(1, 1, p.order)
			if h != nil {
				now := time.Now()
				h.Record(now.Sub(then).Nanoseconds())
				then = now
			}
		}
	}
	far.Wait()
	if err := p.echoes.Err(); err != nil {
		return err
	}
	return p.order.Err()
}

// run measures twice: without a clock for the mean, and with one, which takes
// part of each trip, for the distribution.
func (p *pingPong) run() (Sample, error) {
	start := time.Now()
	if err := p.pass(nil); err != nil {
		return Sample{}, err
	}
	seconds := time.Since(start).Seconds()
	mean := seconds * 1e9 / float64(p.pace.n)
	h := new(Histogram)
	err := p.pass(h)
	p.pace.took(seconds)
	return Sample{Latencies: h, Metrics: map[string]float64{
		"ns/trip": mean, "p50-ns": h.Quantile(0.5), "p99-ns": h.Quantile(0.99), "p999-ns": h.Quantile(0.999),
	}}, err
}

// pingPongCases: two goroutines pass one number to and fro.
func pingPongCases(e Effort) (all []Case) {
	for _, c := range append(Contenders(), flagContender) {
		one := Case{Workload: "PingPong", Impl: c.Name, Unit: "ns/trip", Params: "cap=1024", Quick: quickly(c),
			Start: func() func() (Sample, error) {
				return newPingPong(c, e).run
			}}
		all = append(all, one)
		if !c.Variant {
			all = append(all, onOne(one))
		}
	}
	return all
}

// aloneCases: one goroutine sends and receives.
func aloneCases(e Effort) (all []Case) {
	for _, c := range Contenders() {
		if c.Variant {
			continue
		}
		all = append(all, Case{Workload: "Alone", Impl: c.Name, Unit: "ns/op", Params: "cap=1024", Quick: quickly(c),
			Start: func() func() (Sample, error) {
				q, o := c.New(1024, 1), NewOrder(1)
				pace := e.newPace(e.Messages, 2048, 1)
				return func() (Sample, error) { return alone(q, o, pace) }
			}})
	}
	return all
}

// alone measures the sends and receives of one goroutine, and what they
// allocate.
func alone(q Queue, o *Order, pace *pace) (Sample, error) {
	n := pace.n
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	q.SendRecv(o.Next(0), n, o)
	ns := float64(time.Since(start).Nanoseconds())
	runtime.ReadMemStats(&after)
	pace.took(ns / 1e9)
	allocs := float64(after.Mallocs-before.Mallocs) / float64(n)
	if allocs < 0.001 {
		allocs = 0 // the runtime's own
	}
	return Sample{Metrics: map[string]float64{"ns/op": ns / float64(n), "allocs/op": allocs}}, o.Err()
}
