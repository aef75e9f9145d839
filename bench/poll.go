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
	empty int // turns after a poll that found the queue empty: some 15 ns each (PAUSE on amd64)
	full  int // turns after one that found it full
	vain  int // turns since others were let run
}

// The ways to poll. Either lets others run at once if nothing can change
// meanwhile, because there is one processor.
var (
	eager  = Poll{empty: 1, full: 1}   // about 15 ns
	gather = Poll{empty: 16, full: 16} // about 0.25 us
)

// inVain is after how many polls of an empty queue, or as many turns, others are let run.
const inVain = 128

// of returns p for a queue of the given capacity: a sender can let space gather in
// a large one for longer; with gather until about an eighth of it may be free.
func (p Poll) of(capacity int) Poll {
	p.full *= max(1, capacity/1024)
	return p
}

// start returns p for the processors there are now.
func (p Poll) start() Poll {
	if runtime.GOMAXPROCS(0) == 1 {
		return Poll{}
	}
	return p
}

// wait is called after a poll that found the queue empty.
func (p *Poll) wait() { p.pause(p.empty) }

// waitFull is called after a poll that found the queue full.
func (p *Poll) waitFull() { p.pause(p.full) }

//go:noinline
func (p *Poll) pause(turns int) {
	if p.vain += turns; p.vain >= inVain*p.empty {
		p.vain = 0
		runtime.Gosched()
	}
	if turns > 0 {
		order.Pause(turns)
	}
}

// pollers returns a contender twice, named after how it polls: eagerly under its
// own name, and waiting a little between polls as a variant.
func pollers(c Contender, make func(capacity, senders int, p Poll) Queue) []Contender {
	slow := c
	c.New = func(capacity, senders int) Queue { return make(capacity, senders, eager.of(capacity).start()) }
	slow.New = func(capacity, senders int) Queue { return make(capacity, senders, gather.of(capacity).start()) }
	slow.Name, slow.Variant = c.Name+"-gather", true
	return []Contender{c, slow}
}
