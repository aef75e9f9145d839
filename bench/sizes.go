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
	for impl, link := range map[string]func() link[T]{"chan": chanLink[T], "ring": ringLink[T], "spsc": spscLink[T]} {
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
		var v [1]T
		for range n {
			s.sent = write(words(v[:]), s.sent)
			s.link.send(&v[0])
		}
	}()
	var bad error
	var v [1]T
	for range n {
		s.link.recv(&v[0])
		next, err := read(words(v[:]), s.received)
		if s.received = next; err != nil && bad == nil {
			bad = err
		}
	}
	<-done
	seconds := time.Since(start).Seconds()
	s.pace.took(seconds)
	return volume[T](n, seconds), bad
}

func chanLink[T any]() link[T] {
	ch := make(chan T, sizesCap)
	return link[T]{func(v *T) { ch <- *v }, func(v *T) { *v = <-ch }}
}

func ringLink[T any]() link[T] {
	p, c := ring.New[T](sizesCap)
	full, empty := eager.start(), eager.start()
	return link[T]{
		func(v *T) {
			for !p.TrySend(*v) {
				full.wait()
			}
		},
		func(v *T) {
			for ok := false; !ok; {
				if *v, ok = c.TryRecv(); !ok {
					empty.wait()
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
