// Package linearizability records what goroutines did with a queue, each
// operation with the time it was called and the time it returned, and decides
// whether a correct queue could have answered so. It works on any queue: the
// ones of this module, or yours.
//
//	h := linearizability.Drive(linearizability.Run{Seed: 1, Operations: 10_000, Producers: 2}, myQueue)
//	linearizability.CheckFIFO(t, h, capacity)
//
// There are two judges. [Spec.Check] asks porcupine whether one order of all
// operations explains every answer; it is complete, and its cost grows with
// the number of items in the queue rather than with the length of the history:
// use capacities up to 4 and up to some 10,000 operations. [Spec.Monitor] looks
// for the ways in which queues go wrong, in linear time but for sorting, on
// millions of operations. What the monitor rejects, no order explains; what it
// accepts may still be wrong in a way that only porcupine sees.
//
// # Why a FIFO queue is the wrong specification of an mpsc channel
//
// Package mpsc gives every producer a ring of its own. A consumer looks at one
// ring after the other, and meanwhile producers send:
//
//	consumer   Recv: ring A is empty ...                   ... ring B has b1    Recv: a1
//	producer A                          Send a1 returns
//	producer B                                     Send b1
//
// The send of a1 had returned before the send of b1 began, yet b1 comes out
// first. No FIFO queue does that, so the check for FIFO reports a violation
// where there is none: the channel does what it promises, which is FIFO per
// producer. The right specification is one bounded FIFO queue per producer
// ([PerProducer]): a receive of a value belongs to the queue of the producer
// that sent it; one that found the channel empty saw every queue empty, though
// not all at the same moment; and a close closes each of them.
//
// That is weaker than what mpsc promises about an empty receive, namely that
// every send that returned before the call began has been received. The
// monitor checks exactly this, for every kind of queue.
//
// # What is checked
//
//   - a send is refused only when the queue is full, or closed
//   - a receive reports empty only when it is empty, closed only when it is
//     closed and empty
//   - what was accepted is received once, in order; what was refused, or given
//     up because a context ended, never
//   - a batch that the queue publishes at once ([Operation.Atomic]) is never
//     seen in half
//   - an operation that never returned may have happened, or not
//
// Values must be unique: a history in which the same value is accepted twice is
// an error of the test, and the monitor reports it.
//
// # Limitations
//
// A check judges the histories it is shown; it proves nothing about those that
// did not happen. Stamps come from one monotonic clock and intervals are
// closed, so operations with equal stamps count as concurrent: a coarse clock
// makes the checks weaker, never wrong.
package linearizability
