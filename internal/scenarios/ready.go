package main

import (
	"context"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// selecting are scenarios of a consumer that selects on Ready. A signal that is
// lost shows as a wait without end.
var selecting = []scenario{
	{name: "spsc/ready", covers: "T15", about: "a message after an empty look leaves a signal", run: ready(pairOf, byOne), large: true},
	{name: "spsc/ready-batch", covers: "T15", about: "the same with batches", run: ready(pairOf, byBatch)},
	{name: "spsc/ready-consume", covers: "T15", about: "the same in place", run: ready(pairOf, inPlace)},
	{name: "spsc/ready-close", covers: "T15", about: "Close while a message is sent leaves a signal until the end was seen", run: readyClose(pairOf), large: true},
	{name: "spsc/ready-end", covers: "T15", about: "Close leaves a signal until the end was seen", run: readyEnd(pairOf)},
	{name: "spsc/ready-cancel", covers: "T15", about: "a canceled receive keeps the signal", run: readyCancel(pairOf)},
	{name: "spsc/ready-panic", covers: "T6", about: "a handler that panics keeps the signal", run: readyPanic(pairOf)},
	{name: "mpsc/ready", covers: "T15", about: "a message after an empty look leaves a signal", run: ready(crowdOf, byOne)},
	{name: "mpsc/ready-batch", covers: "T15", about: "the same with batches", run: ready(crowdOf, byBatch)},
	{name: "mpsc/ready-consume", covers: "T15", about: "the same in place", run: ready(crowdOf, inPlace)},
	{name: "mpsc/ready-close", covers: "T15", about: "Close while a message is sent leaves a signal until the end was seen", run: readyClose(crowdOf)},
	{name: "mpsc/ready-end", covers: "T15", about: "Close leaves a signal until the end was seen", run: readyEnd(crowdOf)},
	{name: "mpsc/ready-cancel", covers: "T15", about: "a canceled receive keeps the signal", run: readyCancel(crowdOf)},
	{name: "mpsc/ready-panic", covers: "T6", about: "a handler that panics keeps the signal", run: readyPanic(crowdOf)},
}

// byOne receives what there is: the look that finds nothing asks for a signal.
func byOne(x *line) {
	for v, ok := x.c.TryRecv(); ok; v, ok = x.c.TryRecv() {
		x.take(v)
	}
}

// byBatch receives once: if that leaves messages, there is a signal.
func byBatch(x *line) {
	buf := make([]int, 2)
	x.got.take(buf[:x.c.TryRecvBatch(buf)]...)
}

// inPlace receives one message in place.
func inPlace(x *line) { x.c.Consume(1, func(window []int) { x.got.take(window...) }) }

func ready(newLine maker, look func(*line)) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, 2, wait.Park())
		w.Go("producer", func() { x.try(); x.try() })
		w.Go("consumer", func() {
			for signal := x.c.Ready(); x.got.n < 2; look(x) {
				w.Receive(ctx, signal)
			}
		})
		w.After(x.drain)
	}
}

func readyClose(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, 1, wait.Park())
		w.Go("producer", func() { x.try() })
		w.Go("closer", x.close)
		w.Go("consumer", func() {
			for signal := x.c.Ready(); !x.observer().Drained(); byOne(x) {
				w.Receive(ctx, signal)
			}
		})
		w.After(x.drain)
	}
}

func readyEnd(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, 1, wait.Park())
		w.Go("closer", x.close)
		w.Go("consumer", func() {
			signal := x.c.Ready()
			for ; !x.observer().Drained(); byOne(x) {
				w.Receive(ctx, signal)
			}
			w.Receive(ctx, signal) // the look that found the end left one
		})
	}
}

func readyCancel(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x, may := newLine(w, 1, wait.Park()), w.Context("ctx")
		w.Go("producer", func() { x.try() })
		w.Go("canceller", may.Cancel)
		w.Go("consumer", func() {
			signal := x.c.Ready()
			v, err := x.c.Recv(may)
			if err == nil {
				x.take(v)
			}
			for w.Assert(err == nil || err == context.Canceled, "Recv: %v", err); x.got.n < 1; byOne(x) {
				w.Receive(ctx, signal)
			}
		})
		w.After(x.drain)
	}
}

func readyPanic(newLine maker) func(*explore.World) {
	return func(w *explore.World) {
		x := newLine(w, 1, wait.Park())
		w.Go("producer", func() { x.try() })
		w.Go("consumer", func() {
			signal := x.c.Ready()
			w.Receive(ctx, signal)
			x.panics(0, func(handle func([]int)) {
				if w.Choose(2) == 0 {
					x.c.Consume(1, handle)
					return
				}
				for window := range x.c.Batches(ctx, 1) {
					handle(window)
				}
			})
			w.Receive(ctx, signal)
			byOne(x)
			w.Assert(x.got.n == 1, "the message is gone")
		})
		w.After(x.drain)
	}
}

// observer is the line's consumer as an observer.
func (x *line) observer() channels.Observer { return x.c.(channels.Observer) }
