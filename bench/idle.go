package bench

import (
	"context"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
)

// idleTime is how long consumers are watched while they wait.
const idleTime = 100 * time.Millisecond

// sleepers starts goroutines that each wait for a message that never comes, and
// returns what ends them.
type sleepers func(n int) (end func())

// idleCases: many consumers wait, and nothing is sent. Strategies that poll are
// not here: they cost what they say.
func idleCases(e Effort) (all []Case) {
	for _, c := range []struct {
		impl  string
		start sleepers
	}{
		{"none", func(int) func() { return func() {} }},
		{"chan", idleChans},
		{"spsc", idleReceivers(func() channels.Receiver[int] { _, c := spsc.New[int](8); return c })},
		{"mpsc", idleReceivers(func() channels.Receiver[int] { _, c := mpsc.New[int](8); return c })},
	} {
		_, known := cpuTime()
		some := Case{Workload: "Idle", Impl: c.impl, Unit: "cpu-%", Params: "consumers=1000", Quick: true,
			Start: func() func() (Sample, error) { return func() (Sample, error) { return idle(c.start, e.Crowd), nil } }}
		if !known {
			some.Missing = "the system does not tell the processor time used"
		}
		all = append(all, some)
	}
	return all
}

// idle measures the processor time and the new threads of n sleepers.
func idle(start sleepers, n int) Sample {
	threads := pprof.Lookup("threadcreate").Count()
	end := start(n)
	defer end()
	runtime.GC()
	time.Sleep(idleTime) // until they sleep and the collector is done
	before, _ := cpuTime()
	begin := time.Now()
	time.Sleep(idleTime)
	after, _ := cpuTime()
	return Sample{Metrics: map[string]float64{
		"cpu-%":   100 * float64(after-before) / float64(time.Since(begin)),
		"threads": float64(pprof.Lookup("threadcreate").Count() - threads),
	}}
}

func idleChans(n int) func() {
	ch := make(chan int)
	var waiting sync.WaitGroup
	for range n {
		waiting.Go(func() { <-ch })
	}
	return func() { close(ch); waiting.Wait() }
}

// idleReceivers returns sleepers that each have a channel of this module.
func idleReceivers(make func() channels.Receiver[int]) sleepers {
	return func(n int) func() {
		ctx, cancel := context.WithCancel(context.Background())
		var waiting sync.WaitGroup
		for range n {
			c := make()
			waiting.Go(func() { _, _ = c.Recv(ctx) })
		}
		return func() { cancel(); waiting.Wait() }
	}
}
