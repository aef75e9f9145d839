package main

import (
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// crowd is a channel with producers. Lanes are made here, before goroutines
// run: a location that is made later has no place in an exploration.
type crowd struct {
	w    *explore.World
	ch   *mpsc.Channel[int]
	c    *mpsc.Consumer[int]
	p    []*mpsc.Producer[int]
	sent []int // by producer: accepted
	got  []int // by producer: received
}

// newCrowd makes a channel that sleeps without spinning. Each producer has room
// for one message.
func newCrowd(w *explore.World, producers int) *crowd {
	x := &crowd{w: w, sent: make([]int, producers), got: make([]int, producers)}
	x.ch, x.c = mpsc.NewWith[int](1, channels.Options{Wait: wait.Park(), Start: nearWrap})
	for range producers {
		x.register()
	}
	w.Watch("ch", x.ch)
	return x
}

func (x *crowd) register() *mpsc.Producer[int] {
	p, err := x.ch.Register()
	x.w.Assert(err == nil, "Register: %v", err)
	x.p = append(x.p, p)
	return p
}

// send sends the next messages of producer i and waits for space.
func (x *crowd) send(i, n int) func() {
	return func() {
		for range n {
			err := x.p[i].Send(ctx, 10*i+x.sent[i])
			x.w.Assert(err == nil, "Send: %v", err)
			x.sent[i]++
		}
	}
}

// take checks that each producer's messages come in order.
func (x *crowd) take(v int) {
	i := v / 10
	x.w.Assert(v%10 == x.got[i], "received %d of producer %d, want %d", v%10, i, x.got[i])
	x.got[i]++
}

// receive receives n messages and waits for each.
func (x *crowd) receive(n int) func() {
	return func() {
		for range n {
			v, err := x.c.Recv(ctx)
			x.w.Assert(err == nil, "Recv: %v", err)
			x.take(v)
		}
	}
}

// drain receives what is left and compares with what was sent.
func (x *crowd) drain() {
	for v, ok := x.c.TryRecv(); ok; v, ok = x.c.TryRecv() {
		x.take(v)
	}
	x.w.Assert(fmt.Sprint(x.got) == fmt.Sprint(x.sent), "accepted %v, received %v", x.sent, x.got)
}

func mpscWakeReceiver(producers int, all bool) func(*explore.World) {
	return func(w *explore.World) {
		x := newCrowd(w, producers)
		for i := range producers {
			w.Go(fmt.Sprint("producer", i), x.send(i, 1))
		}
		w.Go("consumer", x.receive(producers))
		w.After(x.drain)
	}
}
