package stress

import (
	"context"
	"fmt"
	"runtime/pprof"
	"sync"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// Idleness is what blocked consumers use.
type Idleness struct {
	Blocked int           // consumers that were asleep
	Watched time.Duration // for how long
	CPU     time.Duration // of the whole process; valid if Checked
	Checked bool          // the platform measures CPU
	Threads int           // operating system threads made while they went to sleep and slept

	_ struct{}
}

// Idle blocks consumers in Recv, each of a channel of its own, and measures for
// a while what that costs (T32). The wait strategy must be one that parks.
func Idle(ctx context.Context, consumers int, strategy wait.Strategy, watch time.Duration) (Idleness, error) {
	ctx, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer cancel()
	threads := pprof.Lookup("threadcreate").Count()
	asleep := make([]*spsc.Consumer[int], consumers)
	for i := range asleep {
		_, c := spsc.NewWith[int](1, channels.Options{Wait: strategy})
		asleep[i] = c
		work.Go(func() { _, _ = c.Recv(ctx) })
	}
	for _, c := range asleep {
		for c.Stats().Parks == 0 {
			if ctx.Err() != nil {
				return Idleness{}, fmt.Errorf("stress: idle: %d consumers did not fall asleep: %w", consumers, context.Cause(ctx))
			}
			time.Sleep(time.Millisecond)
		}
	}
	before, checked := cpuTime()
	time.Sleep(watch)
	after, _ := cpuTime()
	return Idleness{
		Blocked: consumers, Watched: watch, CPU: after - before, Checked: checked,
		Threads: pprof.Lookup("threadcreate").Count() - threads,
	}, nil
}
