package explore

import (
	"fmt"
	"reflect"
	"unsafe"
)

// Later makes room for n locations that each goroutine may make while it runs,
// see Made. Only the scenario itself may call it.
func (w *World) Later(n int) { w.room = n }

// later is what goroutines have made in an execution. What the n-th location is
// that a goroutine makes follows from what it has read, so it is the same
// whenever that part of the execution is run again: the number of the location
// is that of the goroutine and n.
type later struct {
	room    int                       // locations that each goroutine may make
	base    int                       // the first one's number
	born    []int                     // by location, less base: how many events its maker had
	maker   *thread                   // the goroutine that makes something now
	objects map[uint64]unsafe.Pointer // by number
}

// reserve makes the locations that may be made, without names and values.
func (w *World) reserve() {
	w.base = len(w.locs)
	if w.room > 0 {
		w.locs = append(w.locs, make([]location, w.room*len(w.threads))...)
		w.born = make([]int, w.room*len(w.threads))
		w.later.objects = map[uint64]unsafe.Pointer{}
	}
}

// Made makes the shared locations known that can be reached from root, which
// the running goroutine has just made, as Watch does for what was there before.
// Their values are initial ones; but who touches one without knowing that it was
// made, by happens-before, is reported. Without room, it does nothing.
func (w *World) Made(root any) {
	if w.room == 0 {
		return
	}
	if w.engine == nil {
		panic("explore: Interleave knows no locations that are made later")
	}
	t := w.running
	if t.same {
		panic("explore: a goroutine of World.Same makes locations: each makes its own, by which it is told apart")
	}
	w.maker = t
	defer func() { w.maker = nil }()
	clear(w.seen)
	v := reflect.ValueOf(root)
	walker{w}.walk(&trail{to: &trail{part: t.name + ":made"}, index: t.made}, v)
	t.made++
}

// make adds a location that the running goroutine makes.
func (w *World) make(name *trail, v uint64, plain bool) int32 {
	t := w.maker
	if t.locs == w.room {
		panic(fmt.Sprintf("explore: %s makes more than %d locations: ask World.Later for more room", t.name, w.room))
	}
	id := w.base + t.id*w.room + t.locs
	t.locs++
	w.locs[id] = location{w.name(id, name), v, plain}
	w.born[id-w.base] = w.engine.at[t.id]
	init := &w.engine.g.events[id]
	if init.kind, init.value = write, v; plain {
		init.kind = plainWrite
	}
	return int32(id)
}

// number is enter for an object that the running goroutine makes.
func (w *World) number(p unsafe.Pointer) {
	t := w.maker
	n := uint64(t.id+1)<<32 + uint64(t.objects)
	t.objects++
	w.later.objects[n] = p
	w.numbers[p] = n
}

// unmade reports whether thread i is about to touch a location without knowing
// that it was made.
func (e *engine) unmade(i int) bool {
	o := &e.w.threads[i].op
	at := int(o.loc) - e.w.base
	if at < 0 || e.w.room == 0 || at/e.w.room == i {
		return false
	}
	hb := e.g.next(i, read, o).hb
	return int(hb[at/e.w.room]) <= e.w.born[at]
}

// failUnmade notes that thread i touches what it does not know to be made.
func (e *engine) failUnmade(i int) {
	loc := e.w.threads[i].op.loc
	maker := e.w.threads[(int(loc)-e.w.base)/e.w.room]
	e.fail("%s touches %s, and that %s has made it does not happen before", e.w.threads[i].name, e.w.locs[loc].name, maker.name)
}
