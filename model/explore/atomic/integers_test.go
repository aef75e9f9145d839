package atomic_test

import (
	"slices"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
)

// did are the results of every operation on an integer that holds -3.
func did(x interface {
	Load() int32
	Store(int32)
	Add(int32) int32
	Swap(int32) int32
	And(int32) int32
	Or(int32) int32
	CompareAndSwap(old, v int32) bool
}) []int32 {
	x.Store(-3)
	all := []int32{x.Load(), x.Add(1), x.Swap(-9), x.And(-2), x.Or(1), x.Load()}
	if !x.CompareAndSwap(-9, -1<<31) || x.CompareAndSwap(-9, 0) {
		return nil
	}
	return append(all, x.Add(-1)) // wraps
}

var want = []int32{-3, -2, -2, -9, -10, -9, 1<<31 - 1}

// Integers do what those of sync/atomic do, in an exploration and outside.
func TestIntegers(t *testing.T) {
	if got := did(&atomic.Int32{}); !slices.Equal(got, want) {
		t.Errorf("outside of an exploration: %v, want %v", got, want)
	}
	r := explore.Explore(explore.Go, explore.Bounds{}, func(w *explore.World) {
		x := &atomic.Int32{}
		w.Watch("x", x)
		w.Go("g", func() {
			got := did(x)
			w.Assert(slices.Equal(got, want), "%v, want %v", got, want)
		})
	}, nil)
	if !r.Exhaustive || r.Executions != 1 {
		t.Errorf("in an exploration: %v, %v", r, r.Violation)
	}
}

// Two that add have two executions; that none is lost holds in both.
func TestIntegersAreExplored(t *testing.T) {
	for _, m := range []explore.Model{explore.Go, explore.TSO, explore.RC11} {
		r := explore.Explore(m, explore.Bounds{}, func(w *explore.World) {
			var n atomic.Int64
			var p atomic.Uintptr
			w.Watch("n", &n)
			w.Watch("p", &p)
			for range 2 {
				w.Go("g", func() { n.Add(-5); p.Store(1) })
			}
			w.After(func() { w.Assert(n.Load() == -10 && p.Load() == 1, "%d, %d", n.Load(), p.Load()) })
		}, nil)
		if !r.Exhaustive || r.Executions < 2 {
			t.Errorf("%v: %v", r, r.Violation)
		}
	}
}
