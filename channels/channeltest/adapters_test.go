package channeltest_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/channeltest"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// ringQueue is both ends of a ring. A commit on a ring has no error.
type ringQueue struct {
	*ring.Producer[int]
	rx *ring.Consumer[int]
}

func (q ringQueue) TryRecv() (int, bool)                 { return q.rx.TryRecv() }
func (q ringQueue) TryRecvBatch(dst []int) int           { return q.rx.TryRecvBatch(dst) }
func (q ringQueue) Consume(limit int, f func([]int)) int { return q.rx.Consume(limit, f) }
func (q ringQueue) Commit(n int) error                   { q.Producer.Commit(n); return nil }

func TestRing(t *testing.T) {
	for _, start := range []uint64{0, math.MaxUint64 - 5, math.MaxUint32 - 5} {
		for _, capacity := range []int{1, 2, 8} {
			t.Run(fmt.Sprintf("start=%d/cap=%d", start, capacity), func(t *testing.T) {
				channeltest.Run(t, func() channeltest.Queue[int] {
					tx, rx := ring.NewAt[int](capacity, start)
					return ringQueue{tx, rx}
				}, channeltest.Options{Capacity: capacity})
			})
		}
	}
}

// sender and receiver are the halves of a channel; the second is embedded so
// that what both have comes from one of them.
type (
	sender interface {
		channels.Sender[int]
	}
	receiver interface {
		channels.Receiver[int]
		channels.Observer
	}
	duplex struct {
		sender
		receiver
	}
)

var channelOptions = []channels.Options{
	{},
	{Wait: wait.Park(), Start: math.MaxUint64 - 5},
	{Wait: wait.Yield(), Latency: true},
}

func TestSPSC(t *testing.T) {
	for i, o := range channelOptions {
		for _, capacity := range []int{1, 4} {
			t.Run(fmt.Sprintf("options=%d/cap=%d", i, capacity), func(t *testing.T) {
				channeltest.Run(t, func() channeltest.Queue[int] {
					tx, rx := spsc.NewWith[int](capacity, o)
					return duplex{tx, rx}
				}, channeltest.Options{Capacity: capacity, ErrClosed: channels.ErrClosed})
			})
		}
	}
}

// mpscQueue is an mpsc channel with one registered producer. A channel's Len
// and Cap are those of all rings.
type mpscQueue struct {
	duplex
	ch *mpsc.Channel[int]
}

func (q mpscQueue) NewProducer() (channeltest.Sender[int], error) { return q.ch.Register() }

func TestMPSC(t *testing.T) {
	for i, o := range channelOptions {
		for _, capacity := range []int{1, 4} {
			for _, producers := range []int{1, 4} {
				t.Run(fmt.Sprintf("options=%d/cap=%d/producers=%d", i, capacity, producers), func(t *testing.T) {
					channeltest.Run(t, func() channeltest.Queue[int] {
						ch, rx := mpsc.NewWith[int](capacity, o)
						tx, err := ch.Register()
						if err != nil {
							t.Error(err)
						}
						return mpscQueue{duplex{tx, rx}, ch}
					}, channeltest.Options{
						Capacity:  capacity,
						Producers: producers,
						Order:     channeltest.PerProducer,
						ErrClosed: channels.ErrClosed,
					})
				})
			}
		}
	}
}

// goChan is a plain Go channel. It is never closed: a send would panic.
type goChan chan int

func (c goChan) TrySend(v int) bool {
	select {
	case c <- v:
		return true
	default:
		return false
	}
}

func (c goChan) TryRecv() (int, bool) {
	select {
	case v := <-c:
		return v, true
	default:
		return 0, false
	}
}

func (c goChan) Send(ctx context.Context, v int) error {
	select {
	case c <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c goChan) Recv(ctx context.Context) (int, error) {
	select {
	case v := <-c:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (c goChan) Len() int { return len(c) }
func (c goChan) Cap() int { return cap(c) }

func TestGoChan(t *testing.T) {
	channeltest.Run(t, func() channeltest.Queue[int] { return make(goChan, 4) },
		channeltest.Options{Capacity: 4, Producers: 3, Consumers: 3})
}

func TestMutexQueue(t *testing.T) {
	for _, capacity := range []int{1, 4, 100} {
		t.Run(fmt.Sprintf("cap=%d", capacity), func(t *testing.T) {
			channeltest.Run(t, func() channeltest.Queue[int] { return newMutexQueue(capacity, correct) },
				channeltest.Options{Capacity: capacity, Producers: 3, Consumers: 2, ErrClosed: errClosed})
		})
	}
}

// TestUnknownCapacity lets the suite find out.
func TestUnknownCapacity(t *testing.T) {
	channeltest.Run(t, func() channeltest.Queue[int] { return make(goChan, 3) }, channeltest.Options{})
	channeltest.Run(t, func() channeltest.Queue[int] { return new(endless) }, channeltest.Options{})
}

// endless is never full.
type endless struct{ items mutexItems }

func (q *endless) TrySend(v int) bool   { q.items.add(v); return true }
func (q *endless) TryRecv() (int, bool) { return q.items.take() }
