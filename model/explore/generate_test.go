package explore_test

import (
	"math/rand/v2"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// taste says what programs are to be like: which orders are picked from.
type taste struct {
	loads, stores, updates, fences []Order

	strict bool // location x is accessed with SeqCst, and only it is
	fenced bool // shapes always have their fence
	looks  bool // many loops that wait
	tries  bool // some of them give up

	channel bool // location x is a channel
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
	// asymmetric are programs with light and heavy fences.
	asymmetric = taste{
		loads:   []Order{Relaxed, Relaxed, Acquire, SeqCst},
		stores:  []Order{Relaxed, Relaxed, Release, SeqCst},
		updates: []Order{Relaxed, AcqRel, SeqCst},
		fences:  []Order{Light, Light, Light, Heavy, Heavy, SeqCst},
		fenced:  true,
	}
	// loose are programs in which little is ordered.
	loose = taste{
		loads: []Order{Relaxed}, stores: []Order{Relaxed}, updates: []Order{Relaxed},
		fences: []Order{Acquire, SeqCst, Light, Heavy},
	}
	// looking are programs with loops that wait.
	looking = taste{
		loads: anything.loads, stores: anything.stores, updates: anything.updates, looks: true, tries: true,
		fences: []Order{Acquire, AcqRel, SeqCst, SeqCst, Light, Heavy, Heavy},
	}
	// patient are programs with loops that wait and do not give up.
	patient = taste{
		loads: anything.loads, stores: anything.stores, updates: anything.updates, fences: anything.fences, looks: true,
	}
	// telling are programs that send to a channel and receive from it.
	telling = taste{
		loads: []Order{SeqCst}, stores: []Order{SeqCst}, updates: []Order{SeqCst},
		fences: []Order{SeqCst, Light, Heavy}, channel: true,
	}
	// waiting are those with loops that wait as well.
	waiting = taste{
		loads: telling.loads, stores: telling.stores, updates: telling.updates, fences: telling.fences,
		channel: true, looks: true, tries: true,
	}
	// separate are programs for which a global view is as strong as RC11.
	separate = taste{
		loads: []Order{Acquire}, stores: []Order{Release}, updates: []Order{AcqRel},
		fences: []Order{SeqCst, SeqCst, Acquire, Release, Light, Light, Heavy}, strict: true,
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
	if r.IntN(3) == 0 {
		p.plain = 1
	}
	if like.channel {
		p.locs, p.channel = 3, true
	}
	waiting := like.looks || r.IntN(4) == 0
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
	if like.fenced || r.IntN(3) == 0 {
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
	if like.channel && loc == 0 && v != fence && v != choose {
		i.verb = pick(r, []verb{send, send, receive})
		return i
	}
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
	case poll, both, tries:
		i.order, i.failed = pick(r, like.loads), pick(r, like.loads)
		i.a, i.b = pick(r, []uint64{1, 1, 1, 2}), uint64(1+r.IntN(2))
		if f := pick(r, like.fences); r.IntN(3) == 0 && f != Heavy {
			i.fence = &f
		}
	case lock:
		i.order, i.failed, i.a = pick(r, like.updates), pick(r, like.loads), pick(r, []uint64{0, 0, 1})
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
	switch k := r.IntN(21); {
	case p.plain > 0 && k < 5:
		v, loc = read+verb(k%2), p.locs-1
		if guard == 0 && v == read {
			guard = 2
		}
	case waiting && like.looks && k < 9:
		v = pick(r, []verb{poll, both, lock, tries, tries})
		if !like.tries {
			v = pick(r, []verb{poll, both, lock})
		}
	case waiting && k < 8:
		v = pick(r, []verb{await, await, take})
	case k < 11:
	case k < 15:
		v = store
	case k < 18:
		v = pick(r, []verb{swap, swap, add, exchange})
	case k == 20:
		v = choose
	default:
		v = fence
	}
	i := like.instr(r, v, loc)
	if i.guard = guard; v >= poll {
		i.second = r.IntN(p.locs - p.plain)
		if like.channel {
			i.second = 1
		}
	}
	return i
}
