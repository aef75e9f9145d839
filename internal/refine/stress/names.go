package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
)

// names are the names of locations: how one gets to them from a handle.
type names struct {
	words   map[unsafe.Pointer]string
	slots   []array
	seen    map[unsafe.Pointer]bool
	members map[uint64]uint64 // by the address of a ring of an mpsc channel: its number, as in the explorer
}

// array is the slots of a ring.
type array struct {
	base unsafe.Pointer
	size uintptr // of an element
	n    int
}

// namesOf finds the locations that handles, which are pointers, lead to.
func namesOf(handles ...any) *names {
	n := &names{map[unsafe.Pointer]string{}, nil, map[unsafe.Pointer]bool{}, map[uint64]uint64{}}
	n.words[unsafe.Pointer(&record.Context)] = "ctx"
	for _, h := range handles {
		n.walk(reflect.ValueOf(h), "")
	}
	return n
}

func (n *names) walk(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer:
		if strings.HasSuffix(path, ".next") {
			n.words[v.Addr().UnsafePointer()] = path
			return
		}
		if p := v.UnsafePointer(); !v.IsNil() && !n.seen[p] {
			n.seen[p] = true
			n.walk(v.Elem(), path)
		}
	case reflect.Struct:
		if strings.HasPrefix(v.Type().PkgPath(), "github.com/ringmpsc/ringmpsc-go/internal/refine/record/") {
			n.words[v.Addr().UnsafePointer()] = path
			return
		}
		if v.Type().PkgPath() == "time" {
			return
		}
		for i := range v.NumField() {
			n.walk(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Chan:
		n.words[v.Addr().UnsafePointer()] = path
	case reflect.Slice:
		if strings.HasSuffix(path, ".all") {
			n.rings(v, path)
		} else if v.Len() > 0 && v.Type().Elem().Kind() != reflect.Uint8 {
			n.slots = append(n.slots, array{v.UnsafePointer(), v.Type().Elem().Size(), v.Len()})
		}
	}
}

// rings walks the rings of an mpsc channel.
func (n *names) rings(all reflect.Value, path string) {
	for i := range all.Len() {
		n.members[uint64(all.Index(i).Pointer())] = uint64(1) << (32 * i) // the second is what a goroutine has made
		n.walk(all.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

// name names what the logs have accessed.
func (n *names) name(logs []*record.Log) {
	for _, l := range logs {
		for i := range l.All {
			if a := &l.All[i]; a.At != nil {
				a.Name = n.of(a.At)
			}
		}
	}
}

func (n *names) of(p unsafe.Pointer) string {
	if name := n.words[p]; name != "" {
		return name
	}
	i := slices.IndexFunc(n.slots, func(a array) bool { return uintptr(p)-uintptr(a.base) < a.size*uintptr(a.n) })
	if i < 0 {
		return "a location that the handles do not lead to"
	}
	return fmt.Sprintf("slots[%d]", (uintptr(p)-uintptr(n.slots[i].base))/n.slots[i].size)
}
