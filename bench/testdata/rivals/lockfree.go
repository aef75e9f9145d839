package bench

import "github.com/bruceshao/lockfree"

// lockfreeQueue is github.com/bruceshao/lockfree. It calls its handler in a
// goroutine of its own, which waits as it does by itself.
type lockfreeQueue struct {
	q     *lockfree.Lockfree[uint64]
	begin chan lockfreeRecv
	done  chan struct{}
	now   lockfreeRecv // the handler's
}

// lockfreeRecv is what a Recv wants.
type lockfreeRecv struct {
	left int
	o    *Order
}

func init() {
	fetched = append(fetched, Contender{Name: "lockfree", ManySenders: true, New: func(capacity, _ int) Queue {
		q := &lockfreeQueue{begin: make(chan lockfreeRecv), done: make(chan struct{})}
		q.q = lockfree.NewLockfree[uint64](capacity, q, lockfree.NewChanBlockStrategy())
		if err := q.q.Start(); err != nil {
			panic(err)
		}
		return q
	}})
}

// OnEvent receives.
func (q *lockfreeQueue) OnEvent(v uint64) {
	if q.now.left == 0 {
		q.now = <-q.begin
	}
	q.now.o.Check(v)
	if q.now.left--; q.now.left == 0 {
		q.done <- struct{}{}
	}
}

func (q *lockfreeQueue) Send(_ int, first uint64, n, _ int) {
	p := q.q.Producer()
	for v := first; v != first+uint64(n); v++ {
		_ = p.Write(v) // fails only once closed
	}
}

func (q *lockfreeQueue) Recv(n, _ int, o *Order) {
	q.begin <- lockfreeRecv{n, o}
	<-q.done
}

func (q *lockfreeQueue) SendRecv(first uint64, n int, o *Order) {
	for v := first; v != first+uint64(n); v++ {
		q.Send(0, v, 1, 1)
		q.Recv(1, 1, o)
	}
}
