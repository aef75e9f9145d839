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
// # Asymmetric fences
//
// [World.Light] and [World.Heavy] are a pair of fences of which one costs nothing
// (C++ P1202R5): between a light and a heavy one, or two heavy ones, there is
// the order of two sequentially consistent fences; between two light ones there
// is none.
//
// # Channels
//
// [World.Channel] is a Go channel with one buffered element, which is what
// goroutines sleep on. A send that does not wait and fails orders nothing under Go,
// as under RC11, and may have found the channel full when it was not any more.
//
// # Time and cancellation
//
// [World.Choose] stands for what is not decided by the scenario. A context of
// [World.Context] ends at any time after its Cancel, and whoever waits with it may
// notice that or what else it waits for: [World.SelectAt] explores both. Timers
// fire or do not.
//
// # Loops that wait
//
// A loop that waits looks again and again until it sees something: [World.Until],
// and what package instrument takes for one. If all that an iteration did was to
// read, the next one would be explored for nothing while it reads the same. Its
// reads stay as they are then, and the goroutine is blocked: it goes on in the
// executions in which a later write revisits one of them, as after Await. If
// nobody can go on, and all that is read again and again is the newest, it is a
// livelock.
//
// This leaves no execution out, but for iterations that only read and then wait:
// without their reads an execution is one as well, since reads only add to what
// must be ordered; and it is explored. What such an iteration has read must not
// matter later. A loop may count its iterations and give up, or do something
// else: they are explored as they are until one repeats all that the one before
// has read, and is then taken to be repeated. See spin.go for why no execution is
// made up.
//
// Iterations that write are explored as they are.
//
// # Goroutines that do the same
//
// [World.Same] adds goroutines of which nothing tells one from another. Executions
// that differ only in who of them is who are then one: of n goroutines, up to n!
// times fewer are explored. Observers see one of each, and what it notes is what any
// permutation of these goroutines would. Under RC11 a few may be seen in several
// forms, where relaxed accesses have led from what is newer to what is older.
//
// # Several workers
//
// What is to be explored can be shared between workers, in several processes.
// Each calls Explore with the same scenario and bounds, and with a Bounds.Claim
// that returns the numbers of the parts that it is to explore: 0, 1, 2 and so on,
// every number to one worker. There are some hundred parts, the same ones in
// each worker; one that is given a greater number is done. So whoever asks is
// handed the next number, until its Explore returns, and the load balances
// itself.
//
// Part 0 is the trunk: the first executions, until enough is pending. Every
// worker goes through it, which takes some milliseconds, but only the one that
// claims it counts and judges it, and shows it to its observer. The other parts
// are what follows from one pending graph each.
//
// Results add up: Executions, Stuck and Explored are sums, a violation is found
// by the worker whose part it is in, and the whole is exhaustive if every worker
// says so. One whose Claim has returned false does not.
//
// # Limitations
//
//   - Explored are scenarios written against [World]'s locations, and packages
//     that package instrument has rewritten: their labelled atomics, their
//     fields marked //mc:shared, and their mutexes. What else goroutines share
//     must be kept in order by those; races for it are not reported.
//   - Goroutines that do the same are explored in every order, unless
//     [World.Same] says that they do. They must do it to the same locations: two
//     producers with a ring each are not the same.
//   - Program order and reads-from have no cycle: load buffering, which C++20
//     and ARM allow for relaxed accesses without dependencies, is not explored.
//   - A scenario must end: loops have a bound, or wait. One that waits and writes
//     each time, or takes a lock, has no end, and is reported after 2000 events.
//   - At most 8 goroutines, the one that joins them included.
package explore
