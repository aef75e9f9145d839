package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/closedrain"
	"github.com/ringmpsc/ringmpsc-go/model/machine/register"
)

// registering are setups for Register, whose machine has two rings.
var registering = []setup{
	coming("register/1x8", crowd{producers: 1, sessions: 1, messages: 8}),
	coming("register/return-1x5", crowd{producers: 1, sessions: 2, messages: 5}),
	coming("register/2x1", crowd{producers: 2, sessions: 1, messages: 1}),
	coming("register/2x4", crowd{producers: 2, sessions: 1, messages: 4}),
	coming("register/late", crowd{producers: 2, sessions: 1, messages: 3, late: true}),
}

// crowd is a channel with producers that register, send and leave, so many
// times, and a receiver that waits.
type crowd struct {
	producers, sessions, messages int
	late                          bool // producers begin when the receiver has fallen asleep
}

// coming returns a setup for Register.
func coming(name string, x crowd) setup {
	return setup{name: name, build: register.New, round: x.play, protocol: refine.Register(explore.TSO, strconv.Itoa(x.producers+1)),
		constants: map[string]string{"Producers": fmt.Sprint(x.producers), "Rounds": fmt.Sprint(x.sessions), "N": fmt.Sprint(x.messages)}}
}

func (x crowd) play(all *crew, seed uint64, round int) (*played, error) {
	total := x.producers * x.sessions * x.messages
	ch, c := mpsc.NewWith[int](total, channels.Options{Wait: wait.Park()})
	var jobs []job
	for p := range x.producers {
		jobs = append(jobs, job{by: strconv.Itoa(p + 1), do: func() { x.produce(ch, p, newPauses(seed, round, p)) }})
		if x.late {
			jobs[p].after = func() bool { return ch.Stats().Parks > 0 }
		}
	}
	got := make([][]int, x.producers*x.sessions)
	jobs = append(jobs, job{by: strconv.Itoa(x.producers + 1), do: func() {
		var one [1]int
		for pause := newPauses(seed, round, 9); total > 0; total-- {
			pause.one()
			_, _ = c.RecvBatch(context.Background(), one[:])
			session := one[0]/10 - 1
			got[session] = append(got[session], one[0]%10)
		}
	}})
	pausing(jobs, seed, round)
	logs, err := all.run(jobs...)
	return &played{logs: logs, names: namesOf(ch), ended: func(s machine.State) error {
		if end := s.(*register.State); !slices.EqualFunc(end.Got, got, slices.Equal) {
			return fmt.Errorf("received were, by session, %v; in the machine it is %v", got, end.Got)
		}
		return nil
	}}, err
}

// produce registers, sends and leaves, so many times.
func (x crowd) produce(ch *mpsc.Channel[int], by int, pause pauses) {
	for session := range x.sessions {
		pause.one()
		p, err := ch.Register()
		if err != nil {
			panic(err)
		}
		for i := range x.messages {
			pause.one()
			p.TrySend(10*(by*x.sessions+session+1) + i + 1) // as in the machine: up to 9 messages
		}
		p.Close()
	}
}

// lanes is drain for an mpsc channel with two producers, whose rings the receiver
// knows: it has received a message from each before.
type lanes struct{ sends, closers int }

// drainingLanes returns a setup for CloseDrain with two lanes.
func drainingLanes(name string, x lanes) setup {
	return setup{name: name, build: closedrain.New, round: x.play, protocol: refine.CloseDrainLanes(explore.TSO, 2),
		constants: map[string]string{"Lanes": "2", "Senders": "2", "Sends": fmt.Sprint(x.sends), "Batch": "1", "Closers": fmt.Sprint(x.closers)}}
}

var closingLanes = []setup{
	drainingLanes("drain/lanes-1", lanes{sends: 1, closers: 1}),
	drainingLanes("drain/lanes-3", lanes{sends: 3, closers: 1}),
}

func (x lanes) play(all *crew, seed uint64, round int) (*played, error) {
	ch, c := mpsc.New[int](1 + x.sends)
	var p [2]*mpsc.Producer[int]
	for i := range p {
		p[i], _ = ch.Register()
	}
	for i := range p { // who rings last is received from first
		p[1-i].TrySend(0)
	}
	for range p {
		c.TryRecv()
	}
	var sent, got atomic.Int64
	var jobs []job
	for i := range p {
		jobs = append(jobs, job{by: strconv.Itoa(i + 1), do: func() {
			pause := newPauses(seed, round, i)
			for n := range x.sends {
				if pause.one(); p[i].TrySend(n + 1) {
					sent.Add(1)
				}
			}
		}})
	}
	jobs = append(jobs, job{by: "3", do: func() {
		pause := newPauses(seed, round, 2)
		for range 4*x.sends + 4 {
			pause.one()
			if _, ok := c.TryRecv(); ok {
				got.Add(1)
			}
		}
	}})
	for i := range x.closers {
		jobs = append(jobs, job{by: strconv.Itoa(4 + i), do: func() {
			for pause, n := newPauses(seed, round, 3+i), round%16; n > 0; n-- {
				pause.one()
			}
			ch.Close()
		}})
	}
	pausing(jobs, seed, round)
	logs, err := all.run(jobs...)
	return &played{logs: logs, names: namesOf(ch), ended: func(s machine.State) error {
		end := s.(*closedrain.State)
		accepted, received := end.Accepted[0]+end.Accepted[1], len(end.Got[0])+len(end.Got[1])
		if accepted != int(sent.Load()) || received != int(got.Load()) {
			return fmt.Errorf("%d were accepted and %d received; in the machine it is %d and %d", sent.Load(), got.Load(), accepted, received)
		}
		return nil
	}}, err
}
