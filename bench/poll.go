package bench

import (
	"runtime"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// Poll says how a contender that does not wait by itself polls. The zero value
// lets other goroutines run after every poll in vain.
//
// Which is used decides the regime. A receiver that polls eagerly keeps the
// queue nearly empty: each message then moves the line of the index and the
// line of the slot. One that waits a little lets messages gather, which share
// those lines.
type Poll struct {
	pause int // turns after a poll in vain: some 15 ns each (PAUSE on amd64)
	limit int // polls in vain until others are let run
	vain  int // polls in vain since
}

// The ways to poll. Either lets others run at once if nothing can change
// meanwhile, because there is one processor.
var (
	eager  = Poll{limit: 128, pause: 1}  // about 15 ns
	gather = Poll{limit: 128, pause: 16} // about 0.25 us
)

// start returns p for the processors there are now.
func (p Poll) start() Poll {
	if runtime.GOMAXPROCS(0) == 1 {
		return Poll{}
	}
	return p
}

// wait is called after a poll in vain.
//
//go:noinline
func (p *Poll) wait() {
	if p.vain++; p.vain >= p.limit {
		p.vain = 0
		runtime.Gosched()
		return
	}
	if p.pause > 0 {
		order.Pause(p.pause)
	}
}

// pollers returns a contender twice, named after how it polls: eagerly under its
// own name, and waiting a little between polls as a variant.
func pollers(c Contender, make func(capacity, senders int, p Poll) Queue) []Contender {
	slow := c
	c.New = func(capacity, senders int) Queue { return make(capacity, senders, eager.start()) }
	slow.New = func(capacity, senders int) Queue { return make(capacity, senders, gather.start()) }
	slow.Name, slow.Variant = c.Name+"-gather", true
	return []Contender{c, slow}
}
