// Package channeltest is a conformance suite for queues and channels: the ones
// of this module, wrappers around them, and anybody's own.
//
//	func TestMyQueue(t *testing.T) {
//		channeltest.Run(t, func() channeltest.Queue[int] { return myqueue.New(8) },
//			channeltest.Options{Capacity: 8, Producers: 4})
//	}
//
// TrySend and TryRecv are all that a queue must have. For every further
// interface in this package that it implements, more properties are checked,
// each in a subtest of its name: values, order, uniqueness and counts per
// producer, never sums.
//
// # Reading a failure
//
// A failure says which operation answered wrong after which others, and ends
// with the command that repeats it. Sequential properties are repeated exactly
// by their seed. Concurrent ones repeat what every goroutine does, but not how
// they interleave, so that they may need several attempts.
//
// A property that does not end in time fails with the stacks of all goroutines.
// Its goroutines are left behind, as there is no way to stop them.
//
// # Limitations
//
// The suite sees a queue from outside. It cannot see data races (run it with
// -race as well), memory that consumed slots keep alive, or interleavings that
// did not happen.
package channeltest
