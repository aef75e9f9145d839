package main

import (
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/closedrain"
)

// drain is a channel with room for all messages that is closed while they are
// sent and received, by goroutines that do not wait.
type drain struct {
	sends, closers int
	last           bool // sending and receiving begin when the channel has been closed
	first          bool // closing begins when everything was sent
}

// closing are setups for CloseDrain.
var closing = []setup{
	draining("drain/1", drain{sends: 1, closers: 1}),
	draining("drain/8", drain{sends: 8, closers: 1}),
	draining("drain/8-closers", drain{sends: 8, closers: 2}),
	draining("drain/late", drain{sends: 2, closers: 1, last: true}),
	draining("drain/early", drain{sends: 4, closers: 1, first: true}),
}

// draining returns a setup for CloseDrain.
func draining(name string, x drain) setup {
	return setup{name: name, build: closedrain.New, round: x.play, protocol: refine.CloseDrain(explore.TSO),
		constants: map[string]string{"Lanes": "1", "Senders": "1", "Sends": fmt.Sprint(x.sends), "Batch": "1", "Closers": fmt.Sprint(x.closers)}}
}

// play plays a round.
func (x drain) play(all *crew, seed uint64, round int) (*played, error) {
	first := start(round)
	p, c := spsc.NewWith[int](x.sends, channels.Options{Start: first})
	var sent int
	var got []int
	var isClosed, isSent atomic.Bool
	jobs := []job{
		{by: "1", do: func() { sent = x.send(p, newPauses(seed, round, 0)); isSent.Store(true) }},
		{by: "2", do: func() { got = x.receive(c, newPauses(seed, round, 1)) }},
	}
	for i := range x.closers {
		jobs = append(jobs, job{by: strconv.Itoa(3 + i), do: func() {
			for pause, n := newPauses(seed, round, 2+i), round%8; n > 0; n-- {
				pause.one()
			}
			p.Close()
			isClosed.Store(true)
		}})
	}
	for i := range jobs {
		switch {
		case x.last && i < 2:
			jobs[i].after = isClosed.Load
		case x.first && i >= 2:
			jobs[i].after = isSent.Load
		}
	}
	pausing(jobs, seed, round)
	logs, err := all.run(jobs...)
	return &played{logs, namesOf(p, c), first, func(s machine.State) error {
		if end := s.(*closedrain.State); end.Accepted[0] != sent || !slices.Equal(end.Got[0], got) {
			return fmt.Errorf("%d were accepted and %v was received; in the machine it is %d and %v", sent, got, end.Accepted[0], end.Got[0])
		}
		return nil
	}}, err
}

// send sends the messages 1, 2, … until one is refused, and returns how many
// were accepted.
func (x drain) send(p *spsc.Producer[int], pause pauses) int {
	for i := range x.sends {
		pause.one()
		if !p.TrySend(i + 1) {
			return i
		}
	}
	return x.sends
}

// receive looks some times more than there are messages.
func (x drain) receive(c *spsc.Consumer[int], pause pauses) (got []int) {
	for range 2*x.sends + 4 {
		pause.one()
		if v, ok := c.TryRecv(); ok {
			got = append(got, v)
		}
	}
	return got
}
