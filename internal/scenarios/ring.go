package main

import (
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

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
			for i := range capacity {
				w.Assert(p.TrySend(0), "full with %d of %d messages", i, capacity)
			}
			w.Assert(!p.TrySend(0), "not full with %d messages", capacity)
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

// ringSleep is what the doc comment of ring.Barrier promises, to users who build
// their own way of sleeping.
func ringSleep(w *explore.World) {
	p, c := ring.New[int](1)
	w.Watch("ring", p)
	w.Watch("ring", c)
	asleep, token := w.Atomic("asleep", 0), w.Atomic("token", 0)
	w.Go("producer", func() {
		p.TrySend(0)
		if asleep.Load(explore.Relaxed) == 1 {
			token.Store(1, explore.Release)
		}
	})
	w.Go("consumer", func() {
		if _, ok := c.TryRecv(); ok {
			return
		}
		asleep.Store(1, explore.Relaxed)
		ring.Barrier()
		if _, ok := c.TryRecv(); ok {
			return
		}
		token.Await(explore.Acquire, func(v uint64) bool { return v == 1 })
		_, ok := c.TryRecv()
		w.Assert(ok, "woken for nothing")
	})
}

// ringSleepSender is the same for a producer that waits for space.
func ringSleepSender(w *explore.World) {
	p, c := ring.New[int](1)
	p.TrySend(0)
	w.Watch("ring", p)
	w.Watch("ring", c)
	asleep, token := w.Atomic("asleep", 0), w.Atomic("token", 0)
	w.Go("consumer", func() {
		c.TryRecv()
		if asleep.Load(explore.Relaxed) == 1 {
			token.Store(1, explore.Release)
		}
	})
	w.Go("producer", func() {
		if p.TrySend(1) {
			return
		}
		asleep.Store(1, explore.Relaxed)
		ring.Barrier()
		if p.TrySend(1) {
			return
		}
		token.Await(explore.Acquire, func(v uint64) bool { return v == 1 })
		w.Assert(p.TrySend(1), "woken for nothing")
	})
}
