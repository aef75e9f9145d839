//go:build amd64 || arm64

package bench

import "github.com/bytedance/gopkg/collection/lscq"

// lscqQueue is the unbounded queue of github.com/bytedance/gopkg. It exists for
// amd64 and arm64; it polls.
type lscqQueue struct {
	q    *lscq.Uint64Queue
	poll Poll // constant
}

var lscqContenders = pollers(Contender{Name: "lscq", ManySenders: true, ManyReceivers: true}, func(_, _ int, poll Poll) Queue {
	return &lscqQueue{lscq.NewUint64(), poll}
})

func (q *lscqQueue) Send(_ int, first uint64, n, _ int) {
	for v := first; v != first+uint64(n); v++ {
		q.q.Enqueue(v)
	}
}

func (q *lscqQueue) Recv(n, _ int, o *Order) {
	poll := q.poll
	for range n {
		v, ok := q.q.Dequeue()
		for ; !ok; v, ok = q.q.Dequeue() {
			poll.wait()
		}
		o.Check(v)
	}
}

func (q *lscqQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		q.q.Enqueue(v)
		got, _ := q.q.Dequeue()
		o.Check(got)
	}
}
