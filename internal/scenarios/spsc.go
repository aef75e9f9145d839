package main

import (
	"context"
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// channel makes a channel that sleeps without spinning.
func channel(w *explore.World, capacity int) (*spsc.Producer[int], *spsc.Consumer[int]) {
	p, c := spsc.NewWith[int](capacity, channels.Options{Wait: wait.Park(), Start: nearWrap})
	w.Watch("ch", p)
	w.Watch("ch", c)
	return p, c
}

var ctx = context.Background()

func spscTry(start uint64) func(*explore.World) {
	return func(w *explore.World) {
		x := pairAt(start)(w, 2, wait.Park())
		w.Go("producer", func() {
			for range 5 {
				x.try()
			}
		})
		w.Go("consumer", func() { x.poll(5) })
		w.After(func() { x.fills(2) })
	}
}

// One message is there before, so that the final position is at 2^32 or behind it.
func spscSeal(w *explore.World) {
	x := pairAt(near32+2)(w, 2, wait.Park())
	w.Go("producer", func() { x.try(); x.try() })
	w.Go("closer", x.close)
	w.After(func() {
		x.drain()
		w.Assert(x.observer().Drained() && !x.try(), "not drained, or accepted after Close")
	})
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

// closers close a channel at once, while a message is sent.
func closers(newLine maker, n int) func(*explore.World) {
	return func(w *explore.World) {
		x, returned := newLine(w, 1, wait.Park()), w.Atomic("returned", 0)
		w.Go("producer", func() {
			late := returned.Load(explore.Acquire) == 1
			w.Assert(!x.try() || !late, "accepted after Close has returned")
		})
		w.Same("closer", n, func() {
			x.close()
			w.Assert(x.observer().Closed(), "not closed")
			returned.Store(1, explore.Release)
		})
		w.After(x.drain)
	}
}

func transfer(n int) func(*explore.World) {
	return func(w *explore.World) {
		p, c := channel(w, 1)
		got := received{w: w}
		w.Go("producer", func() {
			for i := range n {
				if err := p.Send(ctx, i); err != nil {
					panic(fmt.Sprint("Send: ", err))
				}
			}
		})
		w.Go("consumer", func() {
			for range n {
				v, err := c.Recv(ctx)
				w.Assert(err == nil, "Recv: %v", err)
				got.take(v)
			}
		})
		w.After(func() { w.Assert(c.Len() == 0, "%d left", c.Len()) })
	}
}

func closeHandsOver(w *explore.World) {
	p, c := channel(w, 1)
	reason := w.Plain("reason", 0)
	w.Go("closer", func() { reason.Write(1); p.Close() })
	w.Go("observer", func() {
		if c.Closed() {
			w.Assert(reason.Read() == 1, "stale")
		}
	})
}
