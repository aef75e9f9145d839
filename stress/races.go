package stress

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/mpsc"
	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// Races runs rounds short races of two operations each, on fresh channels, of
// every kind in [RaceNames]: park against publish, close and space through
// every consuming API; close against sends and reservations; register against
// consume and close. Nothing but the one operation can wake the sleeper. A
// sleeper that is not woken is reported with the goroutines' stacks.
func Races(ctx context.Context, seed uint64, rounds int) error {
	for _, r := range races() {
		if err := r.repeat(ctx, seed, rounds); err != nil {
			return err
		}
	}
	return nil
}

// RaceNames returns what [Races] races.
func RaceNames() (names []string) {
	for _, r := range races() {
		names = append(names, r.name)
	}
	return names
}

// race is two functions to be run at the same time on something fresh. Either
// may return an error; check, if any, looks when both have ended.
type race struct {
	name string
	prep func(ctx context.Context, strategy wait.Strategy) (one, two, check func() error)
}

// raceWait is after how long a race of microseconds counts as hung.
const raceWait = 20 * time.Second

// repeat runs the race with varying head starts.
func (r race) repeat(ctx context.Context, seed uint64, rounds int) error {
	rng := rand.New(rand.NewPCG(seed, 2))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	giveUp := func() { cancel(errGivenUp) }
	strategies := []wait.Strategy{wait.Park(), wait.Park(), {}, wait.Phased(3, 1)}
	for n := range rounds {
		one, two, check := r.prep(ctx, strategies[n%len(strategies)])
		err := together(one, delayed(two, rng.IntN(400), rng.IntN(3)), giveUp, raceWait)
		if err == nil && check != nil {
			err = check()
		}
		if err != nil {
			return fmt.Errorf("stress: race %q: seed %d, round %d: %w\nreplay: go test ./stress -run TestWakeups -stress.seed=%d", r.name, seed, n, err, seed)
		}
	}
	return nil
}

// delayed returns f after some spins and yields.
func delayed(f func() error, spins, yields int) func() error {
	return func() error {
		for range yields {
			runtime.Gosched()
		}
		for range spins {
			runtime.KeepAlive(spins)
		}
		return f()
	}
}

// together runs one and two at the same time and joins them. If they do not end
// in time, that is the error, and giveUp is called to make them.
func together(one, two func() error, giveUp func(), patience time.Duration) error {
	done := make(chan error, 2)
	go func() { done <- one() }()
	go func() { done <- two() }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	var errs []error
	for len(errs) < 2 {
		select {
		case err := <-done:
			errs = append(errs, err)
		case <-timer.C:
			stacks := goroutines()
			giveUp()
			return fmt.Errorf("not woken after %v; goroutines:\n%s", patience, stacks)
		}
	}
	return errors.Join(errs...)
}

// races lists all races.
func races() (list []race) {
	for _, api := range receives {
		list = append(list,
			race{"publish against " + api.name, publishAgainst(api)},
			race{"publish by a new producer against " + api.name, enterAgainst(api)},
			race{"close against " + api.name, closeAgainst(api)})
	}
	for _, api := range releases {
		list = append(list, race{api.name + " against a full Send", spaceAgainst(api)})
	}
	return append(list,
		race{"close against a full Send", closeAgainstSend},
		race{"close against sends", closeAgainstSends},
		race{"close against Commit", closeAgainstCommit},
		race{"close against Register", closeAgainstRegister},
		race{"producer close against consume", leaveAgainstConsume})
}

// receive is one way to wait for a message: it returns the message and nil, or
// ErrClosed at the end.
type receive struct {
	name string
	wait func(ctx context.Context, rx channels.Receiver[int]) (int, error)
}

var receives = []receive{
	{"Recv", func(ctx context.Context, rx channels.Receiver[int]) (int, error) { return rx.Recv(ctx) }},
	{"RecvBatch", func(ctx context.Context, rx channels.Receiver[int]) (int, error) {
		var dst [3]int
		_, err := rx.RecvBatch(ctx, dst[:])
		return dst[0], err
	}},
	{"All", func(ctx context.Context, rx channels.Receiver[int]) (int, error) {
		for v := range rx.All(ctx) {
			return v, nil
		}
		return 0, channels.ErrClosed
	}},
	{"Batches", func(ctx context.Context, rx channels.Receiver[int]) (int, error) {
		for w := range rx.Batches(ctx, 2) {
			return w[0], nil
		}
		return 0, channels.ErrClosed
	}},
	{"Ready then TryRecv", func(ctx context.Context, rx channels.Receiver[int]) (int, error) {
		return byEdges(ctx, rx, rx.TryRecv)
	}},
	{"Ready then Consume", func(ctx context.Context, rx channels.Receiver[int]) (int, error) {
		return byEdges(ctx, rx, func() (v int, ok bool) {
			n := rx.Consume(1, func(w []int) { v = w[0] })
			return v, n == 1
		})
	}},
	{"Run", func(ctx context.Context, rx channels.Receiver[int]) (v int, err error) {
		defer func() {
			if p := recover(); p != nil && p != (deliberate{}) {
				panic(p)
			}
		}()
		err = channels.ErrClosed // unless the handler ends Run
		if rx.Run(ctx, func(got int) { v, err = got, nil; panic(deliberate{}) }) != nil {
			return 0, errGivenUp
		}
		return v, err
	}},
}

// byEdges receives one message, looking only after an edge.
func byEdges(ctx context.Context, rx channels.Receiver[int], look func() (int, bool)) (int, error) {
	for ready := rx.Ready(); ; {
		select {
		case <-ready:
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
		if v, ok := look(); ok {
			return v, nil
		}
		if o := rx.(channels.Observer); o.Drained() {
			return 0, channels.ErrClosed
		}
	}
}

// release is one way to make space in a channel that is full with one message.
type release struct {
	name string
	take func(ctx context.Context, rx channels.Receiver[int])
}

var releases = []release{
	{"TryRecv", func(_ context.Context, rx channels.Receiver[int]) { rx.TryRecv() }},
	{"TryRecvBatch", func(_ context.Context, rx channels.Receiver[int]) { rx.TryRecvBatch(make([]int, 1)) }},
	{"Consume", func(_ context.Context, rx channels.Receiver[int]) { rx.Consume(1, func([]int) {}) }},
	{"Consume that panics", func(_ context.Context, rx channels.Receiver[int]) {
		defer func() { _ = recover() }()
		rx.TryRecv()
		rx.Consume(1, func([]int) { panic(deliberate{}) })
	}},
	{"RecvBatch", func(ctx context.Context, rx channels.Receiver[int]) { _, _ = rx.RecvBatch(ctx, make([]int, 1)) }},
	{"All", func(ctx context.Context, rx channels.Receiver[int]) {
		for range rx.All(ctx) {
			return
		}
	}},
	{"Batches", func(ctx context.Context, rx channels.Receiver[int]) {
		for range rx.Batches(ctx, 1) {
			return
		}
	}},
}

// must returns an error unless got is want.
func must[T comparable](what string, got, want T) error {
	if got != want {
		return fmt.Errorf("%s: %v, want %v", what, got, want)
	}
	return nil
}

// sameMessages returns an error unless accepted is what was received.
func sameMessages(accepted, received []int) error {
	if !slices.Equal(accepted, received) {
		return fmt.Errorf("accepted %v, received %v", accepted, received)
	}
	return nil
}

// drain receives until nothing is left.
func drain(rx channels.Receiver[int]) (vs []int) {
	for v, ok := rx.TryRecv(); ok; v, ok = rx.TryRecv() {
		vs = append(vs, v)
	}
	return vs
}

func newSPSC(strategy wait.Strategy) (*spsc.Producer[int], *spsc.Consumer[int]) {
	return spsc.NewWith[int](1, channels.Options{Wait: strategy})
}

func newMPSC(strategy wait.Strategy) (*mpsc.Channel[int], *mpsc.Consumer[int]) {
	return mpsc.NewWith[int](1, channels.Options{Wait: strategy})
}
