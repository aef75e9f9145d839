package main

import (
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine/closedrain"
)

// closing are setups for CloseDrain.
var closing = []setup{
	draining("drain/1", drain{sends: 1, polls: 4, closers: 1}, setup{models: "go,tso,rc11"}),
	draining("drain/2", drain{sends: 2, polls: 5, closers: 1}, setup{models: "go"}),
	draining("drain/1-closers", drain{sends: 1, polls: 3, closers: 2}, setup{models: "go"}),
}

// draining returns a setup for CloseDrain.
func draining(name string, x drain, s setup) setup {
	s.name, s.build, s.scenario, s.protocol = name, closedrain.New, x.scenario, refine.CloseDrain
	s.constants = map[string]string{"Lanes": "1", "Sends": fmt.Sprint(x.sends), "Batch": "1", "Closers": fmt.Sprint(x.closers)}
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
