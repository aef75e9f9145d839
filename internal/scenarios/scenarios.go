// Command scenarios explores the shipped types. It makes sense only when it is
// built with the overlay of package instrument, as internal/explorer does: then
// the accesses of the shipped source go through the explorer.
package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// scenario is a small program on a shipped type, for one obligation.
type scenario struct {
	name  string
	about string
	run   func(*explore.World)
	large bool // it takes some seconds or more under each model
}

// nearWrap is a first position from which three messages cross 2^64.
const nearWrap = math.MaxUint64 - 2

var scenarios = slices.Concat(onePair, manyProducers)

// onePair are scenarios of a ring and of a channel with one producer.
var onePair = []scenario{
	{name: "ring/try", about: "5 messages through 2 slots, one at a time", run: ringTry(2, 5, 0)},
	{name: "ring/try-wrap", about: "the same across position 2^64", run: ringTry(2, 5, nearWrap)},
	{name: "ring/try-1", about: "3 messages through 1 slot", run: ringTry(1, 3, nearWrap)},
	{name: "ring/batch", about: "batches of 3 through 2 slots", run: ringBatch},
	{name: "ring/window", about: "windows written and read in place", run: ringWindow},
	{name: "ring/observer", about: "a third goroutine looks at the totals", run: ringObserver},
	{name: "spsc/try", about: "5 messages through 2 slots of a channel", run: spscTry},
	{name: "spsc/wake-receiver", about: "a sleeping receiver is woken by a message", run: wakeReceiver},
	{name: "spsc/wake-sender", about: "a sleeping sender is woken by a receive", run: wakeSender},
	{name: "spsc/wake-sender-by-batch", about: "a sleeping sender is woken by a receive in place", run: wakeSenderByBatch},
	{name: "spsc/close-wakes-receiver", about: "a sleeping receiver is woken by Close", run: closeWakesReceiver},
	{name: "spsc/close-wakes-sender", about: "a sleeping sender is woken by Close", run: closeWakesSender},
	{name: "spsc/close-after-space", about: "a sender that was woken by a receive is woken by Close", run: closeAfterSpace},
	{name: "spsc/close-is-exact", about: "Close while a message is sent: accepted is received", run: closeIsExact},
	{name: "spsc/close-and-commit", about: "Close between Reserve and Commit, or anywhere else", run: closeAndCommit},
	{name: "spsc/two-closers", about: "two goroutines close while a message is sent", run: twoClosers},
	{name: "spsc/transfer", about: "2 messages through 1 slot, both sides sleeping", run: transfer},
}

// received checks that values come in order, from 0.
type received struct {
	w *explore.World
	n int
}

func (r *received) take(vs ...int) {
	for _, v := range vs {
		r.w.Assert(v == r.n, "received %d, want %d", v, r.n)
		r.n++
	}
}

func ringTry(capacity, n int, start uint64) func(*explore.World) {
	return func(w *explore.World) {
		p, c := ring.NewAt[int](capacity, start)
		w.Watch("ring", p)
		w.Watch("ring", c)
		sent, got := 0, received{w: w}
		w.Go("producer", func() {
			for range n {
				if p.TrySend(sent) {
					sent++
				}
			}
		})
		w.Go("consumer", func() {
			for range n {
				if v, ok := c.TryRecv(); ok {
					got.take(v)
				}
			}
		})
		w.After(func() {
			for v, ok := c.TryRecv(); ok; v, ok = c.TryRecv() {
				got.take(v)
			}
			w.Assert(got.n == sent, "sent %d, received %d", sent, got.n)
		})
	}
}

func ringBatch(w *explore.World) {
	p, c := ring.NewAt[int](2, nearWrap)
	w.Watch("ring", p)
	w.Watch("ring", c)
	sent, got := 0, received{w: w}
	w.Go("producer", func() {
		for range 3 {
			sent += p.TrySendBatch([]int{sent, sent + 1, sent + 2})
		}
	})
	w.Go("consumer", func() {
		buf := make([]int, 3)
		for range 3 {
			got.take(buf[:c.TryRecvBatch(buf)]...)
		}
	})
	w.After(func() {
		got.take(c.Peek()...)
		w.Assert(sent-got.n <= 1, "sent %d, received %d", sent, got.n)
	})
}

func ringWindow(w *explore.World) {
	p, c := ring.NewAt[int](2, nearWrap)
	w.Watch("ring", p)
	w.Watch("ring", c)
	sent, got := 0, received{w: w}
	w.Go("producer", func() {
		for range 4 {
			window := p.Reserve(2)
			for i := range window {
				window[i] = sent + i
			}
			p.Commit(len(window))
			sent += len(window)
		}
	})
	w.Go("consumer", func() {
		for i := range 4 {
			if i%2 == 0 {
				window := c.Peek()
				got.take(window...)
				c.Release(len(window))
			} else {
				c.Consume(2, func(window []int) { got.take(window...) })
			}
		}
	})
	w.After(func() {
		got.take(c.Peek()...)
		w.Assert(sent-got.n <= 1, "sent %d, received %d", sent, got.n)
	})
}

func ringObserver(w *explore.World) {
	p, c := ring.NewAt[int](1, nearWrap)
	w.Watch("ring", p)
	w.Watch("ring", c)
	w.Go("producer", func() { p.TrySend(0); p.TrySend(1) })
	w.Go("consumer", func() { c.TryRecv(); c.TryRecv() })
	w.Go("observer", func() {
		sent, received := p.Totals()
		w.Assert(received <= sent, "sent %d, received %d", sent, received)
	})
}

// channel makes a channel that sleeps without spinning.
func channel(w *explore.World, capacity int) (*spsc.Producer[int], *spsc.Consumer[int]) {
	p, c := spsc.NewWith[int](capacity, channels.Options{Wait: wait.Park(), Start: nearWrap})
	w.Watch("ch", p)
	w.Watch("ch", c)
	return p, c
}

var ctx = context.Background()

func spscTry(w *explore.World) {
	p, c := channel(w, 2)
	sent, got := 0, received{w: w}
	w.Go("producer", func() {
		for range 5 {
			if p.TrySend(sent) {
				sent++
			}
		}
	})
	w.Go("consumer", func() {
		for range 5 {
			if v, ok := c.TryRecv(); ok {
				got.take(v)
			}
		}
	})
	w.After(func() { drain(w, c, &got, sent) })
}

// drain receives what is left and compares with what was sent.
func drain(w *explore.World, c *spsc.Consumer[int], got *received, sent int) {
	for v, ok := c.TryRecv(); ok; v, ok = c.TryRecv() {
		got.take(v)
	}
	w.Assert(got.n == sent, "%d accepted, %d received", sent, got.n)
}

func wakeReceiver(w *explore.World) {
	p, c := channel(w, 1)
	got := received{w: w}
	w.Go("producer", func() { w.Assert(p.TrySend(0), "full") })
	w.Go("consumer", func() {
		v, err := c.Recv(ctx)
		w.Assert(err == nil, "Recv: %v", err)
		got.take(v)
	})
}

func wakeSender(w *explore.World) {
	p, c := channel(w, 1)
	got := received{w: w}
	w.Go("producer", func() {
		for i := range 2 {
			w.Assert(p.Send(ctx, i) == nil, "Send failed")
		}
	})
	w.Go("consumer", func() {
		if v, ok := c.TryRecv(); ok {
			got.take(v)
		} else if v, err := c.Recv(ctx); err == nil {
			got.take(v)
		}
	})
	w.After(func() { drain(w, c, &got, 2) })
}

func wakeSenderByBatch(w *explore.World) {
	p, c := channel(w, 1)
	got := received{w: w}
	w.Go("producer", func() {
		for i := range 2 {
			w.Assert(p.Send(ctx, i) == nil, "Send failed")
		}
	})
	w.Go("consumer", func() {
		take := func(window []int) { got.take(window...) }
		if c.Consume(1, take) == 0 {
			if v, err := c.Recv(ctx); err == nil {
				got.take(v)
			}
		}
	})
	w.After(func() { drain(w, c, &got, 2) })
}

func closeWakesReceiver(w *explore.World) {
	p, c := channel(w, 1)
	w.Go("closer", p.Close)
	w.Go("consumer", func() {
		_, err := c.Recv(ctx)
		w.Assert(err == channels.ErrClosed, "Recv: %v", err)
	})
}

func closeWakesSender(w *explore.World) {
	p, c := channel(w, 1)
	sent, got := 0, received{w: w}
	w.Go("producer", func() {
		for p.Send(ctx, sent) == nil {
			sent++
		}
	})
	w.Go("closer", c.Close)
	w.After(func() { drain(w, c, &got, sent) })
}

func closeAfterSpace(w *explore.World) {
	p, c := channel(w, 1)
	sent, got := 0, received{w: w}
	w.Go("producer", func() {
		for p.Send(ctx, sent) == nil {
			sent++
		}
	})
	w.Go("consumer", func() {
		if v, ok := c.TryRecv(); ok {
			got.take(v)
		}
	})
	w.Go("closer", c.Close)
	w.After(func() { drain(w, c, &got, sent) })
}

func closeIsExact(w *explore.World) {
	p, c := channel(w, 2)
	sent, got := 0, received{w: w}
	w.Go("producer", func() {
		if p.TrySend(sent) {
			sent++
		}
	})
	w.Go("closer", c.Close)
	w.Go("consumer", func() {
		for {
			v, err := c.Recv(ctx)
			if err != nil {
				w.Assert(err == channels.ErrClosed, "Recv: %v", err)
				return
			}
			got.take(v)
		}
	})
	w.After(func() {
		w.Assert(got.n == sent, "%d accepted, %d received", sent, got.n)
		w.Assert(c.Drained(), "not drained")
		w.Assert(!p.TrySend(9), "accepted after Close")
	})
}

func closeAndCommit(w *explore.World) {
	p, c := channel(w, 2)
	sent, got := 0, received{w: w}
	w.Go("producer", func() {
		window := p.Reserve(2)
		for i := range window {
			window[i] = i
		}
		if err := p.Commit(len(window)); err == nil {
			sent = len(window)
		} else {
			w.Assert(err == channels.ErrClosed, "Commit: %v", err)
		}
	})
	w.Go("closer", c.Close)
	w.Go("consumer", func() {
		for range 2 {
			if v, ok := c.TryRecv(); ok {
				got.take(v)
			}
		}
	})
	w.After(func() { drain(w, c, &got, sent) })
}

func twoClosers(w *explore.World) {
	p, c := channel(w, 1)
	sent, got := 0, received{w: w}
	w.Go("producer", func() {
		if p.TrySend(0) {
			sent++
		}
	})
	w.Go("closer1", func() { c.Close(); w.Assert(c.Closed(), "not closed") })
	w.Go("closer2", p.Close)
	w.After(func() { drain(w, c, &got, sent) })
}

func transfer(w *explore.World) {
	p, c := channel(w, 1)
	got := received{w: w}
	w.Go("producer", func() {
		for i := range 2 {
			if err := p.Send(ctx, i); err != nil {
				panic(fmt.Sprint("Send: ", err))
			}
		}
	})
	w.Go("consumer", func() {
		for range 2 {
			v, err := c.Recv(ctx)
			w.Assert(err == nil, "Recv: %v", err)
			got.take(v)
		}
	})
	w.After(func() { w.Assert(c.Len() == 0, "%d left", c.Len()) })
}
