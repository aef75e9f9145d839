// Package explore runs a scenario once for every execution that a memory model
// allows, and reports races, failed assertions, panics, deadlocks and lost
// wake-ups with the execution that shows them.
//
//	r := explore.Explore(explore.RC11, explore.Bounds{}, func(w *explore.World) {
//		data, flag := w.Plain("data", 0), w.Atomic("flag", 0)
//		w.Go("writer", func() { data.Write(1); flag.Store(1, explore.Release) })
//		w.Go("reader", func() {
//			if flag.Load(explore.Acquire) == 1 {
//				w.Assert(data.Read() == 1, "stale")
//			}
//		})
//	}, nil)
//
// # Executions
//
// An execution is a graph: events, from which write each read reads, and in
// which order the writes to each location are. Reads branch over the writes
// they may read, writes over their places in that order; a new write also
// revisits reads that were added before it. Each execution is visited once, and
// nothing is kept of those that were (TruST, POPL 2022).
//
// Plain accesses never branch. Two of them race if one is a write and neither
// happens before the other; that is reported, not explored further. A goroutine
// that waits is a read without an acceptable write: it goes on in the execution
// in which a later write revisits it. If nobody can go on and everybody who
// waits has read the newest value, it is a deadlock, or a lost wake-up.
//
// # Limitations
//
//   - Explored are scenarios written against [World]'s locations, and packages
//     that package instrument has rewritten: their labelled atomics, their
//     fields marked //mc:shared, and their mutexes. What else goroutines share
//     must be kept in order by those; races for it are not reported.
//   - Program order and reads-from have no cycle: load buffering, which C++20
//     and ARM allow for relaxed accesses without dependencies, is not explored.
//   - A scenario must end: loops have a bound, or wait with Await.
//   - At most 8 goroutines, the one that joins them included.
package explore
