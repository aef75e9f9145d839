package explore

// maxActors is how many actors there can be: threads, and as many buffers that
// memory empties by itself.
const maxActors = 16

// vector says, for each actor, how many of its first events are known.
type vector [maxActors]uint16

// learn adds what d knows.
func (v *vector) learn(d *vector) {
	for i := range v {
		v[i] = max(v[i], d[i])
	}
}

// point is a step of the path being explored, and the choice there was.
type point struct {
	enabled   uint32 // actors that could have gone on
	backtrack uint32 // those that are to be tried, or were
	tried     uint32
	asleep    uint32 // those whose step here was explored before, elsewhere or here
	dreams    [maxActors]footprint

	actor     int // whose step it is
	way, ways int // which of how many ways memory offers
	touched   footprint
	wrote     bool   // touched.writes in any way so far
	index     uint16 // of the step among the actor's
	known     vector // the steps before it in the order that matters, itself included
}

// knows reports whether e comes before p in the order that matters.
func (p *point) knows(e *point) bool { return p.known[e.actor] > e.index }

// tree is what is left to explore: the path to where the last run went, and
// what is to be tried at each of its points.
type tree struct {
	path     []*point
	analysed int  // points of the path whose known is right
	naive    bool // try everybody everywhere, for comparison
	spare    []*point
}

// extend appends a point for the first actor that is worth exploring; nil if
// there is none.
func (t *tree) extend(enabled uint32) *point {
	p := t.fresh()
	p.enabled = enabled
	if n := len(t.path); n > 0 && !t.naive {
		p.inherit(t.path[n-1])
	}
	if enabled&^p.asleep == 0 {
		t.spare = append(t.spare, p)
		return nil
	}
	p.actor = lowest(enabled &^ p.asleep)
	if n := len(t.path); n > 0 {
		if last := t.path[n-1].actor; (enabled&^p.asleep)>>last&1 != 0 {
			p.actor = last
		}
	}
	p.backtrack = 1 << p.actor
	if t.naive {
		p.backtrack = enabled
	}
	t.path = append(t.path, p)
	return p
}

// inherit lets those sleep on whom the step of q does not concern.
func (p *point) inherit(q *point) {
	for rest := q.asleep; rest != 0; rest &= rest - 1 {
		i := lowest(rest)
		if d := &q.dreams[i]; !conflicts(d, &q.touched) && !enables(d, &q.touched) {
			p.asleep |= 1 << i
			p.dreams[i] = *d
		}
	}
}

// analyse finds the races of the path's last step, if it is new, and notes
// where the other order is to be explored. now are the actors that can go on
// after it. waits is what its actor would touch next if it could go on, nil if
// it can: perhaps it could have done that earlier.
func (t *tree) analyse(now uint32, waits *footprint) {
	last := len(t.path) - 1
	if last < 0 || t.analysed > last {
		return
	}
	t.analysed = last + 1
	p := t.path[last]
	p.wrote = p.wrote || p.touched.writes
	p.backtrack |= p.enabled &^ now &^ (1 << p.actor) // whom the step disables comes first elsewhere
	t.races(p, last)
	if waits != nil {
		t.races(&point{actor: p.actor, touched: *waits}, last+1)
	}
}

// races finds the races of p, which comes after the first n steps, with those.
func (t *tree) races(p *point, n int) {
	var found []int
	p.known = vector{}
	for i := n - 1; i >= 0; i-- {
		e := t.path[i]
		ordered := enables(&e.touched, &p.touched)
		if !ordered && !conflicts(&e.touched, &p.touched) {
			continue
		}
		if !ordered && !p.knows(e) {
			found = append(found, i)
		}
		p.known.learn(&e.known)
	}
	p.index = p.known[p.actor]
	p.known[p.actor]++
	for _, i := range found {
		t.reverse(i, p, n)
	}
}

// reverse makes sure that somebody is tried at point i who leads to an
// execution in which p, which comes after the first n steps, comes before step
// i: one of those who begin what step i does not come before.
func (t *tree) reverse(i int, p *point, n int) {
	e := t.path[i]
	var begin uint32
	for k := i + 1; k < n; k++ {
		if q := t.path[k]; !q.knows(e) && t.first(e, i, q, k) {
			begin |= 1 << q.actor
		}
	}
	own := uint32(1) << p.actor
	if t.first(e, i, p, n) {
		begin |= own
	}
	if begin &= e.enabled; begin&(e.backtrack|e.asleep) != 0 {
		return
	} // and if begin is empty, p must wait for step i
	if begin&own != 0 {
		begin = own
	}
	e.backtrack |= begin & -begin
}

// first reports whether nothing between step e, which is number i, and p, which
// is number n, comes before p without coming after e.
func (t *tree) first(e *point, i int, p *point, n int) bool {
	for j := i + 1; j < n; j++ {
		if q := t.path[j]; !q.knows(e) && p.knows(q) {
			return false
		}
	}
	return true
}

// next goes back to the last point where something is left to try, and makes
// it the end of the path. It reports whether there is one.
func (t *tree) next() bool {
	for n := len(t.path); n > 0; n = len(t.path) {
		p := t.path[n-1]
		t.analysed = n - 1
		if p.way+1 < p.ways {
			p.way++
			return true
		}
		p.sleep()
		if left := p.backtrack & p.enabled &^ (p.tried | p.asleep); left != 0 {
			p.actor, p.way, p.ways, p.wrote = lowest(left), 0, 0, false
			return true
		}
		t.path = t.path[:n-1]
		t.spare = append(t.spare, p)
	}
	return false
}

// sleep notes that all that begins with the point's step is explored.
func (p *point) sleep() {
	p.tried |= 1 << p.actor
	p.asleep |= 1 << p.actor
	p.dreams[p.actor] = p.touched
	p.dreams[p.actor].writes = p.wrote
}

// fresh returns a point, perhaps one that was used before.
func (t *tree) fresh() *point {
	n := len(t.spare)
	if n == 0 {
		return &point{}
	}
	p := t.spare[n-1]
	t.spare = t.spare[:n-1]
	*p = point{}
	return p
}

// lowest returns the first member of a set that is not empty.
func lowest(set uint32) int {
	i := 0
	for set>>i&1 == 0 {
		i++
	}
	return i
}
