package main

import (
	"context"
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine/register"
)

// registering are setups for Register. Those called simpler have millions of
// executions; package refine takes out of the source what is nothing to the
// protocol and costs most.
var registering = []setup{
	coming("register/1x1", "go,tso,rc11", crowd{producers: 1, rounds: 1, messages: 1}),
	coming("register/2x0", "go,tso,rc11", crowd{producers: 2, rounds: 1, messages: 0}),
	coming("simpler/1x1", "go,tso,rc11", crowd{producers: 1, rounds: 1, messages: 1}),
	coming("simpler/return-1x1", "go,tso,rc11", crowd{producers: 1, rounds: 2, messages: 1}),
	coming("simpler/1x2", "go,tso,rc11", crowd{producers: 1, rounds: 1, messages: 2}),
}

// coming returns a setup for Register.
func coming(name, models string, x crowd) setup {
	s := setup{name: name, models: models, build: register.New, scenario: x.scenario, threads: map[string]string{}}
	s.constants = map[string]string{"Producers": fmt.Sprint(x.producers), "Rounds": fmt.Sprint(x.rounds), "N": fmt.Sprint(x.messages)}
	for p := range x.producers {
		s.threads[fmt.Sprint("producer", p+1)] = fmt.Sprint(p + 1)
	}
	consumer := fmt.Sprint(x.producers + 1)
	s.threads["consumer"] = consumer
	s.protocol = func(m explore.Model) *refine.Protocol { return refine.Register(m, consumer) }
	return s
}

// crowd is a channel with producers that register, send and leave, so many
// times, and a receiver that waits. When it has received everything, the
// receiver may stop whenever it is about to sleep.
type crowd struct{ producers, rounds, messages int }

func (x crowd) total() int { return x.producers * x.rounds * x.messages }

func (x crowd) scenario(w *explore.World) {
	ch, c := mpsc.NewWith[int](max(1, x.total()), channels.Options{Wait: wait.Park()})
	w.Watch("ch", ch)
	w.Later(30)
	ctx := w.Context("ctx")
	for p := range x.producers {
		w.Go(fmt.Sprint("producer", p+1), func() {
			for round := range x.rounds {
				x.session(w, ch, 10*(p*x.rounds+round+1))
			}
		})
	}
	w.Go("consumer", func() {
		var one [1]int
		for range x.total() {
			_, err := c.RecvBatch(context.Background(), one[:])
			w.Assert(err == nil, "RecvBatch: %v", err)
		}
		_, err := c.RecvBatch(&patient{Context: ctx}, one[:])
		w.Assert(err != nil, "a message too many: %d", one[0])
	})
	w.Go("canceller", ctx.Cancel)
}

// session is a producer that sends messages behind first.
func (x crowd) session(w *explore.World, ch *mpsc.Channel[int], first int) {
	p, err := ch.Register()
	w.Assert(err == nil, "Register: %v", err)
	for i := range x.messages {
		w.Assert(p.TrySend(first+i+1), "no space")
	}
	p.Close()
}

// patient is a context of which a goroutine does not learn that it has ended
// before it sleeps.
type patient struct {
	*explore.Context
	slept bool
	err   error
}

// Done is called to sleep.
func (c *patient) Done() <-chan struct{} {
	c.slept = true
	return c.Context.Done()
}

// Err is that of the context once the goroutine has slept.
func (c *patient) Err() error {
	if c.slept && c.err == nil {
		c.err = c.Context.Err()
	}
	return c.err
}
