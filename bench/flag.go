package bench

import (
	"sync/atomic"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

// flagQueue is the limit for round trips: one word in a cache line of its own. It
// has no space for a second number, and does not look whether there is any.
type flagQueue struct {
	_    [128]byte
	word atomic.Uint64 // written by the sender: the last number sent, plus one
	_    [128]byte
	next uint64 // receiver: what word is to become
	poll Poll   // constant
	_    [128]byte
}

// flagPoll is the pause between polls that suited it best: shorter ones take the
// line from the sender.
var flagPoll = Poll{empty: 6}

var flagContender = Contender{Name: "flag", New: func(_, _ int) Queue {
	return &flagQueue{poll: flagPoll.start()}
}}

func (q *flagQueue) Send(_ int, first uint64, n, _ int) {
	for v := first; v != first+uint64(n); v++ {
		order.StoreRelease(&q.word, v+1)
	}
}

func (q *flagQueue) Recv(n, _ int, o *Order) {
	poll := q.poll
	for range n {
		last := q.next
		for q.next = q.word.Load(); q.next == last; q.next = q.word.Load() {
			poll.wait()
		}
		o.Check(q.next - 1)
	}
}

func (q *flagQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		q.Send(0, v, 1, 1)
		q.Recv(1, 1, o)
	}
}
