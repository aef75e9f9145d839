package explore_test

import (
	"fmt"
	"slices"
	"strings"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// verb is what an instruction of a random program does.
type verb int

const (
	load verb = iota
	store
	swap // compare-and-swap
	add
	exchange
	await
	take // compare-and-swap that waits until it succeeds
	fence
	read // plain
	write
	choose // a number below a + 1
	poll   // load until the value is at least a
	both   // load two locations until both values are at least a, or twice in the first one is
	lock   // compare-and-swap until it succeeds
	tries  // load a few times, at most until the value is at least a
	send   // to a channel, if there is room
	receive
)

// instr is an instruction of a random program.
type instr struct {
	verb          verb
	loc           int
	order, failed Order
	a, b          uint64 // what is stored, added, or compared; what it is replaced by
	second        int    // location of a loop that waits
	fence         *Order // of the fence between its loads; nil: none
	guard         int    // done only if the last value read is 0 (1), or is not 0 (2)
}

// program is a random program: instructions by thread.
type program struct {
	plain   int  // how many of the locations, the last ones, are plain
	channel bool // the first one is a channel
	locs    int
	threads [][]instr

	alike    []int // by thread: how many goroutines do it; nil: one
	declared bool  // and World.Same says so
}

// scenario returns the program as a scenario: every value that is read, and in
// the end the value of every location, is part of the outcome.
func (p *program) scenario(w *World) {
	atomics, plains := make([]*Atomic, p.locs), make([]*Plain, p.locs)
	var ch *Channel
	for i := range p.locs {
		if i == 0 && p.channel {
			ch = w.Channel(name(i))
		} else if i < p.locs-p.plain {
			atomics[i] = w.Atomic(name(i), 0)
		} else {
			plains[i] = w.Plain(name(i), 0)
		}
	}
	run := func(body []instr) func() {
		return func() {
			var last uint64
			for _, x := range body {
				if x.guard == 0 || (x.guard == 1) == (last == 0) {
					last = x.do(w, atomics, plains[x.loc], ch, last)
				}
			}
		}
	}
	for i, body := range p.threads {
		p.add(w, i, run(body))
	}
	w.After(func() {
		for i := range p.locs {
			if i == 0 && p.channel {
				w.Out(sent(ch))
			} else if atomics[i] != nil {
				w.Out(atomics[i].Load(Relaxed))
			} else {
				w.Out(plains[i].Read())
			}
		}
	})
}

// add adds the goroutines that do a thread.
func (p *program) add(w *World, i int, f func()) {
	switch name := fmt.Sprint("T", i); {
	case p.alike == nil:
		w.Go(name, f)
	case p.declared:
		w.Same(name, p.alike[i], f)
	default:
		for range p.alike[i] {
			w.Go(name, f)
		}
	}
}

// do does the instruction and returns what it read, or else last.
func (x *instr) do(w *World, all []*Atomic, p *Plain, ch *Channel, last uint64) uint64 {
	l := all[x.loc]
	switch x.verb {
	case poll, both, lock, tries:
		return x.waits(w, l, all[x.second])
	case store:
		l.Store(x.a, x.order)
		return last
	case fence:
		w.Fence(x.order)
		return last
	case write:
		p.Write(x.a)
		return last
	case take:
		l.Take(x.a, x.b, x.order)
		last = x.a
	case load:
		last = l.Load(x.order)
	case await:
		last = l.Await(x.order, func(v uint64) bool { return v >= x.a })
	case swap:
		last, _ = l.CompareAndExchange(x.a, x.b, x.order, x.failed)
	case add:
		last = l.Add(x.a, x.order)
	case exchange:
		last = l.Update(x.order, func(uint64) uint64 { return x.b })
	case read:
		last = p.Read()
	case choose:
		last = uint64(w.Choose(int(x.a) + 1))
	case send:
		last = sent(ch)
	case receive:
		ch.Receive()
	}
	w.Out(last)
	return last
}

// sent sends, and returns 1 if there was room.
func sent(ch *Channel) uint64 {
	if ch.Send() {
		return 1
	}
	return 0
}

func name(loc int) string { return "xyz"[loc : loc+1] }

// String returns the program as code.
func (p *program) String() string {
	var b strings.Builder
	for i, body := range p.threads {
		fmt.Fprintf(&b, "T%d: ", i)
		if p.alike != nil && p.alike[i] > 1 {
			fmt.Fprintf(&b, "(%d goroutines) ", p.alike[i])
		}
		for _, x := range body {
			fmt.Fprintf(&b, "%v; ", x)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// String returns the instruction as code.
func (x instr) String() string {
	s := [...]string{"", "if r == 0 ", "if r != 0 "}[x.guard]
	l := name(x.loc)
	if x.fence != nil {
		s += fmt.Sprintf("Fence(%v) in ", *x.fence)
	}
	switch x.verb {
	case load:
		return fmt.Sprintf("%sr = %s.Load(%v)", s, l, x.order)
	case store:
		return fmt.Sprintf("%s%s.Store(%d, %v)", s, l, x.a, x.order)
	case swap:
		return fmt.Sprintf("%sr = %s.CompareAndExchange(%d, %d, %v, %v)", s, l, x.a, x.b, x.order, x.failed)
	case add:
		return fmt.Sprintf("%sr = %s.Add(%d, %v)", s, l, x.a, x.order)
	case exchange:
		return fmt.Sprintf("%sr = %s.Swap(%d, %v)", s, l, x.b, x.order)
	case fence:
		return fmt.Sprintf("%sFence(%v)", s, x.order)
	case await:
		return fmt.Sprintf("%sr = %s.Await(%v, >= %d)", s, l, x.order, x.a)
	case take:
		return fmt.Sprintf("%sr = %s.Take(%d, %d, %v)", s, l, x.a, x.b, x.order)
	case read:
		return fmt.Sprintf("%sr = %s", s, l)
	case choose:
		return fmt.Sprintf("%sr = Choose(%d)", s, x.a+1)
	case poll:
		return fmt.Sprintf("%sUntil(r = %s.Load(%v); r >= %d)", s, l, x.order, x.a)
	case both:
		return fmt.Sprintf("%sUntil(r = %s.Load(%v); q = %s.Load(%v); r >= %d && q >= %[6]d || r < %[2]s.Load(%[3]v))", s, l, x.order, name(x.second), x.failed, x.a)
	case lock:
		return fmt.Sprintf("%sUntil(r = %s.CompareAndExchange(%d, %d, %v, %v))", s, l, x.a, x.b, x.order, x.failed)
	case tries:
		return fmt.Sprintf("%sUntilTried(%d, r = %s.Load(%v); r >= %d || %s.Load(%v) > %[5]d)", s, x.b+1, l, x.order, x.a, name(x.second), x.failed)
	case send:
		return fmt.Sprintf("%sr = %s.Send()", s, l)
	case receive:
		return fmt.Sprintf("%s%s.Receive()", s, l)
	default:
		return fmt.Sprintf("%s%s = %d", s, l, x.a)
	}
}

// shrink removes instructions as long as the program stays bad.
func (p program) shrink(bad func(program) bool) program {
	for again := true; again; {
		again = false
		for t := range p.threads {
			for i := range p.threads[t] {
				q := p
				q.threads = slices.Clone(p.threads)
				q.threads[t] = slices.Delete(slices.Clone(p.threads[t]), i, i+1)
				if bad(q) {
					p, again = q, true
					break
				}
			}
		}
	}
	return p
}
