package explorequeue

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Numbers come out once, in order, whatever the goroutines' timing and whatever
// the memory model lets them see. More numbers than slots: every slot is used
// again.
func TestQueue(t *testing.T) {
	explore.Check(t, explore.Bounds{}, func(w *explore.World) {
		q := &Queue{}
		pushed, popped := 0, 0
		w.Go("producer", func() {
			for range 4 {
				if q.Push(pushed) {
					pushed++
				}
			}
		})
		w.Go("consumer", func() {
			for range 4 {
				if v, ok := q.Pop(); ok {
					w.Assert(v == popped, "popped %d, want %d", v, popped)
					popped++
				}
			}
		})
		w.After(func() {
			for v, ok := q.Pop(); ok; v, ok = q.Pop() {
				w.Assert(v == popped, "popped %d, want %d", v, popped)
				popped++
			}
			w.Assert(popped == pushed, "%d pushed, %d popped", pushed, popped)
		})
	})
}
