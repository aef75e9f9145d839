package linearizability_test

import (
	"fmt"
	"sync"

	"github.com/ringmpsc/ringmpsc-go/linearizability"
)

// MyQueue stands for the queue that is to be checked.
type MyQueue struct {
	mu    sync.Mutex
	items []linearizability.Value
}

func (q *MyQueue) TrySend(v linearizability.Value) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 4 {
		return false
	}
	q.items = append(q.items, v)
	return true
}

func (q *MyQueue) TryRecv() (v linearizability.Value, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		return 0, false
	}
	v, q.items = q.items[0], q.items[1:]
	return v, true
}

// Check a queue of your own. In a test, CheckFIFO(t, h, 4) says and draws what
// is wrong.
func Example() {
	run := linearizability.Run{Seed: 1, Producers: 2, Consumers: 2, Operations: 5000}
	h := linearizability.Drive(run, new(MyQueue))

	fmt.Println(linearizability.FIFO(4).Monitor(h))
	fmt.Println(linearizability.FIFO(4).Check(h).Verdict)
	// Output:
	// <nil>
	// Ok
}

// The history that shows why an mpsc channel is not one FIFO queue: b1 was sent
// after a1's send had returned, and received first.
func ExamplePerProducer() {
	const a, b, consumer = 0, 1, 2
	a1, b1 := linearizability.ValueOf(a, 1), linearizability.ValueOf(b, 1)
	h := linearizability.History{
		{Client: consumer, Kind: linearizability.Recv, Values: []linearizability.Value{b1}, Call: 5, Return: 50},
		{Client: a, Kind: linearizability.Send, Producer: a, Values: []linearizability.Value{a1}, N: 1, Call: 10, Return: 20},
		{Client: b, Kind: linearizability.Send, Producer: b, Values: []linearizability.Value{b1}, N: 1, Call: 30, Return: 40},
		{Client: consumer, Kind: linearizability.Recv, Values: []linearizability.Value{a1}, Call: 60, Return: 70},
	}
	fmt.Println("one FIFO queue:    ", linearizability.FIFO(4).Check(h).Verdict)
	fmt.Println("FIFO per producer: ", linearizability.PerProducer(4).Check(h).Verdict)
	// Output:
	// one FIFO queue:     Illegal
	// FIFO per producer:  Ok
}
