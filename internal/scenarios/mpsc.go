package main

import (
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// manyProducers are scenarios of a channel with many producers.
var manyProducers = []scenario{
	{name: "mpsc/try", covers: "T19", about: "3 messages through 1 slot, across position 2^64", run: mpscTry(1, 3, nearWrap)},
	{name: "mpsc/try-32", covers: "T9", about: "the same across position 2^32", run: mpscTry(1, 3, near32)},
	{name: "mpsc/try-two", covers: "T19", about: "two producers, 3 messages each through 1 slot", run: mpscTry(2, 3, near32), large: true},
	{name: "mpsc/wake-receiver", covers: "T15", about: "a sleeping receiver is woken by a message", run: mpscTransfer(1, 1, 1)},
	{name: "mpsc/wake-by-two", covers: "T15", about: "two producers ring at once", run: mpscTransfer(2, 1, 1)},
	{name: "mpsc/dismiss", covers: "T15", about: "a second message while the empty ring is dismissed", run: mpscTransfer(1, 2, 2)},
	{name: "mpsc/dismiss-twice", covers: "T15", about: "the same with a third message", run: mpscTransfer(1, 4, 3), large: true},
	{name: "mpsc/transfer", covers: "T15", about: "2 messages through 1 slot, both sides sleeping", run: mpscTransfer(1, 1, 2)},
	{name: "mpsc/wake-sender", covers: "T15", about: "a sleeping sender is woken by a receive", run: mpscWakeSender},
	{name: "mpsc/close-wakes-receiver", covers: "T15", about: "a sleeping receiver is woken by Close", run: mpscCloseWakesReceiver},
	{name: "mpsc/close-wakes-sender", covers: "T15", about: "a sleeping sender is woken by Close", run: mpscCloseWakesSender},
	{name: "mpsc/close-two-senders", covers: "T16", about: "Close while two producers send: accepted is received", run: mpscCloseTwo},
	{name: "mpsc/close-is-exact", covers: "T16", about: "Close while a message is sent and received: accepted is received", run: mpscCloseIsExact},
	{name: "mpsc/close-and-commit", covers: "T17", about: "Close between Reserve and Commit, or anywhere else", run: mpscCloseAndCommit},
	{name: "mpsc/two-closers", covers: "T16", about: "two goroutines close while a message is sent", run: closers(crowdOf, 2)},
	{name: "mpsc/three-closers", covers: "T16", about: "three goroutines close while a message is sent", run: closers(crowdOf, 3)},
	{name: "mpsc/close-hands-over", covers: "T17", about: "who sees the close sees what the closer did before", run: mpscCloseHandsOver},
	{name: "mpsc/retire", covers: "T13", about: "a producer leaves while the consumer polls", run: mpscRetire},
	{name: "mpsc/retire-unseen", covers: "T13", about: "a producer leaves with a message that the sleeping consumer has not seen", run: mpscRetireUnseen},
	{name: "mpsc/retire-and-dismiss", covers: "T13", about: "a producer leaves while its ring is dismissed", run: mpscRetireAndDismiss},
	{name: "mpsc/retire-and-close", covers: "T16", about: "a producer leaves while the channel is closed", run: mpscRetireAndClose},
	{name: "mpsc/reuse", covers: "T13", about: "a producer leaves and comes back while the consumer sleeps or not", run: mpscReuse},
	{name: "mpsc/register", covers: "T18", about: "a producer registers while another leaves", run: mpscRegister(false)},
	{name: "mpsc/register-and-sleep", covers: "T18", about: "the same while the consumer sleeps or not", run: mpscRegister(true), large: true},
	{name: "mpsc/register-and-close", covers: "T16", about: "a producer registers while the channel is closed", run: mpscRegisterAndClose},
	{name: "mpsc/observer", covers: "T31", about: "a fourth goroutine looks at the counters", run: mpscObserver},
}

func mpscTry(producers, n int, start uint64) func(*explore.World) {
	return func(w *explore.World) {
		x := newCrowdAt(w, producers, 1, 0, start)
		for i := range producers {
			w.Go(fmt.Sprint("producer", i), func() {
				for range n {
					x.try(i)
				}
			})
		}
		w.Go("consumer", x.poll(n*producers))
		w.After(func() {
			x.drain()
			for i := range producers {
				w.Assert(x.try(i) && !x.try(i), "ring %d holds more or less than 1 message", i)
			}
		})
	}
}

func mpscTransfer(producers, capacity, n int) func(*explore.World) {
	return func(w *explore.World) {
		x := newCrowd(w, producers, capacity, 0)
		for i := range producers {
			w.Go(fmt.Sprint("producer", i), x.send(i, n))
		}
		w.Go("consumer", x.receive(n*producers))
		w.After(x.drain)
	}
}

func mpscWakeSender(w *explore.World) {
	x := newCrowd(w, 1, 1, 0)
	w.Go("producer", x.send(0, 2))
	w.Go("consumer", x.receive(1))
	w.After(x.drain)
}

func mpscCloseWakesReceiver(w *explore.World) {
	x := newCrowd(w, 1, 1, 0)
	w.Go("closer", x.ch.Close)
	w.Go("consumer", x.toTheEnd)
}

func mpscCloseWakesSender(w *explore.World) {
	x := newCrowd(w, 1, 1, 0)
	w.Go("producer", func() {
		for x.p[0].Send(ctx, x.next(0)) == nil {
			x.sent[0]++
		}
	})
	w.Go("closer", x.ch.Close)
	w.After(x.drain)
}

func mpscCloseTwo(w *explore.World) {
	x := newCrowd(w, 2, 1, 0)
	for i := range 2 {
		w.Go(fmt.Sprint("producer", i), func() { x.try(i) })
	}
	w.Go("closer", x.ch.Close)
	w.After(func() {
		left := x.sent[0] + x.sent[1]
		w.Assert(x.ch.Drained() == (left == 0), "Drained with %d messages left", left)
		x.drain()
		w.Assert(x.ch.Drained(), "not drained")
		w.Assert(!x.try(0), "accepted after Close")
	})
}

func mpscCloseIsExact(w *explore.World) {
	x := newCrowd(w, 1, 1, 0)
	w.Go("producer", func() { x.try(0) })
	w.Go("closer", x.ch.Close)
	w.Go("consumer", x.toTheEnd)
	w.After(func() {
		x.drain()
		w.Assert(x.ch.Drained(), "not drained")
	})
}

func mpscCloseAndCommit(w *explore.World) {
	x := newCrowd(w, 1, 2, 0)
	w.Go("producer", func() {
		window := x.p[0].Reserve(2)
		for i := range window {
			window[i] = i
		}
		if err := x.p[0].Commit(len(window)); err == nil {
			x.sent[0] = len(window)
		} else {
			w.Assert(err == channels.ErrClosed, "Commit: %v", err)
		}
	})
	w.Go("closer", x.ch.Close)
	w.Go("consumer", x.poll(1))
	w.After(x.drain)
}

func mpscCloseHandsOver(w *explore.World) {
	x := newCrowd(w, 1, 1, 0)
	reason := w.Plain("reason", 0)
	w.Go("closer", func() { reason.Write(1); x.ch.Close() })
	w.Go("observer", func() {
		if x.ch.Closed() {
			w.Assert(reason.Read() == 1, "stale")
		}
	})
}

func mpscRetire(w *explore.World) {
	x := newCrowd(w, 1, 2, 1)
	w.Go("producer", func() { x.try(0); x.try(0); x.p[0].Close() })
	w.Go("consumer", x.poll(3))
	w.After(func() { x.reused(2) })
}

// The second message may come while the ring is dismissed, and the leave too.
func mpscRetireUnseen(w *explore.World) {
	x := newCrowd(w, 1, 2, 0)
	w.Go("leaver", func() { x.try(0); x.try(0); x.p[0].Close() })
	w.Go("consumer", x.receive(2))
	w.After(func() { x.reused(1) })
}

// The producer that leaves lets another one speak, so that the consumer does not
// sleep for ever.
func mpscRetireAndDismiss(w *explore.World) {
	x := newCrowd(w, 2, 1, 0)
	w.Go("leaver", func() { x.try(0); x.p[0].Close(); x.try(1) })
	w.Go("consumer", x.receive(2))
	w.After(func() { x.reused(1) })
}

func mpscRetireAndClose(w *explore.World) {
	x := newCrowd(w, 1, 1, 0)
	w.Go("leaver", func() { x.try(0); x.p[0].Close() })
	w.Go("closer", x.ch.Close)
	w.Go("consumer", x.poll(2))
	w.After(x.drain)
}

// What the newcomer gets is the ring that was left, or the spare one.
func mpscReuse(w *explore.World) {
	x := newCrowd(w, 1, 1, 1)
	w.Go("producer", func() {
		x.send(0, 1)()
		x.p[0].Close()
		x.register()
		x.send(1, 1)()
	})
	w.Go("consumer", x.receive(2))
	w.After(func() { x.reused(1) })
}

func mpscRegister(sleeps bool) func(*explore.World) {
	return func(w *explore.World) {
		x := newCrowd(w, 1, 1, 1)
		w.Go("leaver", func() { x.try(0); x.p[0].Close() })
		w.Go("newcomer", func() {
			x.register()
			x.send(1, 1)()
		})
		consume := x.poll
		if sleeps {
			consume = x.receive
		}
		w.Go("consumer", consume(2))
		w.After(func() { x.reused(1) })
	}
}

func mpscRegisterAndClose(w *explore.World) {
	x := newCrowd(w, 0, 1, 1)
	w.Go("newcomer", func() {
		if p, err := x.ch.Register(); err == nil {
			x.p = append(x.p, p)
			x.try(0)
		}
	})
	w.Go("closer", x.ch.Close)
	w.Go("consumer", x.toTheEnd)
	w.After(x.drain)
}

func mpscObserver(w *explore.World) {
	x := newCrowd(w, 1, 1, 0)
	w.Go("producer", func() { x.try(0); x.try(0) })
	w.Go("consumer", x.poll(2))
	w.Go("observer", func() {
		s := x.ch.Stats()
		w.Assert(s.Received <= s.Sent && s.Depth <= s.Capacity, "%+v", s)
	})
	w.After(x.drain)
}
