package bench

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// wakeRest is how long the sender sleeps between two messages: long enough for
// every strategy that parks to have parked its receiver.
const wakeRest = 200 * time.Microsecond

// wakes measures the time from before a send to after the receive that had been
// waiting for it. If the sender works on, the system may still put the thread that
// is to run the receiver on the sender's own processor, where it waits for the rest
// of a time slice, milliseconds: that says nothing of the queue. So those wake-ups
// are counted, and only the others make the latencies, if there are any.
type wakes struct {
	q     Queue
	n     int
	busy  bool         // the sender keeps its processor until the message is received
	order *Order       // the receiver's
	sent  atomic.Int64 // when, since start
	from  atomic.Int64 // the processor it was sent on
	seen  atomic.Int64 // messages received in this run
}

// tries bounds how many wake-ups there are for each that is wanted.
const tries = 8

func (w *wakes) run() (Sample, error) {
	apart, together, start, first := new(Histogram), new(Histogram), time.Now(), w.order.Next(0)
	w.seen.Store(0)
	done := make(chan struct{})
	var enough atomic.Bool
	go func() {
		defer close(done)
		for i := 0; !enough.Load(); i++ {
			w.q.Recv(1, 1, w.order)
			took := time.Since(start).Nanoseconds() - w.sent.Load()
			if at := processor(); w.busy && at >= 0 && int64(at) == w.from.Load() {
				together.Record(took)
			} else {
				apart.Record(took)
			}
			enough.Store(apart.total == w.n || i+1 == tries*w.n)
			w.seen.Store(int64(i + 1))
		}
	}()
	for i := 0; !enough.Load(); i++ {
		time.Sleep(wakeRest)
		w.from.Store(int64(processor()))
		w.sent.Store(time.Since(start).Nanoseconds())
		w.q.Send(0, first+uint64(i), 1, 1)
		w.rest(int64(i + 1))
	}
	<-done
	shared := 100 * float64(together.total) / float64(together.total+apart.total)
	if apart.total == 0 {
		apart = together
	}
	return Sample{Latencies: apart, Metrics: map[string]float64{
		"p50-ns": apart.Quantile(0.5), "p99-ns": apart.Quantile(0.99), "shared-%": shared,
	}}, w.order.Err()
}

// rest returns once the receiver has seen n messages: the sender works, or
// gives its processor up, meanwhile.
func (w *wakes) rest(n int64) {
	for w.seen.Load() < n {
		if !w.busy {
			time.Sleep(wakeRest / 10)
		}
	}
}

// wakeCases: the receiver waits; how long does a message take to reach it?
func wakeCases(e Effort) (all []Case) {
	contenders := []Contender{chanContender, mutexContender}
	for _, s := range strategies {
		contenders = append(contenders, spscWaiting("spsc-"+s.name, s.Strategy))
	}
	contenders = append(contenders, mpscWaiting("mpsc-default", wait.Strategy{}), mpscWaiting("mpsc-park", wait.Park()))
	for _, busy := range []bool{true, false} {
		for _, c := range contenders {
			some := Case{Workload: "Wake", Impl: c.Name, Unit: "p50-ns", Params: "sender=" + senderNames[busy],
				Quick: c.Name == "chan" || c.Name == "spsc-default" || c.Name == "mpsc-default"}
			some.Start = func() func() (Sample, error) {
				w := &wakes{q: c.New(64, 1), n: e.Wakes, busy: busy, order: NewOrder(1)}
				return w.run
			}
			if busy && runtime.GOMAXPROCS(0) == 1 {
				some.Missing = "a sender that works leaves no processor"
			}
			all = append(all, some)
		}
	}
	return all
}

var senderNames = map[bool]string{true: "works", false: "sleeps"}

// crowdCases: does polling cost more with many registered producers of which
// one is active?
func crowdCases(e Effort) (all []Case) {
	for _, registered := range []int{1, e.Crowd} {
		for _, batch := range []int{1, 64} {
			c := transferCase("Crowd", mpscContenders[0], e, 1024, 1, batch, 1)
			c.Params, c.Quick = fmt.Sprintf("cap=1024/batch=%d/registered=%d", batch, registered), batch == 1
			c.Start = func() func() (Sample, error) {
				return newTransfer(newMPSC(1024, registered, wait.Strategy{}), e, 1024, 1, batch, 1).run
			}
			all = append(all, c)
		}
	}
	return all
}
