package explore

import (
	"fmt"
	"hash/fnv"
	"strconv"
)

// follow takes the steps of a token and judges where they lead.
func (e *engine) follow(steps []string, checksum string) error {
	e.build()
	defer func() { e.w.abandon() }()
	e.g, e.lead = newGraph(e.w), nobody
	e.replay() // starts the goroutines
	sum := fnv.New32a()
	for _, s := range steps {
		if len(s) < 2 || e.found != nil {
			return ErrStale
		}
		i := int(s[0] - '0')
		if i >= len(e.w.threads) || !e.canStep(i, s[1]) {
			return fmt.Errorf("%w (at step %s)", ErrStale, s)
		}
		if err := e.take(i, s[1], s[2:]); err != nil {
			return err
		}
		ev := &e.g.events[len(e.g.events)-1]
		fmt.Fprint(sum, e.signature(ev))
	}
	if fmt.Sprintf("#%08x", sum.Sum32()) != checksum {
		return ErrStale
	}
	if e.found == nil {
		e.judge()
	}
	if e.found == nil || len(e.found.race) == 0 && !e.check.consistent(e.model, e.g, -1) {
		return ErrStale
	}
	return nil
}

// judge looks for a violation where the steps end.
func (e *engine) judge() {
	for _, t := range e.w.threads {
		if t.failed != "" {
			e.fail("%s: %s", t.name, t.failed)
			return
		}
		if t.started && !t.done && e.unmade(t.id) {
			e.failUnmade(t.id)
			return
		}
		if t.started && !t.done && t.op.kind == opSpin {
			e.blocked[t.id] = true
		}
	}
	if e.runnable() < 0 && e.found == nil {
		e.complete()
	}
}

// canStep reports whether thread i is about to do what a step says.
func (e *engine) canStep(i int, kind byte) bool {
	t := e.w.threads[i]
	if !t.started {
		if i != e.g.join || !e.joinable() {
			return false
		}
		e.w.start(t)
	}
	if t.done || e.blocked[i] {
		return false
	}
	switch o := &t.op; o.kind {
	case opRead, opWrite:
		return kind == 'p'
	case opFence:
		return kind == 'f'
	case opStore:
		return kind == 'w'
	case opLoad, opAwait, opUpdate, opCAS:
		half := e.g.last(i) != nil && e.at[i] < len(e.g.threads[i])
		return kind == 'r' && !half || kind == 'w' && half
	default:
		return kind == 'c'
	}
}

// take lets thread i do its operation with the choice of the step.
func (e *engine) take(i int, kind byte, how string) error {
	t := e.w.threads[i]
	o := t.op
	switch kind {
	case 'r':
		return e.takeRead(i, &o, how)
	case 'w':
		return e.takeWrite(i, &o, how)
	case 'c':
		v, err := strconv.ParseUint(how, 10, 64)
		if err != nil || v >= o.arg {
			return ErrStale
		}
		ev := e.g.next(i, choice, &o)
		ev.value, t.result = v, v
		e.g.add(ev)
		e.advance(i)
		return nil
	default:
		if e.step(i, false) { // it has no choice
			e.advance(i)
		}
		return nil
	}
}

// takeRead adds a read of the write that the choice names.
func (e *engine) takeRead(i int, o *op, choice string) error {
	from := e.g.writes[o.loc][0]
	if choice != "" {
		var thread, index int
		if _, err := fmt.Sscanf(choice, "%d.%d", &thread, &index); err != nil ||
			thread >= len(e.g.threads) || index >= len(e.g.threads[thread]) {
			return ErrStale
		}
		from = e.g.threads[thread][index]
	}
	if e.g.events[from].loc != o.loc || e.g.place(from) < 0 {
		return ErrStale
	}
	r := e.g.nextRead(i, o)
	if (e.model.relaxed() || e.model == Go) && e.g.place(from) < e.g.floor(o.loc, &r.hb) {
		return ErrStale
	}
	e.setRead(e.g, &r, from)
	e.g.add(r)
	if !o.accepts(r.value) {
		e.blocked[i] = true
		return nil
	}
	e.w.threads[i].result = r.value
	if _, writes := o.writes(r.value); !writes {
		e.advance(i)
	}
	return nil
}

// takeWrite adds a write so many places before the newest.
func (e *engine) takeWrite(i int, o *op, choice string) error {
	newer, err := strconv.Atoi(choice)
	writes := e.g.writes[o.loc]
	if err != nil || newer < 0 || newer >= len(writes) {
		return ErrStale
	}
	value, half := o.arg, (*event)(nil)
	if o.kind != opStore {
		r := *e.g.last(i)
		half = &r
		value, _ = o.writes(r.value)
	}
	w := e.newWrite(e.g, i, o, half)
	w.value = value
	id := e.g.add(w)
	low, high := e.places(e.g, id, len(writes)-1)
	if p := len(writes) - 1 - newer; p < low || p > high || e.splits(e.g, o.loc, p) {
		return ErrStale
	} else {
		e.g.insert(id, p)
	}
	e.advance(i)
	return nil
}

// advance lets thread i go on to its next operation.
func (e *engine) advance(i int) {
	e.at[i] = len(e.g.threads[i])
	e.w.proceed(e.w.threads[i])
}
