package bench

import (
	"fmt"
	"sync"
	"time"
)

// transfer moves numbers from some goroutines to others through one queue, run
// after run.
type transfer struct {
	q         Queue
	pace      *pace // numbers of each sender in a run
	senders   int
	sendBatch int
	recvBatch int
	order     *Order
}

// sendAll starts the senders, and returns what waits for them.
func (t *transfer) sendAll() (wait func()) {
	senders := new(sync.WaitGroup)
	for i := range t.senders {
		first := t.order.Next(i)
		senders.Go(func() { t.q.Send(i, first, t.pace.n, t.sendBatch) })
	}
	return senders.Wait
}

// run measures once, with one receiver.
func (t *transfer) run() (Sample, error) {
	n := t.pace.n * t.senders
	start := time.Now()
	wait := t.sendAll()
	t.q.Recv(n, t.recvBatch, t.order)
	wait()
	seconds := time.Since(start).Seconds()
	t.pace.took(seconds)
	return rate(n, seconds), t.order.Err()
}

// newTransfer returns a transfer through q, whose rings wrap in every run.
func newTransfer(q Queue, e Effort, capacity, sendBatch, recvBatch, producers int) *transfer {
	return &transfer{
		q: q, pace: e.newPace(min(e.Messages/producers, 64*capacity), 4*capacity, 1), senders: producers,
		sendBatch: sendBatch, recvBatch: recvBatch, order: NewOrder(producers),
	}
}

// transferCase returns a case in which producers send equal shares.
func transferCase(workload string, c Contender, e Effort, capacity, sendBatch, recvBatch, producers int) Case {
	return Case{
		Workload: workload, Impl: c.Name, Unit: "msg/s", Params: params(capacity, recvBatch, producers),
		Start: func() func() (Sample, error) {
			return newTransfer(c.New(capacity, producers), e, capacity, sendBatch, recvBatch, producers).run
		},
	}
}

// spscCases: one goroutine sends, one receives; both use the batch.
func spscCases(e Effort) (all []Case) {
	for _, capacity := range []int{64, 1024, 65536} {
		for _, c := range Contenders() {
			if c.ManySenders && c.Ours {
				continue // MPSC with one producer
			}
			one := transferCase("SPSC", c, e, capacity, 1, 1, 1)
			one.Quick = capacity > 64 && quickly(c)
			all = append(all, one)
			if !c.Variant && capacity < 65536 {
				all = append(all, onOne(one))
			}
		}
	}
	for _, capacity := range []int{1024, 65536} {
		for _, batch := range []int{8, 64, 1024, 32768} {
			for _, c := range Contenders() {
				if batch > capacity || c.Variant || !c.Batches && c.Name != "chan" || c.ManySenders && c.Ours {
					continue
				}
				some := transferCase("SPSC", c, e, capacity, batch, batch, 1)
				some.Quick = quickly(c) && capacity == 65536 && (batch == 64 || batch == 1024)
				all = append(all, some)
			}
		}
	}
	return all
}

// mpscCases: several goroutines send one at a time, one receives with the batch.
func mpscCases(e Effort) (all []Case) {
	for _, capacity := range []int{64, 1024, 65536} {
		for _, batch := range []int{1, 64} {
			for _, producers := range []int{1, 2, 4, 8} {
				for _, c := range Contenders() {
					if !c.ManySenders || batch > 1 && !c.Batches && c.Name != "chan" ||
						c.Variant && (capacity != 1024 || batch > 1) || capacity == 64 && batch > 1 {
						continue
					}
					some := transferCase("MPSC", c, e, capacity, 1, batch, producers)
					some.Quick = quickly(c) && capacity == 1024 && (producers == 1 || producers == 8)
					all = append(all, some)
				}
			}
		}
	}
	for _, c := range []Contender{chanContender, mutexContender, mpscContenders[0]} {
		all = append(all, onOne(transferCase("MPSC", c, e, 1024, 1, 1, 4)))
	}
	return all
}

// mpmcCases: several goroutines send, and several receive, one at a time.
func mpmcCases(e Effort) (all []Case) {
	for _, producers := range []int{1, 2, 4} {
		for _, consumers := range []int{1, 2, 4} {
			for _, c := range Contenders() {
				if c.ManyReceivers && !c.Variant {
					all = append(all, sharedCase(c, e, producers, consumers))
				}
			}
			all = append(all, Case{
				Workload: "MPMC", Impl: "mpmc", Unit: "msg/s", Missing: "no mpmc yet",
				Params: fmt.Sprintf("cap=1024/producers=%d/consumers=%d", producers, consumers),
			})
		}
	}
	return all
}

// sharedCase returns a case with several receivers, each of which receives the
// same number of messages.
func sharedCase(c Contender, e Effort, producers, consumers int) Case {
	const capacity = 1024
	pace := e.newPace(e.Messages/producers, 2*capacity, consumers)
	run := func() (Sample, error) {
		t := newTransfer(c.New(capacity, producers), e, capacity, 1, 1, producers)
		t.pace = pace
		share, messages := pace.n, pace.n*producers
		orders := make([]*Order, consumers)
		for i := range orders {
			orders[i] = NewShared(producers)
		}
		var receivers sync.WaitGroup
		start := time.Now()
		wait := t.sendAll()
		for _, o := range orders {
			receivers.Go(func() { t.q.Recv(messages/consumers, 1, o) })
		}
		receivers.Wait()
		wait()
		seconds := time.Since(start).Seconds()
		pace.took(seconds)
		return rate(messages, seconds), Complete(orders, producers, share)
	}
	return Case{
		Workload: "MPMC", Impl: c.Name, Unit: "msg/s", Start: func() func() (Sample, error) { return run },
		Params: fmt.Sprintf("cap=%d/producers=%d/consumers=%d", capacity, producers, consumers),
	}
}
