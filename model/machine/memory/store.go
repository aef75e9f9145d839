package memory

import "slices"

// put makes v the only message at l.
func (m Memory) put(l Location, v int) Memory {
	m = m.clone()
	m.Log[l-1] = []Message{{v, m.Light[:0:0]}}
	return m
}

// add adds a message of t, which knows view.
func (m Memory) add(t string, l Location, v int, view, carries View) Memory {
	m = m.clone()
	m.Log[l-1] = append(slices.Clip(m.Log[l-1]), Message{v, carries})
	m.View[t] = view
	return m.trim()
}

// Store is a store that releases.
func (m Memory) Store(t string, l Location, v int) Memory {
	switch m.model {
	case TSO:
		m = m.clone()
		m.Buf[t] = append(slices.Clip(m.Buf[t]), Store{int(l), v})
		return m
	case RC11:
		view := m.View[t].at(l, len(m.Log[l-1])+1)
		return m.add(t, l, v, view, view)
	default:
		return m.put(l, v)
	}
}

// StoreRelaxed is a store that does not release: it carries nothing.
func (m Memory) StoreRelaxed(t string, l Location, v int) Memory {
	if m.model != RC11 {
		return m.Store(t, l, v)
	}
	n := len(m.Log[l-1]) + 1
	return m.add(t, l, v, m.View[t].at(l, n), m.nothing().at(l, n))
}

// nothing is the view of who knows nothing but where everything began.
func (m Memory) nothing() View { return slices.Repeat(View{1}, len(m.Log)) }

// RMW is a read-modify-write that leaves v. It reads the newest message, and
// carries on what that one carries.
func (m Memory) RMW(t string, l Location, v int, acquire, release bool) Memory {
	if m.model != RC11 {
		return m.drain(t).put(l, v)
	}
	n := len(m.Log[l-1]) + 1
	old := m.Log[l-1][n-2].View
	view := m.View[t].at(l, n)
	if acquire {
		view = join(view, old)
	}
	carries := m.nothing().at(l, n)
	if release {
		carries = view
	}
	return m.add(t, l, v, view, join(carries, old))
}

// LightFence is a light fence of t.
func (m Memory) LightFence(t string) Memory {
	if m.model != RC11 {
		return m
	}
	m = m.clone()
	m.View[t] = join(m.View[t], m.Heavy)
	m.Light = join(m.Light, m.View[t])
	return m.trim()
}

// HeavyFence is a heavy fence of t.
func (m Memory) HeavyFence(t string) Memory {
	switch m.model {
	case TSO:
		for u := range m.Buf {
			m = m.drain(u)
		}
		return m
	case RC11:
		m = m.clone()
		m.View[t] = join(m.View[t], join(m.Heavy, m.Light))
		m.Heavy = join(m.Heavy, m.View[t])
		return m.trim()
	default:
		return m
	}
}

// Flush moves the oldest store of t's buffer to memory; false if there is none.
func (m Memory) Flush(t string) (Memory, bool) {
	if len(m.Buf[t]) == 0 {
		return m, false
	}
	s := m.Buf[t][0]
	m = m.put(Location(s.At), s.Val)
	m.Buf[t] = m.Buf[t][1:]
	return m, true
}

func (m Memory) drain(t string) Memory {
	for more := true; more; {
		m, more = m.Flush(t)
	}
	return m
}

// trim drops the messages that no thread may read any more.
func (m Memory) trim() Memory {
	base, trims := make([]int, len(m.Log)), false
	for l := range base {
		base[l] = len(m.Log[l])
		for _, view := range m.View {
			base[l] = min(base[l], view[l])
		}
		trims = trims || base[l] > 1
	}
	if !trims {
		return m
	}
	cut := func(v View) View {
		v = slices.Clone(v)
		for l := range v {
			v[l] = max(1, v[l]-base[l]+1)
		}
		return v
	}
	m = m.clone()
	for l, log := range m.Log {
		m.Log[l] = nil
		for _, x := range log[base[l]-1:] {
			m.Log[l] = append(m.Log[l], Message{x.Val, cut(x.View)})
		}
	}
	for t, view := range m.View {
		m.View[t] = cut(view)
	}
	m.Light, m.Heavy = cut(m.Light), cut(m.Heavy)
	return m
}
