package explore

// Form writes an execution down, with thread order[i] in the place of thread i: what
// each thread did, which write each read reads, and the order of the writes. Two
// executions are the same if their forms are.
func (x *Execution) Form(order []int) string {
	b := make([]byte, 0, 512)
	g := x.e.g
	place := make([]int, len(g.threads)) // by thread: where it stands
	for i, t := range order {
		place[t] = i
	}
	id := func(e int32) {
		ev := &g.events[e]
		if b = append(b, '-'); ev.thread >= 0 {
			b = append(b, 'a'+byte(place[ev.thread]), '0'+byte(ev.index))
		}
	}
	for _, t := range order {
		for _, e := range g.threads[t] {
			ev := &g.events[e]
			b = append(b, '0'+byte(ev.kind), '1'+byte(ev.loc), '0'+byte(ev.order), '0'+byte(ev.value))
			if ev.from >= 0 {
				id(ev.from)
			}
		}
		b = append(b, '\n')
	}
	for _, l := range g.writes {
		for _, e := range l {
			id(e)
		}
		b = append(b, '\n')
	}
	return string(b)
}

// WithoutTwins is Explore with events that do not depend on their twins.
func WithoutTwins(m Model, b Bounds, scenario func(*World), observe func(*Execution) error) Result {
	return mistaken(withoutTwins, m, b, scenario, observe)
}

// WithoutOlder is Explore that never reads an older write than a twin.
func WithoutOlder(m Model, b Bounds, scenario func(*World), observe func(*Execution) error) Result {
	return mistaken(withoutOlder, m, b, scenario, observe)
}

// NeverWoken is Explore without the revisits of what is read again and again.
func NeverWoken(m Model, b Bounds, scenario func(*World), observe func(*Execution) error) Result {
	return mistaken(neverWoken, m, b, scenario, observe)
}

// TakenForDone is Explore that takes who looks for ever for done.
func TakenForDone(m Model, b Bounds, scenario func(*World), observe func(*Execution) error) Result {
	return mistaken(takenForDone, m, b, scenario, observe)
}

// NotRepeated is Explore that takes reads to be repeated whether they can be or not.
func NotRepeated(m Model, b Bounds, scenario func(*World), observe func(*Execution) error) Result {
	return mistaken(notRepeated, m, b, scenario, observe)
}

func mistaken(wrong mistake, m Model, b Bounds, scenario func(*World), observe func(*Execution) error) Result {
	e := &engine{model: m, scenario: scenario, observe: observe, bounds: b, mistake: wrong}
	defer e.crew.dismiss()
	exhaustive := e.explore()
	return Result{Model: m, Executions: e.executions, Stuck: e.stuck, Exhaustive: exhaustive && e.found == nil, Violation: e.found}
}
