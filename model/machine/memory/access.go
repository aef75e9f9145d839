package memory

// Access is an operation of a thread: the values that it reads and leaves, which
// are equal for a load, and memory after it.
type Access struct {
	Read, Wrote int
	Memory
}

// Alone returns an operation that accesses nothing and leaves m.
func (m Memory) Alone() Access { return Access{Memory: m} }

// Loads returns every load at l that t can do.
func (m Memory) Loads(t string, l Location, acquire bool) (all []Access) {
	for _, i := range m.Readable(t, l) {
		v := m.Val(t, l, i)
		all = append(all, Access{v, v, m.Load(t, l, i, acquire)})
	}
	return all
}

// Update is RMW, with what it reads.
func (m Memory) Update(t string, l Location, v int, acquire, release bool) Access {
	return Access{m.Newest(l), v, m.RMW(t, l, v, acquire, release)}
}
