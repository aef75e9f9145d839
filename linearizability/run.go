package linearizability

import (
	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// Run says what to do with a queue. What each goroutine does follows from the
// seed; how they interleave does not.
type Run struct {
	Seed       uint64
	Producers  int           // goroutines that send, 1 if 0; a ring and an spsc channel have one
	Consumers  int           // goroutines that receive, 1 if 0; only for Drive
	Operations int           // sends that are attempted, by all producers together
	Capacity   int           // of the queue, or of each producer's ring; 1 if 0
	Batches    bool          // mix in batches, reservations and in-place receives
	Close      bool          // close while producers send; otherwise after they are done
	Timeouts   bool          // mix in contexts that are done, or soon will be
	Churn      bool          // producers leave and others take their place; only RunMPSC
	Wait       wait.Strategy // of the channel
	Start      uint64        // first position of every ring

	_ struct{}
}

// withDefaults returns r with what was left out.
func (r Run) withDefaults() Run {
	r.Producers = max(1, r.Producers)
	r.Consumers = max(1, r.Consumers)
	r.Capacity = max(1, r.Capacity)
	return r
}

// options returns the options of a channel for r.
func (r Run) options() channels.Options { return channels.Options{Wait: r.Wait, Start: r.Start} }

// Queue is what [Drive] needs of a queue.
type Queue interface {
	// TrySend sends v and reports whether there was space.
	TrySend(v Value) bool
	// TryRecv receives a value and reports whether there was one.
	TryRecv() (Value, bool)
}

// Drive runs r.Producers and r.Consumers goroutines on q and returns what they
// saw. Capacity, Batches, Timeouts, Churn, Wait and Start do not matter. If q
// has a method Close(), it is called: during the run if r.Close is set, after
// it otherwise. The last operation is an empty receive.
//
// Drive panics with the stacks of all goroutines if it takes a minute longer
// than r gives it reason to, as the other drivers do.
func Drive(r Run, q Queue) History {
	r = r.withDefaults()
	d := newDriver(r, r.Producers, r.Consumers)
	if c, ok := q.(interface{ Close() }); ok {
		d.close = c.Close
	}
	for i := range r.Producers {
		d.produce(i, func(p *producer) session { return session{acts: []act{p.trySend(q)}} })
	}
	for i := range r.Consumers {
		d.consume(i, func(c *consumer) []func() Outcome { return []func() Outcome{c.tryRecv(q)} })
	}
	return d.run()
}

// RunRing runs a producer and a consumer on a ring.
func RunRing(r Run) History {
	r = r.withDefaults()
	d := newDriver(r, 1, 1)
	tx, rx := ring.NewAt[Value](r.Capacity, r.Start)
	d.produce(0, func(p *producer) session {
		s := session{acts: []act{p.trySend(tx)}}
		if r.Batches {
			s.acts = append(s.acts, p.trySendBatch(tx), p.commitRing(tx))
		}
		return s
	})
	d.consume(0, func(c *consumer) []func() Outcome {
		acts := []func() Outcome{c.tryRecv(rx)}
		if r.Batches {
			acts = append(acts, c.tryRecvBatch(rx, true), c.inPlace(rx, true), c.release(rx))
		}
		return acts
	})
	return d.run()
}

// RunSPSC runs a producer and a consumer on an spsc channel.
func RunSPSC(r Run) History {
	r = r.withDefaults()
	d := newDriver(r, 1, 1)
	tx, rx := spsc.NewWith[Value](r.Capacity, r.options())
	d.close = tx.Close
	d.produce(0, func(p *producer) session { return session{acts: p.channel(tx)} })
	d.consume(0, func(c *consumer) []func() Outcome { return c.channel(rx, true) })
	return d.run()
}

// RunMPSC runs producers and a consumer on an mpsc channel. Producers register
// in the run, and with r.Churn also leave; each one that registers has an
// identity of its own.
func RunMPSC(r Run) History {
	r = r.withDefaults()
	d := newDriver(r, r.Producers, 1)
	ch, rx := mpsc.NewWith[Value](r.Capacity, r.options())
	d.close = ch.Close
	for i := range r.Producers {
		d.produce(i, func(p *producer) session {
			p.log.Begin(Register, p.id)
			tx, err := ch.Register()
			if err != nil {
				p.log.End(Closed)
				return session{}
			}
			p.log.End(OK)
			return session{acts: p.channel(tx), leave: tx.Close}
		})
	}
	d.consume(0, func(c *consumer) []func() Outcome { return c.channel(rx, false) })
	return d.run()
}
