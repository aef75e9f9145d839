// Package memory is the memory of step machines whose protocols need more than
// one word: a few locations, a few threads, and what each model lets a thread
// read. It is the section "memory" of the TLA+ modules that have one.
//
//	Go    a location holds its newest store
//	TSO   the same, but stores wait in a buffer of their thread
//	RC11  a location has a log of messages; a thread has a view, which says of
//	      each location what the oldest message is that it may read
//
// Values of these types are not changed once made; operations return new ones.
package memory

import (
	"maps"
	"slices"
)

// Model is a memory model.
type Model string

// The models.
const (
	Go   Model = "Go"
	TSO  Model = "TSO"
	RC11 Model = "RC11"
)

// Location is the number of a location, from 1.
type Location int

// View says of each location which message is the oldest to be read, from 1.
// It is empty unless the model is RC11.
type View []int

// Message is what a store leaves in a log.
type Message struct {
	Val  int
	View View // what a thread that acquires it learns
}

// Store is a store that waits in a buffer.
type Store struct{ At, Val int }

// Memory is the state of a memory.
type Memory struct {
	Log   [][]Message // by location
	View  map[string]View
	Buf   map[string][]Store
	Light View  // what light fences have published
	Heavy View  // what heavy fences have published
	model Model `tla:"-"`
}

// New returns a memory of zeros.
func New(model Model, locations int, threads ...string) Memory {
	m := Memory{View: map[string]View{}, Buf: map[string][]Store{}, model: model}
	var view View
	if model == RC11 {
		view = slices.Repeat(View{1}, locations)
	}
	for range locations {
		m.Log = append(m.Log, []Message{{0, view}})
	}
	for _, t := range threads {
		m.View[t], m.Buf[t] = view, nil
	}
	m.Light, m.Heavy = view, view
	return m
}

func (m Memory) clone() Memory {
	m.Log, m.View, m.Buf = slices.Clone(m.Log), maps.Clone(m.View), maps.Clone(m.Buf)
	return m
}

func join(a, b View) View {
	c := slices.Clone(a)
	for i := range c {
		c[i] = max(c[i], b[i])
	}
	return c
}

// at returns v with message n at location l.
func (v View) at(l Location, n int) View {
	v = slices.Clone(v)
	v[l-1] = n
	return v
}

// Newest returns the value of the newest message in memory.
func (m Memory) Newest(l Location) int {
	log := m.Log[l-1]
	return log[len(log)-1].Val
}

// Readable returns the messages that t may read at l, by number; 0 is its own
// store that waits in its buffer.
func (m Memory) Readable(t string, l Location) (all []int) {
	if m.model == RC11 {
		for i := m.View[t][l-1]; i <= len(m.Log[l-1]); i++ {
			all = append(all, i)
		}
		return all
	}
	if slices.ContainsFunc(m.Buf[t], func(s Store) bool { return s.At == int(l) }) {
		return []int{0}
	}
	return []int{1}
}

// Val returns the value that t reads in message i at l.
func (m Memory) Val(t string, l Location, i int) (v int) {
	if i > 0 {
		return m.Log[l-1][i-1].Val
	}
	for _, s := range m.Buf[t] {
		if s.At == int(l) {
			v = s.Val
		}
	}
	return v
}

// Load is what is left when t has read message i at l.
func (m Memory) Load(t string, l Location, i int, acquire bool) Memory {
	if m.model != RC11 {
		return m
	}
	view := m.View[t].at(l, i)
	if acquire {
		view = join(view, m.Log[l-1][i-1].View)
	}
	m = m.clone()
	m.View[t] = view
	return m.trim()
}
