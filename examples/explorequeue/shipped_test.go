package explorequeue

import (
	"context"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// Code on top of the shipped types is explored with their real source: here a
// request through one ring and its answer through another.
func TestRequestAndAnswer(t *testing.T) {
	explore.Check(t, explore.Bounds{}, func(w *explore.World) {
		ask, asked := ring.New[int](1)
		answer, answered := ring.New[int](1)
		w.Go("client", func() {
			ask.TrySend(20)
			if v, ok := answered.TryRecv(); ok {
				w.Assert(v == 21, "answered %d", v)
			}
		})
		w.Go("server", func() {
			if v, ok := asked.TryRecv(); ok {
				w.Assert(answer.TrySend(v+1), "there is no space for the answer")
			}
		})
	})
}

// A receiver that sleeps is woken, by a message or by Close.
func TestSleepingReceiver(t *testing.T) {
	explore.Check(t, explore.Bounds{}, func(w *explore.World) {
		p, c := spsc.NewWith[int](1, channels.Options{Wait: wait.Park()})
		received := 0
		w.Go("producer", func() {
			p.TrySend(1)
			p.Close()
		})
		w.Go("consumer", func() {
			for {
				if _, err := c.Recv(context.Background()); err != nil {
					return
				}
				received++
			}
		})
		w.After(func() { w.Assert(received == 1, "received %d", received) })
	})
}
