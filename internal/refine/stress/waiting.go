package main

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/waitwake"
)

// transfer is a channel on which messages are sent and received, by goroutines
// that wait.
type transfer struct {
	capacity, messages int
	wait               wait.Strategy
	kind               string // of the strategy, as the machine calls it
	closes             bool   // somebody closes, and the receiver goes on to the end
	cancels            bool   // the receiver's contexts may end
	nobody             bool   // receives
	late               string // this one, "P" or "X", begins when another has fallen asleep
	last               bool   // the channel is closed when everything was sent
}

// waiting are setups for WaitWake.
var waiting = []setup{
	parking("wait/park-1x2", transfer{capacity: 1, messages: 2}),
	parking("wait/park-1x8", transfer{capacity: 1, messages: 8}),
	parking("wait/park-2x16", transfer{capacity: 2, messages: 16}),
	parking("wait/park-4x20", transfer{capacity: 4, messages: 20}),
	parking("wait/park-late", transfer{capacity: 2, messages: 3, late: "P"}),
	parking("wait/phased-2x8", transfer{capacity: 2, messages: 8, wait: wait.Phased(2, 1), kind: "phased"}),
	parking("wait/timeout-1x8", transfer{capacity: 1, messages: 8, wait: wait.ParkTimeout(20 * time.Microsecond), kind: "timeout"}),
	parking("wait/timeout-late", transfer{capacity: 2, messages: 3, wait: wait.ParkTimeout(50 * time.Microsecond), kind: "timeout", late: "P"}),
	parking("wait/cancel-2x8", transfer{capacity: 2, messages: 8, cancels: true}),
	parking("wait/close-receiver", transfer{capacity: 1, closes: true}),
	parking("wait/close-receiver-late", transfer{capacity: 1, closes: true, late: "X", wait: wait.ParkTimeout(50 * time.Microsecond), kind: "timeout"}),
	parking("wait/close-sender", transfer{capacity: 1, messages: 2, closes: true, nobody: true}),
	parking("wait/close-sender-late", transfer{capacity: 1, messages: 2, closes: true, nobody: true, late: "X",
		wait: wait.ParkTimeout(50 * time.Microsecond), kind: "timeout"}),
	parking("wait/close-late", transfer{capacity: 4, messages: 2, closes: true, late: "P", last: true}),
	parking("wait/close-1x1", transfer{capacity: 1, messages: 1, closes: true}),
	parking("wait/close-2x8", transfer{capacity: 2, messages: 8, closes: true}),
	parking("wait/close-phased", transfer{capacity: 2, messages: 8, closes: true, wait: wait.Phased(1, 1), kind: "phased"}),
	parking("wait/close-timeout", transfer{capacity: 2, messages: 8, closes: true, wait: wait.ParkTimeout(20 * time.Microsecond), kind: "timeout"}),
	parking("wait/close-cancel", transfer{capacity: 2, messages: 8, closes: true, cancels: true}),
}

// parking returns a setup for WaitWake.
func parking(name string, x transfer) setup {
	if x.kind == "" {
		x.wait, x.kind = wait.Park(), "park"
	}
	constants := map[string]string{"Cap": fmt.Sprint(x.capacity), "N": fmt.Sprint(x.messages), "PWait": x.kind, "CWait": x.kind,
		"Closes": "FALSE", "Cancels": "FALSE", "Early": "0"}
	if x.kind == "timeout" || x.cancels {
		constants["Early"] = fmt.Sprint(1 << 30) // so many waits may end early
	}
	if x.closes {
		constants["Closes"] = "TRUE"
	}
	if x.cancels {
		constants["Cancels"] = "TRUE"
	}
	if x.nobody {
		constants["CWait"] = "never"
	}
	return setup{name: name, build: waitwake.New, constants: constants, round: x.play,
		protocol: refine.WaitWake(explore.TSO, x.kind == "phased", x.closes)}
}

// play plays a round.
func (x transfer) play(all *crew, seed uint64, round int) (*played, error) {
	first := start(round)
	p, c := spsc.NewWith[int](x.capacity, channels.Options{Wait: x.wait, Start: first})
	asleep := func() bool { return p.Stats().Parks > 0 } // asked while the channel is open: later it would seal
	var sent int
	var got []int
	var isSent atomic.Bool
	jobs := []job{{by: "P", do: func() { sent = x.send(p, newPauses(seed, round, 0)); isSent.Store(true) }}}
	if !x.nobody {
		jobs = append(jobs, job{by: "C", do: func() { got = x.receive(c, newPauses(seed, round, 1)) }})
	}
	if x.closes {
		jobs = append(jobs, job{by: "X", do: func() {
			for pause, n := newPauses(seed, round, 2), round%16; n > 0; n-- {
				pause.one()
			}
			p.Close()
		}})
	}
	for i := range jobs {
		switch by := jobs[i].by; {
		case by == x.late:
			jobs[i].after = asleep
		case by == "X" && x.last:
			jobs[i].after = isSent.Load
		}
	}
	pausing(jobs, seed, round)
	logs, err := all.run(jobs...)
	return &played{logs, namesOf(p, c), first, func(s machine.State) error {
		if end := s.(*waitwake.State); end.Sent != sent || !slices.Equal(end.Got, got) {
			return fmt.Errorf("%d sends have returned nil and %v was received; in the machine it is %d and %v", sent, got, end.Sent, end.Got)
		}
		return nil
	}}, err
}

// send sends the messages 1, 2, … and returns how many were sent.
func (x transfer) send(p *spsc.Producer[int], pause pauses) int {
	for i := range x.messages {
		pause.one()
		if p.Send(context.Background(), i+1) != nil {
			return i
		}
	}
	return x.messages
}

// receive receives all messages, or to the end.
func (x transfer) receive(c *spsc.Consumer[int], pause pauses) (got []int) {
	for x.closes || len(got) < x.messages {
		pause.one()
		ctx, cancel := context.Background(), func() {}
		if x.cancels && pause.IntN(2) == 0 {
			var end context.CancelFunc
			ctx, end = context.WithCancel(ctx)
			timer := time.AfterFunc(time.Duration(pause.IntN(20_000)), end)
			cancel = func() { timer.Stop(); end() }
		}
		v, err := c.Recv(ctx)
		cancel()
		switch err {
		case nil:
			got = append(got, v)
		case channels.ErrClosed:
			return got
		}
	}
	return got
}
