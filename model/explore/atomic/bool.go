package atomic

// Bool stands in for atomic.Bool.
type Bool struct{ v Uint32 }

// Peek returns the value in memory.
func (x *Bool) Peek() uint64 { return x.v.Peek() }

// Load is LoadAt without a label.
func (x *Bool) Load() bool { return x.LoadAt(nil) }

// LoadAt loads.
func (x *Bool) LoadAt(s *Site) bool { return x.v.LoadAt(s) != 0 }

// Store is StoreAt without a label.
func (x *Bool) Store(v bool) { x.StoreAt(nil, v) }

// StoreAt stores.
func (x *Bool) StoreAt(s *Site, v bool) { x.v.StoreAt(s, number(v)) }

// Swap is SwapAt without a label.
func (x *Bool) Swap(v bool) bool { return x.SwapAt(nil, v) }

// SwapAt replaces the value and returns the one before.
func (x *Bool) SwapAt(s *Site, v bool) bool { return x.v.SwapAt(s, number(v)) != 0 }

// CompareAndSwap is CompareAndSwapAt without a label.
func (x *Bool) CompareAndSwap(old, v bool) bool { return x.CompareAndSwapAt(nil, old, v) }

// CompareAndSwapAt replaces old by v, if it is there.
func (x *Bool) CompareAndSwapAt(s *Site, old, v bool) bool {
	return x.v.CompareAndSwapAt(s, number(old), number(v))
}

func number(v bool) uint32 {
	if v {
		return 1
	}
	return 0
}
