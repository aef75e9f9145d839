package bench

import (
	"context"
	"fmt"
	"time"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// sizesCap is the capacity, in messages, where their size varies.
const sizesCap = 256

// sizeCases: messages of 8 B to 4 KiB by value, every word written and checked.
func sizeCases(e Effort) (all []Case) {
	all = append(all, sizesOf[[1]uint64](e)...)
	all = append(all, sizesOf[[8]uint64](e)...)
	all = append(all, sizesOf[[32]uint64](e)...)
	all = append(all, sizesOf[[128]uint64](e)...)
	return append(all, sizesOf[[512]uint64](e)...)
}

// link is a queue of messages of type T, by value.
type link[T any] struct {
	send func(*T)
	recv func(*T)
}

func sizesOf[T any](e Effort) (all []Case) {
	var v T
	size := int(unsafe.Sizeof(v))
	base := Case{Workload: "Sizes", Unit: "msg/s", Params: fmt.Sprintf("size=%d/cap=%d", size, sizesCap), Quick: size == 64}
	links := map[string]func() link[T]{
		"chan": chanLink[T], "spsc": spscLink[T],
		"ring": func() link[T] { return ringLink[T](eager) }, "ring-gather": func() link[T] { return ringLink[T](gather) },
	}
	for impl, link := range links {
		c := base
		c.Impl, c.Start = impl, func() func() (Sample, error) {
			s := &sizes[T]{link: link(), pace: e.newPace(4*sizesCap, 4*sizesCap, 1)}
			return s.run
		}
		all = append(all, c)
	}
	sortByImpl(all)
	pool := base
	pool.Impl, pool.Missing = "pool", "no pool yet"
	return append(all, pool)
}

// padded is what one side writes, on cache lines that the other does not touch.
type padded[T any] struct {
	of T
	_  [128]byte
}

// sizes moves messages of one size, run after run.
type sizes[T any] struct {
	link     link[T]
	pace     *pace
	sent     uint64
	received uint64
}

func (s *sizes[T]) run() (Sample, error) {
	n, start, done := s.pace.n, time.Now(), make(chan struct{})
	go func() {
		defer close(done)
		s.sent = send(s.link, n, s.sent)
	}()
	received, bad := recv(s.link, n, s.received)
	s.received = received
	<-done
	seconds := time.Since(start).Seconds()
	s.pace.took(seconds)
	return volume[T](n, seconds), bad
}

// send sends n messages whose words count up from next, and returns what comes
// after them.
func send[T any](l link[T], n int, next uint64) uint64 {
	var v padded[[1]T]
	for range n {
		next = write(words(v.of[:]), next)
		l.send(&v.of[0])
	}
	return next
}

// recv receives n messages whose words are to count up from next, and returns
// what comes after them, and the first violation.
func recv[T any](l link[T], n int, next uint64) (after uint64, bad error) {
	var v padded[[1]T]
	for range n {
		l.recv(&v.of[0])
		var err error
		if next, err = read(words(v.of[:]), next); err != nil && bad == nil {
			bad = err
		}
	}
	return next, bad
}

func chanLink[T any]() link[T] {
	ch := make(chan T, sizesCap)
	return link[T]{func(v *T) { ch <- *v }, func(v *T) { *v = <-ch }}
}

func ringLink[T any](poll Poll) link[T] {
	p, c := ring.New[T](sizesCap)
	full, empty := padded[Poll]{of: poll.start()}, padded[Poll]{of: poll.start()}
	return link[T]{
		func(v *T) {
			for !p.TrySend(*v) {
				full.of.waitFull()
			}
		},
		func(v *T) {
			for ok := false; !ok; {
				if *v, ok = c.TryRecv(); !ok {
					empty.of.wait()
				}
			}
		},
	}
}

func spscLink[T any]() link[T] {
	p, c := spsc.New[T](sizesCap)
	ctx := context.Background()
	return link[T]{func(v *T) { _ = p.Send(ctx, *v) }, func(v *T) { *v, _ = c.Recv(ctx) }}
}
