package main

import (
	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// panicking are scenarios in which a handler panics: the window it panicked on and
// what follows stay.
var panicking = []scenario{
	{name: "spsc/panic-consume", covers: "T6", about: "a handler of Consume panics while messages are sent", run: panics(pairOf, consume)},
	{name: "spsc/panic-batches", covers: "T6", about: "a body of Batches panics while messages are sent", run: panics(pairOf, batches)},
	{name: "spsc/panic-wakes-sender", covers: "T6", about: "what was handled before the panic is free: a sleeping sender is woken", run: panicWakesSender(pairOf)},
	{name: "spsc/panic-and-close", covers: "T6", about: "a handler panics while the channel is closed", run: panicAndClose(pairOf), large: true},
	{name: "mpsc/panic-consume", covers: "T6", about: "a handler of Consume panics while messages are sent", run: panics(crowdOf, consume)},
	{name: "mpsc/panic-batches", covers: "T6", about: "a body of Batches panics while messages are sent", run: panics(crowdOf, batches)},
	{name: "mpsc/panic-wakes-sender", covers: "T6", about: "what was handled before the panic is free: a sleeping sender is woken", run: panicWakesSender(crowdOf)},
	{name: "mpsc/panic-and-close", covers: "T6", about: "a handler panics while the channel is closed", run: panicAndClose(crowdOf)},
}

// oops is what handlers panic with.
type oops struct{}

// panics lets receive handle windows until there is a message that is to be the
// first of those not handled: then the handler panics. It reports whether it did.
func (x *line) panics(at int, receive func(handle func([]int))) (did bool) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case oops{}:
			did = true
		default:
			panic(r)
		}
	}()
	receive(func(window []int) {
		if x.got.n+len(window) > at {
			x.w.Assert(window[0] == x.got.n, "shown %d, want %d", window[0], x.got.n)
			panic(oops{})
		}
		x.got.take(window...)
	})
	return false
}

// consume handles up to two messages, whose windows may be two.
func consume(x *line) func(func([]int)) {
	return func(handle func([]int)) { x.c.Consume(2, handle) }
}

// batches handles messages until the handler panics.
func batches(x *line) func(func([]int)) {
	return func(handle func([]int)) {
		for window := range x.c.Batches(ctx, 2) {
			handle(window)
		}
	}
}

func panics(newLine maker, by func(*line) func(func([]int))) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, 2, wait.Park())
		w.Go("producer", func() { x.try(); x.try(); x.try() })
		w.Go("consumer", func() {
			if x.panics(w.Choose(2), by(x)) {
				x.receive(1)
			}
		})
		w.After(x.drain)
	}
}

// Both slots are full, and their windows are two: the first is handed back.
func panicWakesSender(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, 2, wait.Park())
		w.Go("producer", func() {
			for range 3 {
				err := x.send(ctx)
				w.Assert(err == nil, "Send: %v", err)
			}
		})
		w.Go("consumer", func() {
			if !x.panics(1, consume(x)) {
				x.receive(1)
			}
		})
		w.After(x.drain)
	}
}

func panicAndClose(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, 1, wait.Park())
		w.Go("producer", func() { x.try() })
		w.Go("closer", x.close)
		w.Go("consumer", func() {
			x.panics(0, consume(x))
			v, err := x.c.Recv(ctx)
			for ; err == nil; v, err = x.c.Recv(ctx) {
				x.take(v)
			}
			w.Assert(err == channels.ErrClosed, "Recv: %v", err)
		})
		w.After(func() {
			x.drain()
			w.Assert(x.observer().Drained(), "not drained")
		})
	}
}
