package explorequeue

import (
	"sync/atomic"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// broken is Queue with one of two mistakes: it uses a slot more than it has, or
// publishes before it has written.
type broken struct {
	head, tail atomic.Uint64
	slots      [2]int //mc:shared
	space      uint64 // constant: 2, unless that is the mistake
	early      bool   // constant: publish before the write
}

func (q *broken) push(v int) bool {
	tail := q.tail.Load()              //mo:relaxed queue.tail — only the producer stores it
	if tail-q.head.Load() == q.space { //mo:acquire queue.head — takes the slot that the consumer has left
		return false
	}
	if q.early {
		q.tail.Store(tail + 1) //mo:release queue.tail — too early
	}
	q.slots[tail%2] = v
	q.tail.Store(tail + 1) //mo:release queue.tail — hands the slot to the consumer
	return true
}

func (q *broken) pop() (v int, ok bool) {
	head := q.head.Load()      //mo:relaxed queue.head — only the consumer stores it
	if head == q.tail.Load() { //mo:acquire queue.tail — takes the slot that the producer has filled
		return 0, false
	}
	v = q.slots[head%2]
	q.head.Store(head + 1) //mo:release queue.head — hands the slot back
	return v, true
}

// A check that cannot fail checks nothing: with each of the mistakes it does.
func TestBrokenQueue(t *testing.T) {
	for name, make := range map[string]func() *broken{
		"capacity": func() *broken { return &broken{space: 3} },
		"early":    func() *broken { return &broken{space: 2, early: true} },
	} {
		t.Run(name, func(t *testing.T) {
			explore.CheckFails(t, explore.Bounds{}, "data race on q.slots", func(w *explore.World) {
				q := make()
				w.Go("producer", func() {
					for i := range 3 {
						q.push(i)
					}
				})
				w.Go("consumer", func() { q.pop() })
			})
		})
	}
}
