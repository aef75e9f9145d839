package explore

import (
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// Watch makes the shared locations that can be reached from root known, with
// the values they have, under names that begin with name. Only the scenario
// itself may call it, before its goroutines run. Locations are the fields that
// have the instrumented atomic types, and the fields that [Shared] has named.
func (w *World) Watch(name string, root any) {
	if w.places == nil {
		w.places = map[unsafe.Pointer]int32{}
		w.numbers = map[unsafe.Pointer]uint64{}
	}
	walker{w, map[visited]bool{}}.walk(name, reflect.ValueOf(root))
}

// Peeker is implemented by the instrumented atomic types.
type Peeker interface {
	// Peek returns the value in memory.
	Peek() uint64
}

// Pointing is implemented by the instrumented atomic pointer.
type Pointing interface {
	// Target returns the pointer in memory.
	Target() any
}

var (
	peeker   = reflect.TypeFor[Peeker]()
	pointing = reflect.TypeFor[Pointing]()
)

// shared are the names of the fields that are locations, or whose elements are.
var shared = map[string]bool{}

// Shared says that struct fields of this name are shared locations; if they
// hold slices, the elements are. Instrumented packages call it when they are
// initialised.
func Shared(field string) { shared[field] = true }

type walker struct {
	w    *World
	seen map[visited]bool
}

// visited is an object of a type: a structure and its first field are at the
// same address.
type visited struct {
	p unsafe.Pointer
	t reflect.Type
}

func (k walker) walk(name string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		k.walk(name, v.Elem())
	case reflect.Pointer:
		if at := (visited{v.UnsafePointer(), v.Type()}); !v.IsNil() && !k.seen[at] {
			k.seen[at] = true
			k.w.enter(at.p)
			k.walk(name, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		switch v.Type().Elem().Kind() {
		case reflect.Pointer, reflect.Struct, reflect.Interface:
			for i := range v.Len() {
				k.walk(fmt.Sprintf("%s[%d]", name, i), v.Index(i))
			}
		}
	case reflect.Struct:
		k.structure(name, v)
	}
}

// structure walks a structure: a location, or one that holds locations.
func (k walker) structure(name string, v reflect.Value) {
	t := v.Type()
	if v.CanAddr() && reflect.PointerTo(t).Implements(peeker) {
		p := reflect.NewAt(t, v.Addr().UnsafePointer()).Interface().(Peeker)
		k.w.place(name, v.Addr().UnsafePointer(), p.Peek(), false)
		return
	}
	if v.CanAddr() && reflect.PointerTo(t).Implements(pointing) {
		p := reflect.NewAt(t, v.Addr().UnsafePointer()).Interface().(Pointing)
		target := reflect.ValueOf(p.Target())
		k.walk(name, target)
		k.w.place(name, v.Addr().UnsafePointer(), k.w.Number(target.UnsafePointer()), false)
		return
	}
	for i := range v.NumField() {
		k.field(name+"."+t.Field(i).Name, t.Field(i).Name, v.Field(i))
	}
}

// field walks a field: a location, a slice of them, or what it holds.
func (k walker) field(path, name string, v reflect.Value) {
	switch {
	case !shared[name]:
		k.walk(path, v)
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		for i := range v.Len() {
			k.plain(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	default:
		k.plain(path, v)
	}
}

// plain adds a location that is accessed without atomics.
func (k walker) plain(name string, v reflect.Value) {
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
func (w *World) place(name string, p unsafe.Pointer, v uint64, plain bool) {
	if _, known := w.places[p]; known {
		return
	}
	w.places[p] = int32(len(w.locs))
	w.locs = append(w.locs, location{shorten(name), v, plain})
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
