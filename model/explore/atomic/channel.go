package atomic

import (
	"context"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Channel stands in for a Go channel with one buffered element, see
// explore.Channel: its word is 1 while the element is in it. There is one in an
// exploration only.
type Channel struct{ word Uint32 }

// Peek returns the value in memory.
func (c *Channel) Peek() uint64 { return c.word.Peek() }

// Send sends without waiting, if there is room.
func (c *Channel) Send() { c.SendAt(&send) }

// SendAt is Send at a site. It reports whether there was room.
func (c *Channel) SendAt(s *Site) bool {
	w := explore.Running()
	if w == nil {
		return c.word.CompareAndSwap(0, 1)
	}
	return w.SendAt(unsafe.Pointer(c), s)
}

// Receive waits for an element, or for the end of ctx, which may be nil, or for a
// timer, if there is one. Whichever can happen is explored.
func (c *Channel) Receive(ctx context.Context, timed bool) explore.Case {
	w := explore.Running()
	if w == nil {
		panic("explore: nothing can be waited for outside of an exploration")
	}
	return w.SelectAt(unsafe.Pointer(c), &receive, ctx, timed)
}

// Stand says that it stands for ch, which is never used but to be named in
// World.Receive.
func (c *Channel) Stand(ch <-chan struct{}) {
	if w := explore.Running(); w != nil {
		w.Stand(ch, unsafe.Pointer(c), &receive)
	}
}

var (
	send    = Site{Label: "chan", Pos: "a send", Order: explore.Release}
	receive = Site{Label: "chan", Pos: "a receive", Order: explore.Acquire}
)
