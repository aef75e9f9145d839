package channeltest_test

import (
	"fmt"
	"sync"

	"github.com/ringmpsc/ringmpsc-go/channels/channeltest"
)

// TeamQueue stands for the queue that is to be checked. This one forgets that
// its array wraps.
type TeamQueue struct {
	mu         sync.Mutex
	slots      [4]int
	head, tail int
}

func (q *TeamQueue) TrySend(v int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.tail-q.head == len(q.slots) {
		return false
	}
	if i := q.tail; i < 2*len(q.slots) { // the mistake
		q.slots[i%len(q.slots)] = v
	}
	q.tail++
	return true
}

func (q *TeamQueue) TryRecv() (v int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.head == q.tail {
		return 0, false
	}
	v = q.slots[q.head%len(q.slots)]
	q.head++
	return v, true
}

// In a test, use Run instead of Check.
func Example() {
	newQueue := func() channeltest.Queue[int] { return new(TeamQueue) }
	o := channeltest.Options{Capacity: 4, Producers: 4, Consumers: 4, Seed: 1}
	for _, failure := range channeltest.Check(newQueue, o) {
		if failure.Property == "HoldsExactlyCapacity" {
			fmt.Println(failure)
		}
	}
	// Output:
	// channeltest: HoldsExactlyCapacity (seed 1): round 1: TryRecv = 4, want 8
}
