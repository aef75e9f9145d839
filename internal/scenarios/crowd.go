package main

import (
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// crowd is a channel with producers.
type crowd struct {
	w    *explore.World
	ch   *mpsc.Channel[int]
	c    *mpsc.Consumer[int]
	p    []*mpsc.Producer[int]
	sent []int // by producer: accepted
	got  []int // by producer: received
}

// newCrowd makes a channel that sleeps without spinning, with producers that
// have the given capacity, and room for spare ones.
func newCrowd(w *explore.World, producers, capacity, spare int) *crowd {
	return newCrowdAt(w, producers, capacity, spare, nearWrap)
}

// newCrowdAt is newCrowd with the first position of the rings given.
func newCrowdAt(w *explore.World, producers, capacity, spare int, start uint64) *crowd {
	x := &crowd{w: w, sent: make([]int, producers+spare), got: make([]int, producers+spare)}
	x.ch, x.c = mpsc.NewWith[int](capacity, channels.Options{Wait: wait.Park(), Start: start})
	for range producers + spare {
		x.register()
	}
	for _, p := range x.p[producers:] {
		p.Close()
	}
	x.p = x.p[:producers]
	w.Watch("ch", x.ch)
	return x
}

func (x *crowd) register() *mpsc.Producer[int] {
	p, err := x.ch.Register()
	x.w.Assert(err == nil, "Register: %v", err)
	x.p = append(x.p, p)
	return p
}

// next is the next message of producer i.
func (x *crowd) next(i int) int { return 10*i + x.sent[i] }

// send sends n messages of producer i and waits for space.
func (x *crowd) send(i, n int) func() {
	return func() {
		for range n {
			err := x.p[i].Send(ctx, x.next(i))
			x.w.Assert(err == nil, "Send: %v", err)
			x.sent[i]++
		}
	}
}

// try sends a message of producer i if that is possible.
func (x *crowd) try(i int) bool {
	ok := x.p[i].TrySend(x.next(i))
	if ok {
		x.sent[i]++
	}
	return ok
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

// poll looks n times for messages.
func (x *crowd) poll(n int) func() {
	return func() {
		for range n {
			if v, ok := x.c.TryRecv(); ok {
				x.take(v)
			}
		}
	}
}

// toTheEnd receives until the channel is closed and drained.
func (x *crowd) toTheEnd() {
	for {
		v, err := x.c.Recv(ctx)
		if err != nil {
			x.w.Assert(err == channels.ErrClosed, "Recv: %v", err)
			return
		}
		x.take(v)
	}
}

// drain receives what is left and compares with what was sent.
func (x *crowd) drain() {
	for v, ok := x.c.TryRecv(); ok; v, ok = x.c.TryRecv() {
		x.take(v)
	}
	x.w.Assert(fmt.Sprint(x.got) == fmt.Sprint(x.sent), "accepted %v, received %v", x.sent, x.got)
}

// reused checks that n rings can be had again, each once.
func (x *crowd) reused(n int) {
	x.drain()
	before := x.ch.Cap()
	for range n {
		x.w.Assert(x.register().TrySend(0), "a ring is used twice, or was not empty")
	}
	x.w.Assert(x.ch.Cap() == before, "%d slots, before %d", x.ch.Cap(), before)
	x.w.Assert(x.ch.Len() == n, "%d messages, want %d", x.ch.Len(), n)
	for i := range n {
		_, ok := x.c.TryRecv()
		x.w.Assert(ok, "message %d of %d is not found", i, n)
	}
}
