package explore

import (
	"reflect"
	"sync"
)

// shape is what Watch wants to know about a type of structures.
type shape struct {
	peeks, points bool // its pointers are Peekers, or Pointing
	sends         bool // its pointers are Sending
	members       []member
}

// member is a field that is a location, or that may lead to some.
type member struct {
	index  int
	name   string
	shared bool
}

// shapes holds the *shape of each reflect.Type that was met.
var shapes sync.Map

func shapeOf(t reflect.Type) *shape {
	if s, known := shapes.Load(t); known {
		return s.(*shape)
	}
	s := &shape{
		peeks:  reflect.PointerTo(t).Implements(peeker),
		points: reflect.PointerTo(t).Implements(pointing),
		sends:  reflect.PointerTo(t).Implements(sending),
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if shared[f.Name] || leads(f.Type) {
			s.members = append(s.members, member{i, f.Name, shared[f.Name]})
		}
	}
	shapes.Store(t, s)
	return s
}

// leads reports whether a value of the type may be, hold or point to locations.
func leads(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface, reflect.Pointer, reflect.Struct:
		return true
	case reflect.Slice, reflect.Array:
		return follows(t)
	}
	return false
}

// follows reports whether the elements of slices or arrays of the type are
// looked at.
func follows(t reflect.Type) bool {
	switch t.Elem().Kind() {
	case reflect.Pointer, reflect.Struct, reflect.Interface:
		return true
	}
	return false
}
