package explore_test

import (
	"fmt"
	"math/rand/v2"
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
)

// instr is an instruction of a random program.
type instr struct {
	verb          verb
	loc           int
	order, failed Order
	a, b          uint64 // what is stored, added, or compared; what it is replaced by
	guard         int    // done only if the last value read is 0 (1), or is not 0 (2)
}

// program is a random program: instructions by thread.
type program struct {
	plain   int // how many of the locations, the last ones, are plain
	locs    int
	threads [][]instr
	drain   bool // a fence ends every thread
}

// taste says what programs are to be like: which orders are picked from.
type taste struct {
	loads, stores, updates, fences []Order

	strict bool // location x is accessed with SeqCst, and only it is
	atomic bool // no plain accesses
	drain  bool // a fence ends every thread
}

var (
	anything = taste{
		loads:   []Order{Relaxed, Relaxed, Acquire, Acquire, SeqCst},
		stores:  []Order{Relaxed, Relaxed, Release, Release, SeqCst},
		updates: []Order{Relaxed, Acquire, Release, AcqRel, SeqCst},
		fences:  []Order{Acquire, Release, AcqRel, SeqCst, SeqCst},
	}
	// seqcst are programs that are mostly sequentially consistent.
	seqcst = taste{
		loads:   []Order{Relaxed, Acquire, SeqCst, SeqCst, SeqCst},
		stores:  []Order{Relaxed, Release, SeqCst, SeqCst, SeqCst},
		updates: []Order{Relaxed, AcqRel, SeqCst},
		fences:  []Order{SeqCst, SeqCst, AcqRel},
	}
	// separate are programs for which a global view is as strong as RC11.
	separate = taste{
		loads: []Order{Acquire}, stores: []Order{Release}, updates: []Order{AcqRel},
		fences: []Order{SeqCst, SeqCst, Acquire, Release}, strict: true,
	}
)

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// randomProgram makes a program of 2 or 3 threads with 2 to 4 instructions
// each on 2 or 3 locations. Half of the threads have a shape that synchronizes.
func randomProgram(r *rand.Rand, like taste) program {
	p := program{locs: 2 + r.IntN(2)}
	threads, longest := 2+r.IntN(2), 4
	if threads == 3 {
		longest = 3
	}
	if r.IntN(3) == 0 && !like.atomic {
		p.plain = 1
	}
	p.drain = like.drain
	waiting := r.IntN(4) == 0
	from := r.IntN(3)
	for range threads {
		var body []instr
		switch k := r.IntN(4); {
		case k < 2 && p.plain > 0:
			body = handing(r, like, &p, k == 0)
		case k < 2:
			body = shaped(r, like, &p, from)
		}
		for len(body) < 2 || len(body) < longest && r.IntN(2) == 0 {
			body = append(body, randomInstr(r, like, &p, waiting))
		}
		p.threads = append(p.threads, body)
	}
	return p
}

// shaped makes a thread of two accesses, perhaps with a fence between them, to
// neighbouring locations: a piece of message passing or of store buffering.
func shaped(r *rand.Rand, like taste, p *program, from int) []instr {
	shapes := [][2][]verb{
		{{store}, {store, add, exchange}},          // publish
		{{load, add, exchange}, {load}},            // look
		{{load, add, exchange}, {store, add}},      // pass on
		{{store, exchange}, {load, add, exchange}}, // announce and look
	}
	shape := pick(r, shapes)
	a, b := from, from+1
	if r.IntN(2) == 0 {
		a, b = b, a
	}
	n := p.locs - p.plain
	body := []instr{like.instr(r, pick(r, shape[0]), a%n)}
	if r.IntN(3) == 0 {
		body = append(body, like.instr(r, fence, 0))
	}
	return append(body, like.instr(r, pick(r, shape[1]), b%n))
}

// handing makes a thread that gives what it has written to the plain location
// to others, or takes it, by way of location x.
func handing(r *rand.Rand, like taste, p *program, give bool) []instr {
	if give {
		return []instr{{verb: write, loc: p.locs - 1, a: 3}, like.instr(r, pick(r, []verb{store, add, exchange}), 0)}
	}
	body := []instr{like.instr(r, pick(r, []verb{load, load, await, add, swap}), 0)}
	if r.IntN(3) == 0 {
		body = append(body, like.instr(r, fence, 0))
	}
	return append(body, instr{verb: pick(r, []verb{read, read, write}), loc: p.locs - 1, a: 4, guard: 2})
}

// instr makes an instruction with a random order and random values.
func (like *taste) instr(r *rand.Rand, v verb, loc int) instr {
	i := instr{verb: v, loc: loc, a: uint64(1 + r.IntN(2)), b: uint64(1 + r.IntN(3))}
	switch v {
	case load, await:
		i.order = pick(r, like.loads)
	case store:
		i.order = pick(r, like.stores)
	case swap:
		i.order, i.failed, i.a = pick(r, like.updates), pick(r, like.loads), uint64(r.IntN(3))
	case take:
		i.order, i.a = pick(r, like.updates), uint64(r.IntN(2))
	case add, exchange:
		i.order = pick(r, like.updates)
	case fence:
		i.order = pick(r, like.fences)
	}
	if like.strict && loc == 0 && v < fence {
		i.order, i.failed = SeqCst, SeqCst
	}
	return i
}

// randomInstr makes any instruction.
func randomInstr(r *rand.Rand, like taste, p *program, waiting bool) instr {
	v, loc, guard := load, r.IntN(p.locs-p.plain), 0
	if r.IntN(5) == 0 {
		guard = 1 + r.IntN(2)
	}
	switch k := r.IntN(20); {
	case p.plain > 0 && k < 5:
		v, loc = read+verb(k%2), p.locs-1
		if guard == 0 && v == read {
			guard = 2
		}
	case waiting && k < 8:
		v = pick(r, []verb{await, await, take})
	case k < 11:
	case k < 15:
		v = store
	case k < 18:
		v = pick(r, []verb{swap, swap, add, exchange})
	default:
		v = fence
	}
	i := like.instr(r, v, loc)
	i.guard = guard
	return i
}

// scenario returns the program as a scenario: every value that is read, and in
// the end the value of every location, is part of the outcome.
func (p *program) scenario(w *World) {
	atomics, plains := make([]*Atomic, p.locs), make([]*Plain, p.locs)
	for i := range p.locs {
		if i < p.locs-p.plain {
			atomics[i] = w.Atomic(name(i), 0)
		} else {
			plains[i] = w.Plain(name(i), 0)
		}
	}
	for i, body := range p.threads {
		w.Go(fmt.Sprint("T", i), func() {
			var last uint64
			for _, x := range body {
				if x.guard == 0 || (x.guard == 1) == (last == 0) {
					last = x.do(w, atomics[x.loc], plains[x.loc], last)
				}
			}
			if p.drain {
				w.Fence(SeqCst)
			}
		})
	}
	w.After(func() {
		for i := range p.locs {
			if atomics[i] != nil {
				w.Out(atomics[i].Load(Relaxed))
			} else {
				w.Out(plains[i].Read())
			}
		}
	})
}

// do does the instruction and returns what it read, or else last.
func (x *instr) do(w *World, l *Atomic, p *Plain, last uint64) uint64 {
	switch x.verb {
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
	}
	w.Out(last)
	return last
}

func name(loc int) string { return "xyz"[loc : loc+1] }

// String returns the program as code.
func (p *program) String() string {
	var b strings.Builder
	for i, body := range p.threads {
		fmt.Fprintf(&b, "T%d: ", i)
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
