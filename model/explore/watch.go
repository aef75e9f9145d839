package explore

import (
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// Watch makes the shared locations that can be reached from root known, with
// the values they have when the scenario returns, under names that begin with
// name. Only the scenario itself may call it, before its goroutines run.
// Locations are the fields that have the instrumented atomic types, and the
// fields that [Shared] has named.
func (w *World) Watch(name string, root any) { w.roots = append(w.roots, global{name, root}) }

// set runs the scenario, and then watches what it said: what it has done in
// between is not lost.
func (w *World) set(scenario func(*World)) {
	if w.seen == nil {
		w.places = map[unsafe.Pointer]int32{}
		w.numbers = map[unsafe.Pointer]uint64{}
		w.seen = map[visited]bool{}
	}
	w.roots = w.roots[:0]
	scenario(w)
	for _, r := range w.roots {
		w.watch(r.name, r.root)
	}
}

func (w *World) watch(name string, root any) {
	clear(w.seen)
	walker{w}.walk(&trail{part: name}, reflect.ValueOf(root))
}

// watched is what Watch has found. Its memory is used again for the next
// execution, whose locations have the same names.
type watched struct {
	places  map[unsafe.Pointer]int32  // the location at an address
	numbers map[unsafe.Pointer]uint64 // the objects that pointers may point to
	objects []unsafe.Pointer          // by number, less one
	seen    map[visited]bool
	roots   []global // what the scenario watches
	names   []string // of locations; "" for those that were not watched
}

// reset forgets all but the names.
func (w *watched) reset() {
	clear(w.places)
	clear(w.numbers)
	w.objects = w.objects[:0]
}

// trail is where a value was found. It is written out only where its name is not
// known yet.
type trail struct {
	to    *trail
	part  string // the name of a field, if there is one
	index int    // of the element otherwise
}

// String returns the path as Go writes it.
func (p *trail) String() string {
	switch {
	case p.to == nil:
		return p.part
	case p.part == "":
		return fmt.Sprintf("%v[%d]", p.to, p.index)
	default:
		return p.to.String() + "." + p.part
	}
}

// Peeker is implemented by the instrumented atomic types.
type Peeker interface {
	// Peek returns the value in memory.
	Peek() uint64
}

// Sending is implemented by the Peeker that stands in for a channel, see Channel.
type Sending interface{ SendAt(*Site) bool }

// Pointing is implemented by the instrumented atomic pointer.
type Pointing interface {
	// Target returns the pointer in memory.
	Target() any
}

var (
	peeker   = reflect.TypeFor[Peeker]()
	pointing = reflect.TypeFor[Pointing]()
	sending  = reflect.TypeFor[Sending]()
)

// shared are the names of the fields that are locations, or whose elements are.
var shared = map[string]bool{}

// Shared says that struct fields of this name are shared locations; if they
// hold slices, the elements are. Instrumented packages call it when they are
// initialised.
func Shared(field string) {
	shared[field] = true
	shapes.Clear()
}

type walker struct{ w *World }

// visited is an object of a type: a structure and its first field are at the
// same address.
type visited struct {
	p unsafe.Pointer
	t reflect.Type
}

func (k walker) walk(name *trail, v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		k.walk(name, v.Elem())
	case reflect.Pointer:
		if at := (visited{v.UnsafePointer(), v.Type()}); !v.IsNil() && !k.w.seen[at] {
			k.w.seen[at] = true
			k.w.enter(at.p)
			k.walk(name, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		if follows(v.Type()) {
			for i := range v.Len() {
				k.walk(&trail{to: name, index: i}, v.Index(i))
			}
		}
	case reflect.Struct:
		k.structure(name, v)
	}
}

// structure walks a structure: a location, or one that holds locations.
func (k walker) structure(name *trail, v reflect.Value) {
	s := shapeOf(v.Type())
	switch {
	case v.CanAddr() && s.peeks:
		p := reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Interface().(Peeker)
		k.w.place(name, v.Addr().UnsafePointer(), p.Peek(), false)
		k.w.channels = k.w.channels || s.sends
	case v.CanAddr() && s.points:
		p := reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Interface().(Pointing)
		target := reflect.ValueOf(p.Target())
		k.walk(name, target)
		k.w.place(name, v.Addr().UnsafePointer(), k.w.Number(target.UnsafePointer()), false)
	default:
		for _, m := range s.members {
			k.field(&trail{to: name, part: m.name}, m.shared, v.Field(m.index))
		}
	}
}

// field walks a field: a location, a slice of them, or what it holds.
func (k walker) field(name *trail, shared bool, v reflect.Value) {
	switch {
	case !shared:
		k.walk(name, v)
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		for i := range v.Len() {
			k.plain(&trail{to: name, index: i}, v.Index(i))
		}
	default:
		k.plain(name, v)
	}
}

// plain adds a location that is accessed without atomics.
func (k walker) plain(name *trail, v reflect.Value) {
	p := v.Addr().UnsafePointer()
	if v.Kind() == reflect.Pointer {
		k.walk(name, v)
		k.w.place(name, p, k.w.Number(v.UnsafePointer()), true)
		return
	}
	k.w.place(name, p, bitsAt(p, v.Type()), true)
}

// bitsAt returns a value that holds no pointers and is at most 8 bytes long.
func bitsAt(p unsafe.Pointer, t reflect.Type) (bits uint64) {
	if t.Size() > 8 || t.Kind() > reflect.Complex128 {
		panic(fmt.Sprintf("explore: a shared location of type %v: only numbers, booleans and pointers can be explored", t))
	}
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&bits)), 8), unsafe.Slice((*byte)(p), t.Size()))
	return bits
}

// place adds a location, unless it is known.
func (w *World) place(name *trail, p unsafe.Pointer, v uint64, plain bool) {
	if _, known := w.places[p]; known {
		return
	}
	if w.maker != nil {
		w.places[p] = w.make(name, v, plain)
		return
	}
	id := len(w.locs)
	w.places[p] = int32(id)
	w.locs = append(w.locs, location{w.name(id, name), v, plain})
}

// name returns the name of a location, which it had in earlier executions too.
func (w *watched) name(id int, name *trail) string {
	for len(w.names) <= id {
		w.names = append(w.names, "")
	}
	if w.names[id] == "" {
		w.names[id] = shorten(name.String())
	}
	return w.names[id]
}

// shorten leaves out the path to the structure that a field belongs to, but
// for indices.
func shorten(name string) string {
	parts := strings.Split(name, ".")
	if len(parts) <= 3 {
		return name
	}
	last := len(parts) - 2
	short := parts[:1:1]
	for _, p := range parts[1:last] {
		if strings.HasSuffix(p, "]") {
			short = append(short, p)
		}
	}
	return strings.Join(append(short, parts[last:]...), ".")
}
