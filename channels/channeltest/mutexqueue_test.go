package channeltest_test

import (
	"context"
	"errors"
	"slices"
	"sync"
)

var errClosed = errors.New("mutex queue: closed")

// mutexItems is an unbounded queue under a lock.
type mutexItems struct {
	mu    sync.Mutex
	items []int
}

func (m *mutexItems) add(v int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.items = append(m.items, v)
}

func (m *mutexItems) take() (v int, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.items) == 0 {
		return 0, false
	}
	v, m.items = m.items[0], m.items[1:]
	return v, true
}

// fault is what a mutexQueue does wrong.
type fault string

const (
	correct        fault = ""
	losesAtWrap    fault = "loses a value at every wrap"
	reorders       fault = "swaps two values"
	duplicates     fault = "delivers a value twice"
	falseEmpty     fault = "is empty when it is not"
	spuriousFull   fault = "holds one less than its capacity"
	overfull       fault = "holds one more than its capacity"
	hidesAfterPoll fault = "hides a value after 100 empty polls"
	shortBatch     fault = "accepts no batch that does not fit"
	acceptsClosed  fault = "accepts after Close"
	dropsAtClose   fault = "drops what is left at Close"
	stuckClosed    fault = "is stuck after Close"
	lostWakeup     fault = "does not wake at Close"
	deafToCancel   fault = "does not wake when canceled"
	wrongError     fault = "says closed when canceled"
	negativeLen    fault = "counts one too few"
	doubleCommit   fault = "commits twice"
	keepsPanicked  fault = "loses what a panicking handler was shown"
)

// mutexQueue is a queue with everything that one slice and one condition can
// give, and with at most one fault.
type mutexQueue struct {
	mu       sync.Mutex
	changed  sync.Cond
	fault    fault
	capacity int
	items    []int
	closed   bool
	reserved []int
	released bool // by the test: nobody waits any more
	sends    int
	looks    int // receives
	misses   int // empty receives in a row
}

func newMutexQueue(capacity int, f fault) *mutexQueue {
	q := &mutexQueue{capacity: capacity, fault: f}
	q.changed.L = &q.mu
	return q
}

func (q *mutexQueue) TrySend(v int) bool { return q.TrySendBatch([]int{v}) == 1 }

func (q *mutexQueue) TrySendBatch(vs []int) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.put(vs)
}

func (q *mutexQueue) put(vs []int) int {
	if q.closed && q.fault != acceptsClosed {
		return 0
	}
	room := q.capacity - len(q.items)
	switch {
	case q.fault == spuriousFull:
		room--
	case q.fault == overfull:
		room++
	case q.fault == shortBatch && len(vs) > room && len(vs) > 1:
		room = 0
	}
	n := max(0, min(room, len(vs)))
	for _, v := range vs[:n] {
		if q.sends++; q.fault == losesAtWrap && q.sends%(4*q.capacity) == 0 {
			continue
		}
		q.items = append(q.items, v)
		if k := len(q.items); q.fault == reorders && k > 1 {
			q.items[k-1], q.items[k-2] = q.items[k-2], q.items[k-1]
		}
	}
	q.changedIf(n > 0)
	return n
}

// changedIf wakes everybody who waits. Without a change it must not: two who
// wait would keep waking each other.
func (q *mutexQueue) changedIf(yes bool) {
	if yes {
		q.changed.Broadcast()
	}
}

func (q *mutexQueue) TryRecv() (int, bool) {
	var dst [1]int
	n := q.TryRecvBatch(dst[:])
	return dst[0], n == 1
}

func (q *mutexQueue) TryRecvBatch(dst []int) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.get(dst)
}

func (q *mutexQueue) get(dst []int) int {
	q.looks++
	switch {
	case len(dst) == 0:
		return 0
	case len(q.items) == 0:
		q.misses++
		return 0
	case q.fault == falseEmpty && q.looks%16 == 0:
		return 0
	case q.fault == hidesAfterPoll && q.misses >= 100:
		q.misses = 0
		return 0
	}
	q.misses = 0
	n := copy(dst, q.items)
	if q.fault != duplicates || q.looks%16 != 0 {
		q.items = slices.Delete(q.items, 0, n)
	}
	q.changed.Broadcast()
	return n
}

func (q *mutexQueue) Reserve(n int) []int {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.reserved = nil
	if !q.closed {
		q.reserved = make([]int, min(n, q.capacity-len(q.items)))
	}
	return q.reserved
}

func (q *mutexQueue) Commit(n int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return errClosed
	}
	if n < 0 || n > len(q.reserved) {
		panic("Commit of more than is reserved")
	}
	q.put(q.reserved[:n])
	if q.fault != doubleCommit {
		q.reserved = nil
	}
	return nil
}

func (q *mutexQueue) Consume(limit int, f func([]int)) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(limit, len(q.items))
	if n == 0 {
		return 0
	}
	w := slices.Clone(q.items[:n])
	if q.fault == keepsPanicked {
		q.items = slices.Delete(q.items, 0, n)
		f(w)
		return n
	}
	f(w)
	q.items = slices.Delete(q.items, 0, n)
	q.changed.Broadcast()
	return n
}

func (q *mutexQueue) Send(ctx context.Context, v int) error {
	return q.wait(ctx, func() bool { return q.put([]int{v}) == 1 }, func() bool { return q.closed })
}

func (q *mutexQueue) Recv(ctx context.Context) (v int, err error) {
	var dst [1]int
	err = q.wait(ctx, func() bool { return q.get(dst[:]) == 1 }, func() bool { return q.closed && len(q.items) == 0 })
	return dst[0], err
}

// wait waits until try succeeds, over is true, or ctx is done.
func (q *mutexQueue) wait(ctx context.Context, try, over func() bool) error {
	if q.fault != deafToCancel {
		defer context.AfterFunc(ctx, func() {
			q.mu.Lock()
			defer q.mu.Unlock()
			q.changed.Broadcast()
		})()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		switch {
		case try():
			return nil
		case q.released, over() && q.fault != stuckClosed:
			return errClosed
		case ctx.Err() != nil && q.fault == wrongError:
			return errClosed
		case ctx.Err() != nil:
			return ctx.Err()
		}
		q.changed.Wait()
	}
}

func (q *mutexQueue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	if q.fault == dropsAtClose {
		q.items = nil
	}
	if q.fault != lostWakeup {
		q.changed.Broadcast()
	}
}

func (q *mutexQueue) Closed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}

func (q *mutexQueue) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.fault == negativeLen {
		return len(q.items) - 1
	}
	return len(q.items)
}

func (q *mutexQueue) Cap() int { return q.capacity }

// release ends all waiting, for ever.
func (q *mutexQueue) release() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed, q.released = true, true
	q.changed.Broadcast()
}
