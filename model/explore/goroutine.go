package explore

import (
	"fmt"
	"iter"
)

// thread is a goroutine of the world: a coroutine that stops before every
// visible operation.
type thread struct {
	id      int
	name    string
	body    func()
	same    bool    // others do the same, see Same
	twin    *thread // the one before it that does; nil: none, or it is the first
	did     []op    // what it has done, if others do the same
	op      op      // what it stopped before
	result  uint64  // what that operation is to return
	outs    []uint64
	kept    any    // see Keep
	failed  string // why it ended early
	started bool
	done    bool
	made    int     // objects that it has made, see Made
	locs    int     // locations in them
	objects int     // objects in them
	dead    bool    // the execution was abandoned: deferred calls must not go on
	history uint64  // a hash of what its operations returned, if that is kept
	waits   int     // loops that wait, one in the other, that it is in
	begun   int     // how many outermost ones have begun
	spin    spin    // what it has read in the one that it is in
	runner  *runner // while it is started and not done
}

type (
	assertion string   // panic value of a failed assertion
	abandoned struct{} // panic value that unwinds an abandoned goroutine
)

// runner is a coroutine that runs one thread after the other. To make one costs
// more than many switches.
type runner struct {
	t      *thread
	resume func() (struct{}, bool)
	stop   func()
	yield  func(struct{}) bool
}

// crew are the runners of an exploration that have nothing to run.
type crew struct{ idle []*runner }

// runner returns one that is idle.
func (c *crew) runner() *runner {
	if n := len(c.idle); n > 0 {
		r := c.idle[n-1]
		c.idle = c.idle[:n-1]
		return r
	}
	r := &runner{}
	r.resume, r.stop = iter.Pull(func(yield func(struct{}) bool) {
		r.yield = yield
		for again := true; again; again = yield(struct{}{}) {
			r.t.run()
		}
	})
	return r
}

// dismiss ends the runners.
func (c *crew) dismiss() {
	for _, r := range c.idle {
		r.stop()
	}
	c.idle = nil
}

// run runs the thread to its end and notes what it panicked with as its
// failure.
func (t *thread) run() {
	defer func() {
		t.done = true
		switch r := recover().(type) {
		case nil, abandoned:
		case assertion:
			t.failed = string(r)
		default:
			t.failed = fmt.Sprint("panic: ", r)
		}
	}()
	t.body()
}

// do hands an operation to the engine and returns its result.
func (w *World) do(o op) uint64 {
	t := w.running
	if t.dead {
		panic(abandoned{})
	}
	if t.waits > 0 && w.engine != nil {
		if v, known := t.spin.repeats(&o); known {
			return v
		}
	}
	if w.record != nil {
		w.record.add(t, o)
	}
	if t.op = o; t.same {
		t.did = append(t.did, o)
	}
	if w.engine == nil || !w.engine.serve(t) {
		t.runner.yield(struct{}{})
		if t.dead {
			panic(abandoned{})
		}
	}
	if w.engine != nil && w.engine.waits {
		w.engine.done(t)
	}
	return t.result
}

// start runs the thread up to its first visible operation.
func (w *World) start(t *thread) {
	t.runner, t.started = w.crew.runner(), true
	t.runner.t = t
	w.proceed(t)
}

// proceed runs the thread up to its next visible operation, or to its end.
func (w *World) proceed(t *thread) {
	w.running, current = t, w
	t.runner.resume()
	current = nil
	if t.done {
		w.crew.idle = append(w.crew.idle, t.runner)
		t.runner.t, t.runner = nil, nil
	}
}

// abandon ends all threads.
func (w *World) abandon() {
	for _, t := range w.threads {
		if t.started && !t.done {
			t.dead = true
			w.proceed(t)
		}
	}
}
