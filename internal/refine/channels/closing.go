package main

import (
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine/closedrain"
)

// closing are setups for CloseDrain.
var closing = []setup{
	draining("drain/1", drain{sends: 1, polls: 4, closers: 1}, setup{models: "go,tso,rc11"}),
	draining("drain/2", drain{sends: 2, polls: 5, closers: 1}, setup{models: "go"}),
	drainingLanes("drain/lanes-0", lanes{lanes: 2, polls: 3, closers: 1}, setup{models: "go,tso,rc11"}),
	drainingLanes("drain/lanes-1", lanes{lanes: 2, senders: 1, sends: 1, polls: 4, closers: 1}, setup{models: "go,tso"}),
	draining("drain/1-closers", drain{sends: 1, polls: 3, closers: 2}, setup{models: "go"}),
}

// draining returns a setup for CloseDrain.
func draining(name string, x drain, s setup) setup {
	s.name, s.build, s.scenario, s.protocol = name, closedrain.New, x.scenario, refine.CloseDrain
	s.constants = map[string]string{"Lanes": "1", "Senders": "1", "Sends": fmt.Sprint(x.sends), "Batch": "1", "Closers": fmt.Sprint(x.closers)}
	s.threads = map[string]string{"producer": "1", "consumer": "2"}
	for i := range x.closers {
		s.threads[fmt.Sprint("closer", i)] = fmt.Sprint(i + 3)
	}
	return s
}

// drain is a channel with room for all messages that is closed while they are
// sent and received, by goroutines that do not wait.
type drain struct {
	sends, closers int
	polls          int // how often the receiver looks
}

func (x drain) scenario(w *explore.World) {
	p, c := spsc.New[int](x.sends)
	w.Watch("ch", p)
	w.Watch("ch", c)
	w.Go("producer", func() {
		for i := range x.sends {
			p.TrySend(i + 1)
		}
	})
	w.Go("consumer", func() {
		for range x.polls {
			c.TryRecv()
		}
	})
	for i := range x.closers {
		w.Go(fmt.Sprint("closer", i), p.Close)
	}
}

// drainingLanes returns a setup for CloseDrain with several lanes.
func drainingLanes(name string, x lanes, s setup) setup {
	s.name, s.build, s.scenario = name, closedrain.New, x.scenario
	s.protocol = func(m explore.Model) *refine.Protocol { return refine.CloseDrainLanes(m, x.lanes) }
	s.constants = map[string]string{"Lanes": fmt.Sprint(x.lanes), "Senders": fmt.Sprint(x.senders), "Sends": fmt.Sprint(x.sends), "Batch": "1", "Closers": fmt.Sprint(x.closers)}
	s.threads = map[string]string{"consumer": fmt.Sprint(x.lanes + 1)}
	for i := range x.lanes {
		s.threads[fmt.Sprint("producer", i)] = fmt.Sprint(i + 1)
	}
	for i := range x.closers {
		s.threads[fmt.Sprint("closer", i)] = fmt.Sprint(x.lanes + 2 + i)
	}
	return s
}

// lanes is drain with a producer for each lane. The consumer knows their rings:
// it has received a message from each before it begins.
type lanes struct {
	lanes, senders, sends int // how many send, and what each sends
	closers, polls        int
}

func (x lanes) scenario(w *explore.World) {
	ch, c := mpsc.New[int](1 + x.sends)
	p := make([]*mpsc.Producer[int], x.lanes)
	for i := range p {
		p[i], _ = ch.Register()
	}
	for i := range p { // who rings last is received from first
		w.Assert(p[x.lanes-1-i].TrySend(0), "no space")
	}
	for range p {
		_, ok := c.TryRecv()
		w.Assert(ok, "no message")
	}
	w.Watch("ch", ch)
	w.Watch("c", c)
	for i := range p[:x.senders] {
		w.Go(fmt.Sprint("producer", i), func() {
			for n := range x.sends {
				p[i].TrySend(n + 1)
			}
		})
	}
	w.Go("consumer", func() {
		for range x.polls {
			c.TryRecv()
		}
	})
	for i := range x.closers {
		w.Go(fmt.Sprint("closer", i), ch.Close)
	}
}
