package main

import (
	"fmt"

	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// arriving are scenarios of producers for which rings are made while others use
// the channel.
var arriving = []scenario{
	{name: "mpsc/new-ring", covers: "T18", about: "a sleeping consumer is woken by a message in a new ring", run: newRing},
	{name: "mpsc/new-rings", covers: "T18", about: "two new rings at once", run: newRings},
	{name: "mpsc/new-ring-beside", covers: "T18", about: "a new ring beside one that is in use", run: newRingBeside},
	{name: "mpsc/new-ring-and-close", covers: "T16", about: "a ring is made while the channel is closed", run: newRingAndClose},
	{name: "mpsc/new-ring-and-retire", covers: "T18", about: "a producer gets a new ring, or that of one who leaves", run: newRingAndRetire},
	{name: "mpsc/new-ring-retired", covers: "T18", about: "a producer with a new ring leaves before it was seen", run: newRingRetired},
	{name: "mpsc/new-ring-observed", covers: "T31", about: "a goroutine looks at the counters while a ring is made", run: newRingObserved},
}

// roomForRing is how many locations a ring of one slot has.
const roomForRing = 16

// crowdOfNew is a channel for which producers that register make rings, but for
// the first ones.
func crowdOfNew(w *explore.World, present, others int) *crowd {
	w.Later(roomForRing)
	x := newCrowd(w, present, 1, 0)
	if present == 0 {
		p := x.register() // the ring that NewWith has made
		x.p = x.p[:0]
		w.Watch("spent", p)
	}
	x.sent, x.got = make([]int, present+others), make([]int, present+others)
	x.p = append(x.p, make([]*mpsc.Producer[int], others)...)
	return x
}

// arrive registers producer i.
func (x *crowd) arrive(i int) {
	p, err := x.ch.Register()
	x.w.Assert(err == nil, "Register: %v", err)
	x.p[i] = p
}

func newRing(w *explore.World) {
	x := crowdOfNew(w, 0, 1)
	w.Go("newcomer", func() { x.arrive(0); x.try(0) })
	w.Go("consumer", x.receive(1))
	w.After(x.drain)
}

func newRings(w *explore.World) {
	x := crowdOfNew(w, 0, 2)
	for i := range 2 {
		w.Go(fmt.Sprint("newcomer", i), func() { x.arrive(i); x.try(i) })
	}
	w.Go("consumer", x.poll(2))
	w.After(func() {
		x.drain()
		w.Assert(x.ch.Cap() == 3, "%d rings, want 3", x.ch.Cap())
	})
}

func newRingBeside(w *explore.World) {
	x := crowdOfNew(w, 1, 1)
	w.Go("producer", func() { x.try(0) })
	w.Go("newcomer", func() { x.arrive(1); x.try(1) })
	w.Go("consumer", x.receive(2))
	w.After(x.drain)
}

func newRingAndClose(w *explore.World) {
	x := crowdOfNew(w, 0, 1)
	w.Go("newcomer", func() {
		if p, err := x.ch.Register(); err == nil {
			x.p[0] = p
			x.try(0)
		}
	})
	w.Go("closer", x.ch.Close)
	w.Go("consumer", x.toTheEnd)
	w.After(func() {
		x.drain()
		w.Assert(x.ch.Drained(), "not drained")
	})
}

func newRingAndRetire(w *explore.World) {
	x := crowdOfNew(w, 1, 1)
	w.Go("leaver", func() { x.try(0); x.p[0].Close() })
	w.Go("newcomer", func() { x.arrive(1); x.try(1) })
	w.Go("consumer", x.poll(2))
	w.After(func() { x.reused(x.ch.Cap() - 1) }) // but for the newcomer's own
}

func newRingRetired(w *explore.World) {
	x := crowdOfNew(w, 0, 1)
	w.Go("newcomer", func() { x.arrive(0); x.try(0); x.p[0].Close() })
	w.Go("consumer", x.receive(1))
	w.After(func() { x.reused(1) })
}

func newRingObserved(w *explore.World) {
	x := crowdOfNew(w, 0, 1)
	w.Go("newcomer", func() { x.arrive(0); x.try(0) })
	w.Go("observer", func() {
		s := x.ch.Stats()
		w.Assert(s.Received <= s.Sent && s.Depth <= s.Capacity, "%+v", s)
	})
	w.After(x.drain)
}
