package explore

import (
	"fmt"
	"time"
)

// engine explores the executions of one scenario under one memory model. It
// keeps no record of what it has visited: pending graphs are all its state, and
// any engine can go on with any of them.
type engine struct {
	model    Model
	scenario func(*World)
	observe  func(*Execution) error // called for every complete execution
	weak     string                 // the site whose order is taken as weaker
	bounds   Bounds
	mistake  mistake // noMistake but in tests

	w       *World
	g       *graph
	crew    crew
	watched watched
	lead    int   // the thread that goes on when it runs
	over    bool  // this graph is not to be continued
	passed  int   // events that were replayed, ever
	at      []int // events of each thread that its goroutine has gone through
	blocked []bool
	pending []*graph
	free    []*graph // that can be used again
	number  []int32  // see without
	check   consistency
	found   *Violation

	spinning spinCache
	waits    bool // a goroutine has come to a loop that waits, in this execution or before
	hashes   bool // threads have their histories: one had before this execution

	executions, stuck uint64
	explored          float64 // the weights of the graphs that were visited
	visits            uint64
	reported          time.Time
}

// Execution is a complete execution, as its observer sees it.
type Execution struct{ e *engine }

// Outs returns what each goroutine noted with Out.
func (x *Execution) Outs() [][]uint64 {
	outs := make([][]uint64, len(x.e.w.threads))
	for i, t := range x.e.w.threads {
		outs[i] = t.outs
	}
	return outs
}

// build makes the goroutines and locations of one execution.
func (e *engine) build() {
	e.watched.reset()
	e.w = &World{weak: e.weak, crew: &e.crew, engine: e, watched: &e.watched}
	e.hashes = e.waits
	e.w.set(e.scenario)
	if e.w.after != nil {
		e.w.after.id = len(e.w.threads)
		e.w.threads = append(e.w.threads, e.w.after)
	}
	if len(e.w.threads) > maxThreads {
		panic(fmt.Sprintf("explore: %d goroutines, at most %d are possible", len(e.w.threads), maxThreads))
	}
	e.w.reserve()
	e.at = append(e.at[:0], make([]int, len(e.w.threads))...)
	e.blocked = append(e.blocked[:0], make([]bool, len(e.w.threads))...)
}

// visit completes one pending graph and puts what branches off it on the
// pending list.
func (e *engine) visit(g *graph) {
	e.build()
	if g == nil {
		g = newGraph(e.w)
		g.twins = newTwins(e.w, e.mistake)
	}
	e.g, e.lead, e.over = g, nobody, false
	defer e.leave()
	half := e.replay()
	for e.found == nil && !e.over {
		i := half
		if half < 0 {
			i = e.runnable()
			e.lead = i
		}
		if e.tooLong() {
			e.fail("no end after %d steps: %s", maxEvents, e.whyEndless(i))
		}
		if i < 0 || e.found != nil {
			break
		}
		if e.step(i, half >= 0) && !e.blocked[i] {
			e.w.proceed(e.w.threads[i])
		}
		half = -1
	}
	if e.found == nil && !e.over {
		e.complete()
	}
}

// leave ends what is left of an execution.
func (e *engine) leave() {
	e.lead = nobody
	e.w.abandon()
	e.explored += e.g.weight
	e.g.recycle(e)
}

// nobody is no thread.
const nobody = -1

func (e *engine) tooLong() bool { return len(e.g.events) > maxEvents }

// serve does the operation of a thread that runs, if it is the one that is to go
// on: then there is no need to stop it.
func (e *engine) serve(t *thread) bool {
	i := t.id
	if e.at[i] < len(e.g.threads[i]) {
		return e.replayable(i) && e.pass(i) > 0
	}
	return i == e.lead && e.found == nil && !e.tooLong() && e.step(i, false) && !e.blocked[i]
}

// runnable returns the first thread that can go on, or -1.
func (e *engine) runnable() int {
	for i, t := range e.w.threads {
		if i == e.g.join && !t.started {
			if !e.joinable() {
				return -1
			}
			e.w.start(t)
		}
		if t.failed != "" {
			e.fail("%s: %s", t.name, t.failed)
			return -1
		}
		if !t.done && !e.blocked[i] {
			return i
		}
	}
	return -1
}

// joinable reports whether all threads but the joining one have ended.
func (e *engine) joinable() bool {
	for i, t := range e.w.threads {
		if i != e.g.join && !t.done {
			return false
		}
	}
	return true
}
