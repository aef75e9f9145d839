package bench

import "sync"

// mutexQueue is the textbook ring: a mutex and two condition variables.
type mutexQueue struct {
	mu         sync.Mutex
	space      sync.Cond // senders wait for it
	data       sync.Cond // the receiver waits for it
	slots      []uint64  // under mu
	head, tail uint64    // under mu: positions, which only grow
}

var mutexContender = Contender{Name: "mutex", ManySenders: true, ManyReceivers: true, Batches: true, New: func(capacity, _ int) Queue {
	q := &mutexQueue{slots: make([]uint64, capacity)}
	q.space.L, q.data.L = &q.mu, &q.mu
	return q
}}

func (q *mutexQueue) Send(_ int, first uint64, n, batch int) {
	if batch > 1 {
		buf := make([]uint64, batch)
		for left := n; left > 0; {
			vs := buf[:min(batch, left)]
			first = write(vs, first)
			q.putAll(vs)
			left -= len(vs)
		}
		return
	}
	for v := first; v != first+uint64(n); v++ {
		q.put(v)
	}
}

func (q *mutexQueue) Recv(n, batch int, o *Order) {
	if batch > 1 {
		buf := make([]uint64, batch)
		for left := n; left > 0; {
			k := q.takeSome(buf[:min(batch, left)])
			o.CheckAll(buf[:k])
			left -= k
		}
		return
	}
	for range n {
		o.Check(q.take())
	}
}

func (q *mutexQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		q.put(v)
		o.Check(q.take())
	}
}

func (q *mutexQueue) put(v uint64) {
	q.mu.Lock()
	for q.tail-q.head == uint64(len(q.slots)) {
		q.space.Wait()
	}
	q.slots[q.tail%uint64(len(q.slots))] = v
	q.tail++
	q.mu.Unlock()
	q.data.Signal()
}

func (q *mutexQueue) take() uint64 {
	q.mu.Lock()
	for q.tail == q.head {
		q.data.Wait()
	}
	v := q.slots[q.head%uint64(len(q.slots))]
	q.head++
	q.mu.Unlock()
	q.space.Signal()
	return v
}

// putAll sends vs, as many at a time as there is space for.
func (q *mutexQueue) putAll(vs []uint64) {
	for len(vs) > 0 {
		q.mu.Lock()
		for q.tail-q.head == uint64(len(q.slots)) {
			q.space.Wait()
		}
		k := min(len(vs), len(q.slots)-int(q.tail-q.head))
		i := int(q.tail % uint64(len(q.slots)))
		copy(q.slots, vs[copy(q.slots[i:], vs[:k]):k])
		q.tail += uint64(k)
		q.mu.Unlock()
		q.data.Signal()
		vs = vs[k:]
	}
}

// takeSome waits for messages and receives as many as there are, up to len(dst).
func (q *mutexQueue) takeSome(dst []uint64) int {
	q.mu.Lock()
	for q.tail == q.head {
		q.data.Wait()
	}
	k := min(len(dst), int(q.tail-q.head))
	i := int(q.head % uint64(len(q.slots)))
	copy(dst[copy(dst[:k], q.slots[i:]):k], q.slots)
	q.head += uint64(k)
	q.mu.Unlock()
	q.space.Broadcast() // there may be space for several senders
	return k
}
