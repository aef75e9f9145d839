package bench

import "github.com/Workiva/go-datastructures/queue"

// workivaQueue is the RingBuffer of github.com/Workiva/go-datastructures. Its
// values are of type any, so that most are allocated; it waits by yielding.
type workivaQueue struct{ q *queue.RingBuffer }

var workivaContender = Contender{Name: "workiva", ManySenders: true, ManyReceivers: true, New: func(capacity, _ int) Queue {
	return workivaQueue{queue.NewRingBuffer(uint64(capacity))}
}}

func (q workivaQueue) Send(_ int, first uint64, n, _ int) {
	for v := first; v != first+uint64(n); v++ {
		_ = q.q.Put(v) // fails only once disposed
	}
}

func (q workivaQueue) Recv(n, _ int, o *Order) {
	for range n {
		v, _ := q.q.Get()
		o.Check(v.(uint64))
	}
}

func (q workivaQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		_ = q.q.Put(v)
		got, _ := q.q.Get()
		o.Check(got.(uint64))
	}
}
