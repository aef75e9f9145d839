package bench

import (
	"fmt"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/channels/spsc"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// headlineBatch is what the producer reserves, fills and commits at a time.
const headlineBatch = 32768

// window is how slots are lent and handed over in place, in batches.
type window[T any] struct {
	reserve func(n int) []T
	commit  func(n int)
	consume func(limit int, f func([]T)) int
}

// windows returns what lends slots in place, by contender.
func windows[T any]() map[string]func(capacity int) window[T] {
	return map[string]func(int) window[T]{
		"ring": func(capacity int) window[T] {
			p, c := ring.New[T](capacity)
			return window[T]{p.Reserve, p.Commit, c.Consume}
		},
		"spsc": func(capacity int) window[T] {
			p, c := spsc.New[T](capacity)
			return window[T]{p.Reserve, func(n int) { _ = p.Commit(n) }, c.Consume} // nothing closes it
		},
		"handover": handover[T],
	}
}

// handover is one writer and one reader without a ring: blocks of a batch, each
// with a flag that says whose it is. It is the limit of what a ring can do.
func handover[T any](capacity int) window[T] {
	type block struct {
		full atomic.Bool
		_    [127]byte
	}
	vs, blocks := make([]T, capacity), make([]block, capacity/headlineBatch)
	var in, out int
	at := func(i int) []T { return vs[i*headlineBatch:][:headlineBatch] }
	return window[T]{
		reserve: func(int) []T {
			if blocks[in].full.Load() {
				return nil
			}
			return at(in)
		},
		commit: func(int) { blocks[in].full.Store(true); in = (in + 1) % len(blocks) },
		consume: func(_ int, f func([]T)) int {
			if !blocks[out].full.Load() {
				return 0
			}
			f(at(out))
			blocks[out].full.Store(false)
			out = (out + 1) % len(blocks)
			return headlineBatch
		},
	}
}

// headline moves batches through a window, run after run.
type headline[T any] struct {
	w        window[T]
	pace     *pace // values of a run
	checks   bool  // words are written by one and read and checked by the other
	sent     uint64
	received uint64
	err      error // what the receiver found wrong
}

// send fills and commits batches: with consecutive words, or by clear.
func (h *headline[T]) send() {
	poll := eager.start()
	for left := h.pace.n; left > 0; {
		vs := h.w.reserve(min(headlineBatch, left))
		if len(vs) == 0 {
			poll.waitFull()
			continue
		}
		if h.checks {
			h.sent = write(words(vs), h.sent)
		} else {
			clear(vs)
		}
		h.w.commit(len(vs))
		left -= len(vs)
	}
}

// take is the receiver's handler.
func (h *headline[T]) take(vs []T) {
	if !h.checks {
		return
	}
	next, err := read(words(vs), h.received)
	if h.received = next; h.err == nil {
		h.err = err
	}
}

// run measures once. The receiver has microseconds to find each batch: if it
// polled more often, it would only take the line of the position from the sender.
func (h *headline[T]) run() (Sample, error) {
	poll := gather.start()
	n, start, done := h.pace.n, time.Now(), make(chan struct{})
	go func() { defer close(done); h.send() }()
	for left := h.pace.n; left > 0; {
		k := h.w.consume(min(headlineBatch, left), h.take)
		if k == 0 {
			poll.wait()
		}
		left -= k
	}
	<-done
	seconds := time.Since(start).Seconds()
	h.pace.took(seconds)
	return volume[T](n, seconds), h.err
}

// volume returns the sample of a run that moved n values of type T.
func volume[T any](n int, seconds float64) Sample {
	var v T
	s := rate(n, seconds)
	s.Metrics["GB/s"] = s.Metrics["msg/s"] * float64(unsafe.Sizeof(v)) / 1e9
	return s
}

// headlineCases: reserve 32,768, fill, commit; the receiver only advances, or
// reads and checks everything. The limits of both are beside.
func headlineCases(e Effort) []Case {
	return append(headlinesOf[uint32]("u32", e), headlinesOf[uint64]("u64", e)...)
}

func headlinesOf[T any](name string, e Effort) (all []Case) {
	var v T
	size := int(unsafe.Sizeof(v))
	for _, capacity := range []int{1 << 16, 4 << 20 / size} {
		for _, checks := range []bool{false, true} {
			if !checks && capacity != 1<<16 {
				continue
			}
			base := Case{Workload: "Headline", Unit: "GB/s", Quick: capacity == 1<<16,
				Params: fmt.Sprintf("type=%s/reader=%s/ring=%dKiB", name, readerNames[checks], capacity*size>>10)}
			for _, impl := range []string{"ring", "spsc", "handover"} {
				c := base
				c.Impl, c.Start = impl, func() func() (Sample, error) {
					h := &headline[T]{w: windows[T]()[impl](capacity), pace: e.newPace(4*capacity, 4*capacity, headlineBatch), checks: checks}
					return h.run
				}
				all = append(all, c)
			}
			if !checks {
				c := base
				c.Impl, c.Start = "clear", func() func() (Sample, error) { return clearing(make([]T, capacity), e) }
				all = append(all, c)
			}
		}
	}
	return all
}

var readerNames = map[bool]string{false: "advances", true: "checks"}

// clearing returns what fills the batches of vs, one after the other, alone.
func clearing[T any](vs []T, e Effort) func() (Sample, error) {
	pace := e.newPace(4*len(vs), 4*len(vs), headlineBatch)
	return func() (Sample, error) {
		n, start := pace.n, time.Now()
		for i := range n / headlineBatch {
			at := i * headlineBatch % len(vs)
			clear(vs[at : at+headlineBatch])
		}
		seconds := time.Since(start).Seconds()
		pace.took(seconds)
		return volume[T](n, seconds), nil
	}
}
