package main

import (
	"context"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// cancellation are scenarios in which a context may end, or a timer fire, at every
// point where who waits could notice it.
var cancellation = []scenario{
	{name: "spsc/cancel-receive", covers: "T14", about: "a receive is canceled: it takes nothing, and the next one is woken", run: cancelReceive(pairOf)},
	{name: "spsc/cancel-send", covers: "T14", about: "a send is canceled: it leaves nothing, and the next one is woken", run: cancelSend(pairOf)},
	{name: "spsc/cancel-and-close-receive", covers: "T14", about: "a receive is canceled while the channel is closed", run: cancelAndCloseReceive(pairOf)},
	{name: "spsc/cancel-and-close-send", covers: "T14", about: "a send is canceled while the channel is closed", run: cancelAndCloseSend(pairOf)},
	{name: "spsc/timed-receive", covers: "T20", about: "a receive that looks by itself now and then is woken nevertheless", run: timedReceive(pairOf, 1)},
	{name: "spsc/timed-send", covers: "T20", about: "the same for a send", run: timedSend(pairOf)},
	{name: "spsc/stale-wake", covers: "T20", about: "a wake-up that a canceled receive left wakes the next one for nothing, and only that", run: staleWake(pairOf)},
	{name: "spsc/run-canceled", covers: "T14", about: "Run is canceled: it handles what was accepted", run: runCanceled(pairOf)},
	{name: "mpsc/cancel-receive", covers: "T14", about: "a receive is canceled: it takes nothing, and the next one is woken", run: cancelReceive(crowdOf)},
	{name: "mpsc/cancel-send", covers: "T14", about: "a send is canceled: it leaves nothing, and the next one is woken", run: cancelSend(crowdOf)},
	{name: "mpsc/cancel-and-close-receive", covers: "T14", about: "a receive is canceled while the channel is closed", run: cancelAndCloseReceive(crowdOf)},
	{name: "mpsc/cancel-and-close-send", covers: "T14", about: "a send is canceled while the channel is closed", run: cancelAndCloseSend(crowdOf)},
	{name: "mpsc/timed-receive", covers: "T20", about: "a receive that looks by itself now and then is woken nevertheless", run: timedReceive(crowdOf, 2)},
	{name: "mpsc/timed-send", covers: "T20", about: "the same for a send", run: timedSend(crowdOf)},
	{name: "mpsc/stale-wake", covers: "T20", about: "a wake-up that a canceled receive left wakes the next one for nothing, and only that", run: staleWake(crowdOf)},
	{name: "mpsc/run-canceled", covers: "T14", about: "Run is canceled: it handles what was accepted", run: runCanceled(crowdOf)},
}

// receiveOrLeave receives a message, or finds that its context has ended, and then
// waits without one.
func (x *line) receiveOrLeave(may context.Context) {
	v, err := x.c.Recv(may)
	if err == context.Canceled {
		v, err = x.c.Recv(ctx)
	}
	x.w.Assert(err == nil, "Recv: %v", err)
	x.take(v)
}

// Whether the context ends is open too: if it does not, the message must come.
func maybe(w *explore.World, c *explore.Context) func() {
	return func() {
		if w.Choose(2) == 0 {
			c.Cancel()
		}
	}
}

func cancelReceive(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x, may := newLine(w, 1, wait.Park()), w.Context("ctx")
		w.Go("producer", func() { x.try() })
		w.Go("canceller", maybe(w, may))
		w.Go("consumer", func() { x.receiveOrLeave(may) })
		w.After(x.drain)
	}
}

// The second message is not sent if its context has ended; then the third is.
func cancelSend(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x, may := newLine(w, 1, wait.Park()), w.Context("ctx")
		w.Go("producer", func() {
			x.send(ctx)
			if x.send(may) == context.Canceled {
				err := x.send(ctx)
				w.Assert(err == nil, "Send: %v", err)
			}
		})
		w.Go("canceller", maybe(w, may))
		w.Go("consumer", func() { x.receive(1) })
		w.After(x.drain)
	}
}

func cancelAndCloseReceive(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x, may := newLine(w, 1, wait.Park()), w.Context("ctx")
		w.Go("closer", x.close)
		w.Go("canceller", may.Cancel)
		w.Go("consumer", func() {
			_, err := x.c.Recv(may)
			if err != channels.ErrClosed {
				w.Assert(err == context.Canceled && may.Err() != nil, "Recv: %v", err)
				_, err = x.c.Recv(ctx)
			}
			w.Assert(err == channels.ErrClosed, "Recv: %v", err)
		})
	}
}

func cancelAndCloseSend(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x, may := newLine(w, 1, wait.Park()), w.Context("ctx")
		w.Go("producer", func() {
			if x.send(ctx) != nil {
				return
			}
			err := x.send(may)
			if err == context.Canceled {
				err = x.send(ctx)
			}
			w.Assert(err == channels.ErrClosed, "Send: %v", err)
		})
		w.Go("closer", x.close)
		w.Go("canceller", may.Cancel)
		w.After(x.drain)
	}
}

// In mpsc it takes two messages: a ring that is not known yet has been asked.
func timedReceive(newLine maker, messages int) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, messages, wait.ParkTimeout(1))
		w.Go("producer", func() {
			for range messages {
				x.try()
			}
		})
		w.Go("consumer", func() { x.receive(messages) })
		w.After(x.drain)
	}
}

func timedSend(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, 1, wait.ParkTimeout(1))
		w.Go("producer", func() { x.send(ctx); x.send(ctx) })
		w.Go("consumer", func() { x.receive(1) })
		w.After(func() {
			w.Assert(x.sent == 2, "%d sent", x.sent)
			x.drain()
		})
	}
}

// The producer may answer the request of a receive that has left. Both messages
// are received, whichever receive that wake-up meets.
func staleWake(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x, may := newLine(w, 2, wait.Park()), w.Context("ctx")
		w.Go("producer", func() { x.try(); x.try() })
		w.Go("canceller", may.Cancel)
		w.Go("consumer", func() {
			x.receiveOrLeave(may)
			x.receive(1)
		})
		w.After(x.drain)
	}
}

func runCanceled(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x, may := newLine(w, 1, wait.Park()), w.Context("ctx")
		w.Go("producer", func() { x.try() })
		w.Go("canceller", may.Cancel)
		w.Go("consumer", func() {
			err := x.c.Run(may, x.take)
			w.Assert(err == context.Canceled, "Run: %v", err)
		})
		w.After(func() {
			w.Assert(x.got.n == x.sent, "%d accepted, %d received", x.sent, x.got.n)
			w.Assert(!x.try(), "accepted after Close")
		})
	}
}
