package explore

import "fmt"

// Interleave explores the same executions as [Explore], in another way: it
// runs the goroutines step by step over a memory, in every order that makes a
// difference. It has nothing in common with Explore but the scenario, and is
// slower, under RC11 by orders of magnitude: it is there to be compared with.
//
// The memories are a plain array for SC, and for Go without channels, store
// buffers for TSO, and a view machine for RC11, and for Go with channels. Which orders make a difference is found by source-DPOR
// with sleep sets (Abdulla, Aronis, Jonsson, Sagonas: Optimal Dynamic Partial
// Order Reduction, POPL 2014).
//
// The observer, which may be nil, is called for each complete execution with
// what every goroutine noted; it may be called for an execution more than once.
// Result.Stuck counts runs that led nowhere new.
func Interleave(m Model, b Bounds, scenario func(*World), observe func(outs [][]uint64) error) Result {
	it := &interleaver{model: m, scenario: scenario, observe: observe}
	r := it.explore(b)
	r.Model = m
	return r
}

// interleaver explores the interleavings of one scenario over one memory. Every
// run begins anew and follows the tree's path to its end.
type interleaver struct {
	model    Model
	memory   memory // nil: that of the model
	scenario func(*World)
	observe  func([][]uint64) error
	weak     string
	persist  bool // violations do not end the exploration

	tree    tree
	crew    crew
	watched watched
	w       *World
	join    int // the thread that starts when all others have ended; -1: none
	plain   plainMemory
	left    []bool // by thread: it will not wait any longer
	looking []looking
	steps   []step // of this run

	found             []*Violation // at most one of a kind
	executions, stuck uint64
}

// explore runs the scenario until nothing is left to explore.
func (it *interleaver) explore(b Bounds) Result {
	it.weak = b.Weaken
	defer it.crew.dismiss()
	exhaustive := false
	for !exhaustive && (len(it.found) == 0 || it.persist) {
		if b.Executions > 0 && it.executions+it.stuck >= b.Executions {
			break
		}
		it.run()
		exhaustive = !it.tree.next()
	}
	r := Result{Executions: it.executions, Stuck: it.stuck, Exhaustive: exhaustive}
	if len(it.found) > 0 {
		r.Violation, r.Exhaustive = it.found[0], false
	}
	return r
}

// run does one execution: what the tree's path says, and then what comes.
func (it *interleaver) run() {
	it.build()
	defer it.w.abandon()
	for i := range it.tree.path {
		it.do(it.tree.path[i])
	}
	for len(it.found) == 0 || it.persist {
		enabled := it.enabled()
		it.tree.analyse(enabled, it.waiting(enabled))
		if enabled == 0 {
			it.complete()
			return
		}
		p := it.tree.extend(enabled)
		if p == nil {
			it.stuck++ // all that can go on was explored elsewhere
			return
		}
		it.do(p)
	}
}

// build makes the goroutines and locations of one execution.
func (it *interleaver) build() {
	it.watched.reset()
	it.w = &World{weak: it.weak, crew: &it.crew, watched: &it.watched}
	it.w.set(it.scenario)
	n := len(it.w.threads)
	it.join = -1
	if it.w.after != nil {
		it.w.after.id = n
		it.w.threads = append(it.w.threads, it.w.after)
		it.join = n
	}
	if len(it.w.threads) > maxActors/2 {
		panic(fmt.Sprintf("explore: %d goroutines, at most %d are possible", len(it.w.threads), maxActors/2))
	}
	if it.memory == nil {
		it.memory = memoryOf(it.model, it.w)
	}
	it.memory.reset(it.w)
	it.plain.reset(it.w)
	it.left = append(it.left[:0], make([]bool, len(it.w.threads))...)
	it.looking = append(it.looking[:0], make([]looking, len(it.w.threads))...)
	it.steps = it.steps[:0]
	for i := range n {
		it.w.start(it.w.threads[i])
		it.settle(i)
	}
	it.joinOthers()
}

// enabled returns the set of actors that can go on.
func (it *interleaver) enabled() (set uint32) {
	for i, t := range it.w.threads {
		if t.started && !t.done && !it.left[i] && it.ways(i, &t.op) > 0 {
			set |= 1 << i
		}
		if it.memory.buffered(i) {
			set |= 1 << (i + maxActors/2)
		}
	}
	return set
}

// waiting returns what the thread that has done the last step would touch if it
// need not wait; nil if it need not.
func (it *interleaver) waiting(enabled uint32) *footprint {
	n := len(it.tree.path)
	if n == 0 {
		return nil
	}
	i := it.tree.path[n-1].actor
	if i >= len(it.w.threads) || enabled>>i&1 != 0 || it.w.threads[i].done || it.left[i] {
		return nil
	}
	return &footprint{actor: i, loc: it.w.threads[i].op.loc, owner: int8(i)}
}

// do lets an actor take its next step: a thread up to its next operation on an
// atomic location, or memory.
func (it *interleaver) do(p *point) {
	if p.actor >= maxActors/2 {
		p.touched = it.memory.flush(p.actor - maxActors/2)
		it.steps = append(it.steps, step{actor: p.actor, op: op{loc: p.touched.loc}})
	} else {
		t := it.w.threads[p.actor]
		p.ways = it.ways(p.actor, &t.op)
		e := it.step(p.actor, &t.op, p.way)
		p.touched = e.touched
		p.touched.joins = p.actor == it.join
		it.steps = append(it.steps, step{p.actor, t.op, e.value, e.left})
		it.left[p.actor] = e.left
		if !e.left {
			it.looked(p.actor, &t.op, e.value)
			t.result = e.value
			it.w.proceed(t)
			it.settle(p.actor)
		}
	}
	p.touched.actor = p.actor
	it.joinOthers()
}

// ways returns in how many ways the thread can do the operation: 0 if it has to
// wait.
func (it *interleaver) ways(i int, o *op) int {
	if o.kind == opChoose {
		return int(o.arg)
	}
	return it.memory.ways(i, o)
}

// step does the operation in one of the ways. A choice does not touch memory.
func (it *interleaver) step(i int, o *op, way int) effect {
	if o.kind == opChoose {
		return effect{value: uint64(way), touched: footprint{loc: -1, owner: int8(i)}}
	}
	return it.memory.step(i, o, way)
}

// settle does the plain accesses that come next: they make no difference to
// others unless they race.
func (it *interleaver) settle(i int) {
	t := it.w.threads[i]
	for !t.done && (t.op.kind == opRead || t.op.kind == opWrite || t.op.kind == opLookAgain) {
		o := t.op
		if o.kind == opLookAgain {
			if it.left[i] = it.lookAgain(i); it.left[i] {
				return
			}
			it.w.proceed(t)
			continue
		}
		value, other := it.plain.access(i, &o, it.memory.access(i, &o))
		it.steps = append(it.steps, step{actor: i, op: o, value: value})
		if other >= 0 {
			it.fail("data race on %s: accesses by %s and %s are not ordered by happens-before",
				it.w.locs[o.loc].name, it.w.threads[other].name, t.name)
		}
		it.looked(i, &o, value)
		t.result = value
		it.w.proceed(t)
	}
	if t.failed != "" {
		it.fail("%s: %s", t.name, t.failed)
	}
}

// joinOthers starts the joining thread if all others have ended.
func (it *interleaver) joinOthers() {
	if it.join < 0 || it.w.threads[it.join].started {
		return
	}
	for i, t := range it.w.threads[:it.join] {
		if !t.done || it.memory.buffered(i) {
			return
		}
	}
	it.memory.join(it.join)
	it.w.start(it.w.threads[it.join])
	it.settle(it.join)
}
