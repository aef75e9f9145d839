package explore

import "unsafe"

// Channel is a Go channel with one buffered element, of which only matters
// whether it is there: a word that is 1 while it is. A send that succeeds is
// ordered before the receive that takes its element, and a receive before the
// send that it makes room for.
//
// A send that does not wait and finds the channel full orders nothing, and may
// find it so for a while after it is not, unless the receive happens before it:
// the runtime looks without a lock, and Go's memory model says nothing of sends
// that did not come to pass. So it is under Go and RC11. Under TSO it is a load,
// and under SC part of the one order.
type Channel struct {
	w  *World
	id int32
}

// Channel adds an empty channel.
func (w *World) Channel(name string) *Channel {
	w.channels = true
	return &Channel{w, w.Atomic(name, 0).id}
}

// Send sends an element if there is room, and reports whether there was.
func (c *Channel) Send() bool {
	o := op{kind: opCAS, loc: c.id, order: Release, failed: Relaxed}
	return c.w.send(o)
}

// Receive waits for an element and takes it.
func (c *Channel) Receive() {
	c.w.do(op{kind: opCAS, loc: c.id, order: Acquire, failed: Acquire, arg: 1, waits: true, channel: true})
}

// SendAt is a send that does not wait to the channel that the word at p stands
// for. It reports whether there was room.
func (w *World) SendAt(p unsafe.Pointer, s *Site) bool { return w.send(w.site(opCAS, p, s)) }

func (w *World) send(o op) bool {
	o.arg, o.new, o.channel = 0, 1, true
	return w.do(o) == 0
}

// sends reports whether the operation is a send that does not wait.
func (o *op) sends() bool { return o.channel && !o.waits }

// missed reports whether the event is a send that has found its channel full.
func (e *event) missed() bool { return e.send && !e.rmw }
