package main

import (
	"context"
	"fmt"
	"maps"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine/waitwake"
)

var pair = map[string]string{"producer": "P", "consumer": "C", "closer": "X"}

// waiting are setups for WaitWake.
var waiting = []setup{
	parking("wait/park-1x2", "go,tso,rc11", transfer{capacity: 1, messages: 2, wait: wait.Park()}, nil),
	parking("wait/park-2x3", "go", transfer{capacity: 2, messages: 3, wait: wait.Park()}, nil),
	parking("wait/phased-1x2", "go", transfer{capacity: 1, messages: 2, wait: wait.Phased(1, 0)},
		map[string]string{"PWait": "phased", "CWait": "phased"}),
	parking("wait/timeout-1x1", "go,tso,rc11", transfer{capacity: 1, messages: 1, wait: wait.ParkTimeout(1)},
		map[string]string{"PWait": "timeout", "CWait": "timeout", "Early": "2"}),
	parking("wait/cancel-1x1", "go,tso,rc11", transfer{capacity: 1, messages: 1, wait: wait.Park(), cancels: true},
		map[string]string{"Cancels": "TRUE", "Early": "1"}),
	parking("wait/close-receiver", "go,tso,rc11", transfer{capacity: 1, wait: wait.Park(), closes: true},
		map[string]string{"Closes": "TRUE"}),
	parking("wait/close-phased", "go,tso,rc11", transfer{capacity: 1, wait: wait.Phased(1, 0), closes: true},
		map[string]string{"Closes": "TRUE", "PWait": "phased", "CWait": "phased"}),
	parking("wait/close-sender", "go,tso,rc11", transfer{capacity: 1, messages: 2, wait: wait.Park(), closes: true, nobody: true},
		map[string]string{"Closes": "TRUE", "CWait": "never"}),
	parking("wait/close-1x1", "go", transfer{capacity: 1, messages: 1, wait: wait.Park(), closes: true},
		map[string]string{"Closes": "TRUE"}),
}

// parking returns a setup for WaitWake; constants are those that are not the
// usual ones.
func parking(name, models string, x transfer, constants map[string]string) setup {
	all := map[string]string{"Cap": fmt.Sprint(x.capacity), "N": fmt.Sprint(x.messages), "PWait": "park", "CWait": "park",
		"Closes": "FALSE", "Cancels": "FALSE", "Early": "0"}
	maps.Copy(all, constants)
	return setup{name: name, models: models, build: waitwake.New, constants: all, threads: pair,
		scenario: x.scenario,
		protocol: func(m explore.Model) *refine.Protocol { return refine.WaitWake(m, all["CWait"] == "phased", x.closes) }}
}

// transfer is a channel on which messages are sent and received, by goroutines
// that wait.
type transfer struct {
	capacity, messages int
	wait               wait.Strategy
	closes             bool // somebody closes, and the receiver goes on to the end
	cancels            bool // the receiver's context may end; it then receives without one
	nobody             bool // receives
}

func (x transfer) scenario(w *explore.World) {
	p, c := spsc.NewWith[int](x.capacity, channels.Options{Wait: x.wait})
	w.Watch("ch", p)
	w.Watch("ch", c)
	ctx := context.Background()
	w.Go("producer", func() {
		for i := range x.messages {
			if p.Send(ctx, i+1) != nil {
				return
			}
		}
	})
	var may context.Context = ctx
	if x.cancels {
		end := w.Context("ctx")
		may = end
		w.Go("canceller", end.Cancel)
	}
	if !x.nobody {
		w.Go("consumer", func() { x.receive(w, c, may) })
	}
	if x.closes {
		w.Go("closer", p.Close)
	}
}

// receive receives all messages, or to the end.
func (x transfer) receive(w *explore.World, c *spsc.Consumer[int], may context.Context) {
	for got := 0; x.closes || got < x.messages; {
		v, err := c.Recv(may)
		switch err {
		case nil:
			got++
			w.Assert(v == got, "received %d, want %d", v, got)
		case channels.ErrClosed:
			return
		default:
			may = context.Background()
		}
	}
}
