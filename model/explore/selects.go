package explore

import (
	"context"
	"unsafe"
)

// Case says what a wait ended with.
type Case uint8

const (
	Received Case = iota // there was something to receive
	Ended                // the context has ended
	Expired              // time has passed
)

// SelectAt waits until the word at p, which stands for a Go channel with one
// buffered element, is 1, and makes it 0; or for the end of ctx, which may be
// nil; or for a timer, if there is one. Each that can happen is a branch, whether
// or not the others can: select is free to choose, and a goroutine to be late.
//
// A goroutine that waits for the channel for ever is a violation unless ctx has
// ended, also if there is a timer: timers may come late, so nobody may rely on
// one. How often one fires is for the caller to bound.
func (w *World) SelectAt(p unsafe.Pointer, s *Site, ctx context.Context, timed bool) Case {
	cases := []Case{Received}
	end := ending(ctx)
	if end != nil {
		cases = append(cases, Ended)
	}
	if timed {
		cases = append(cases, Expired)
	}
	chosen := Received
	if len(cases) > 1 {
		chosen = cases[w.Choose(len(cases))]
	}
	switch chosen {
	case Received:
		o := w.take(p, s, 1, 0)
		o.channel = true
		if end != nil {
			o.relief = end.ended.id + 1
		}
		w.do(o)
	case Ended:
		w.do(op{kind: opAwait, loc: end.ended.id, order: Acquire, until: isOne, relief: always})
	}
	return chosen
}

func isOne(v uint64) bool { return v == 1 }

// Stand says that the word at p stands for the channel c, see Receive.
func (w *World) Stand(c <-chan struct{}, p unsafe.Pointer, s *Site) {
	if w.stands == nil {
		w.stands = map[<-chan struct{}]stand{}
	}
	w.stands[c] = stand{p, s}
}

// stand is what stands for a channel.
type stand struct {
	p unsafe.Pointer
	s *Site
}

// Receive is <-c, or a select of that and ctx.Done(), if ctx is not nil, for a
// channel that a stand-in has returned: that of a Ready method.
func (w *World) Receive(ctx context.Context, c <-chan struct{}) Case {
	at, known := w.stands[c]
	if !known {
		panic("explore: nothing stands for this channel")
	}
	return w.SelectAt(at.p, at.s, ctx, false)
}
