package main

import (
	"context"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// line is a channel with one producer, of either type, for obligations that both
// have.
type line struct {
	w     *explore.World
	p     channels.Sender[int]
	c     channels.Receiver[int]
	close func() // by anybody
	sent  int    // accepted
	got   received
}

// maker makes a line.
type maker func(w *explore.World, capacity int, s wait.Strategy) *line

// pairOf makes a line that is an spsc channel.
func pairOf(w *explore.World, capacity int, s wait.Strategy) *line {
	return pairAt(nearWrap)(w, capacity, s)
}

// pairAt is pairOf with the first position given.
func pairAt(start uint64) maker {
	return func(w *explore.World, capacity int, s wait.Strategy) *line {
		p, c := spsc.NewWith[int](capacity, channels.Options{Wait: s, Start: start})
		w.Watch("ch", p)
		w.Watch("ch", c)
		return &line{w: w, p: p, c: c, close: c.Close, got: received{w: w}}
	}
}

// crowdOf makes a line that is an mpsc channel.
func crowdOf(w *explore.World, capacity int, s wait.Strategy) *line {
	ch, c := mpsc.NewWith[int](capacity, channels.Options{Wait: s, Start: nearWrap})
	p, err := ch.Register()
	w.Assert(err == nil, "Register: %v", err)
	w.Watch("ch", ch)
	return &line{w: w, p: p, c: c, close: ch.Close, got: received{w: w}}
}

// try sends a message if that is possible.
func (x *line) try() bool {
	ok := x.p.TrySend(x.sent)
	if ok {
		x.sent++
	}
	return ok
}

// send sends a message, waiting for space, and returns why not.
func (x *line) send(c context.Context) error {
	err := x.p.Send(c, x.sent)
	if err == nil {
		x.sent++
	}
	return err
}

// take checks that messages come in order.
func (x *line) take(v int) { x.got.take(v) }

// receive receives n messages and waits for each.
func (x *line) receive(n int) {
	for range n {
		v, err := x.c.Recv(ctx)
		x.w.Assert(err == nil, "Recv: %v", err)
		x.take(v)
	}
}

// poll looks n times for a message.
func (x *line) poll(n int) {
	for range n {
		if v, ok := x.c.TryRecv(); ok {
			x.take(v)
		}
	}
}

// fills checks that there is space for n messages, and not for more.
func (x *line) fills(n int) {
	x.drain()
	for i := range n {
		x.w.Assert(x.try(), "full with %d of %d messages", i, n)
	}
	x.w.Assert(!x.try(), "not full with %d messages", n)
}

// drain receives what is left and compares with what was sent.
func (x *line) drain() {
	for v, ok := x.c.TryRecv(); ok; v, ok = x.c.TryRecv() {
		x.take(v)
	}
	x.w.Assert(x.got.n == x.sent, "%d accepted, %d received", x.sent, x.got.n)
}
