package main

import (
	"math"
	"slices"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// setup is a ring and what its two sides do: so many attempts each, of so many
// messages as they like.
type setup struct {
	name                      string
	capacity, messages, batch int
	sends, receives           int // attempts
	pointers                  bool
	start                     uint64
}

var setups = []setup{
	{name: "1x3", capacity: 1, messages: 3, batch: 1, sends: 4, receives: 4},
	{name: "2x3", capacity: 2, messages: 3, batch: 1, sends: 4, receives: 4},
	{name: "2x5-wrap", capacity: 2, messages: 5, batch: 1, sends: 6, receives: 6, start: math.MaxUint64 - 2},
	{name: "2x3-pointers", capacity: 2, messages: 3, batch: 1, sends: 4, receives: 4, pointers: true},
	{name: "2x3-batch", capacity: 2, messages: 3, batch: 2, sends: 4, receives: 4, pointers: true},
}

// scenario returns what is explored; it says in names how to read it.
func (s *setup) scenario(names *refine.Names) func(*explore.World) {
	names.Start, names.Slots = s.start, uint64(s.capacity)
	if s.pointers {
		return scenario(s, names, func(w *explore.World, i int) *int {
			p := new(int)
			w.Watch("message", p)
			return p
		}, func(w *explore.World, p *int) uint64 { return w.Number(unsafe.Pointer(p)) })
	}
	return scenario(s, names, func(_ *explore.World, i int) int { return i },
		func(_ *explore.World, i int) uint64 { return uint64(i) })
}

// scenario is the same for every type of message. make makes message i, and
// bits says what a slot holds for it.
func scenario[T any](s *setup, names *refine.Names, make func(*explore.World, int) T, bits func(*explore.World, T) uint64) func(*explore.World) {
	return func(w *explore.World) {
		p, c := ring.NewAt[T](s.capacity, s.start)
		w.Watch("ring", p)
		w.Watch("ring", c)
		var messages []T
		for i := range s.messages {
			messages = append(messages, make(w, i+1))
		}
		names.Message = func(v uint64) int { // pointers have their numbers once this scenario has returned
			return 1 + slices.IndexFunc(messages, func(m T) bool { return bits(w, m) == v })
		}
		w.Go("producer", func() {
			left := messages
			for range s.sends {
				if k := s.choose(w); len(left) >= k {
					left = left[p.TrySendBatch(left[:k]):]
				}
			}
		})
		w.Go("consumer", func() {
			var buffer [8]T
			for range s.receives {
				c.TryRecvBatch(buffer[:s.choose(w)])
			}
		})
	}
}

// choose chooses how many messages an attempt is for.
func (s *setup) choose(w *explore.World) int {
	if s.batch == 1 {
		return 1
	}
	return 1 + w.Choose(s.batch)
}
