package bench

// chanQueue is a buffered Go channel. It has no batches.
type chanQueue chan uint64

var chanContender = Contender{Name: "chan", ManySenders: true, ManyReceivers: true, New: func(capacity, _ int) Queue {
	return make(chanQueue, capacity)
}}

func (q chanQueue) Send(_ int, first uint64, n, _ int) {
	for v := first; v != first+uint64(n); v++ {
		q <- v
	}
}

func (q chanQueue) Recv(n, _ int, o *Order) {
	for range n {
		o.Check(<-q)
	}
}

func (q chanQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		q <- v
		o.Check(<-q)
	}
}
