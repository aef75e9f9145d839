// Package explorequeue is an example of a lock-free queue that is explored: a
// package as anybody might write it, with nothing in it for the explorer but
// comments. See docs/explore.md.
package explorequeue

import "sync/atomic"

// Queue passes numbers from one goroutine to another without locks.
type Queue struct {
	head  atomic.Uint64 // consumer: the next to read
	tail  atomic.Uint64 // producer: the next to write
	slots [2]int        //mc:shared
}

// Push appends v and reports whether there was space. One goroutine at a time
// may call it.
func (q *Queue) Push(v int) bool {
	tail := q.tail.Load()        //mo:relaxed queue.tail — only the producer stores it
	if tail-q.head.Load() == 2 { //mo:acquire queue.head — takes the slot that the consumer has left
		return false
	}
	q.slots[tail%2] = v
	q.tail.Store(tail + 1) //mo:release queue.tail — hands the slot to the consumer
	return true
}

// Pop removes the oldest number, if there is one. One goroutine at a time may
// call it.
func (q *Queue) Pop() (v int, ok bool) {
	head := q.head.Load()      //mo:relaxed queue.head — only the consumer stores it
	if head == q.tail.Load() { //mo:acquire queue.tail — takes the slot that the producer has filled
		return 0, false
	}
	v = q.slots[head%2]
	q.head.Store(head + 1) //mo:release queue.head — hands the slot back
	return v, true
}
