package main

import (
	"context"
	"slices"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// strategies are those that poll, for ever or before they park.
var strategies = []struct {
	name string
	wait.Strategy
}{
	{"busy", wait.BusySpin()}, {"yield", wait.Yield()}, {"sleep", wait.Sleep(1)},
	{"phased", wait.Phased(2, 1)}, {"default", wait.Strategy{}},
}

// polling are scenarios of goroutines that wait by looking again and again. A
// look that cannot see what is waited for shows as a livelock.
var polling = slices.Concat(pollingOn("spsc", pairOf), pollingOn("mpsc", crowdOf))

func pollingOn(name string, newLine maker) (all []scenario) {
	for _, s := range strategies {
		add := func(what, covers, about string, run func(*explore.World, *line)) {
			all = append(all, scenario{
				name: name + "/" + what + "-" + s.name, covers: covers, about: about + ", waiting as " + s.String(),
				run:   func(w *explore.World) { run(w, newLine(w, 1, s.Strategy)) },
				large: what == "poll" && s.name == "default", // 288 looks before each sleep
			})
		}
		add("poll", "T15", "2 messages through 1 slot", pollTransfer)
		add("poll-close", "T16", "a receiver finds Close", pollClose)
		add("poll-send-close", "T16", "a sender finds Close", pollSendClose)
		add("poll-cancel", "T14", "a receiver finds that it is canceled", pollCancel)
	}
	return all
}

func pollTransfer(w *explore.World, x *line) {
	w.Go("producer", func() {
		for range 2 {
			err := x.send(ctx)
			w.Assert(err == nil, "Send: %v", err)
		}
	})
	w.Go("consumer", func() { x.receive(2) })
	w.After(x.drain)
}

func pollClose(w *explore.World, x *line) {
	w.Go("closer", x.close)
	w.Go("consumer", func() {
		_, err := x.c.Recv(ctx)
		w.Assert(err == channels.ErrClosed, "Recv: %v", err)
	})
}

func pollSendClose(w *explore.World, x *line) {
	w.Go("producer", func() {
		for x.send(ctx) == nil {
		}
	})
	w.Go("closer", x.close)
	w.After(x.drain)
}

func pollCancel(w *explore.World, x *line) {
	may := w.Context("ctx")
	w.Go("producer", func() { x.try() })
	w.Go("canceller", may.Cancel)
	w.Go("consumer", func() {
		v, err := x.c.Recv(may)
		for ; err == nil; v, err = x.c.Recv(may) {
			x.take(v)
		}
		w.Assert(err == context.Canceled, "Recv: %v", err)
	})
	w.After(x.drain)
}
