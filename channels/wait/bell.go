package wait

import "sync/atomic"

// Bell is the word a publisher looks at after every publish: zero unless
// somebody asked to be told or the publisher's end has changed. It fits the
// hot path: one load of a line that is written only on such changes.
type Bell struct {
	word atomic.Uint32 // set and taken by both sides
}

const (
	asked   = 1 << iota // the waiter wants to be told of the next publish
	closed              // the channel is closed
	retired             // the publisher has left
)

// Quiet reports whether there is nothing to see (W2). The caller has executed a
// light fence since it published.
func (b *Bell) Quiet() bool {
	return b.word.Load() == 0 //mo:relaxed wait.bell — W2: after the publish and its light fence
}

// Ask asks the publisher to tell (S1). Before it sleeps, the caller executes a
// heavy fence and looks once more.
func (b *Bell) Ask() {
	b.word.Or(asked) //mo:acqrel wait.bell — S1: before the heavy fence and the last look
}

// Take withdraws the request and reports whether there was one (W3). The
// publisher that gets true owes the waiter a wake-up; the waiter that gets
// true will not be sent one.
func (b *Bell) Take() bool {
	return b.word.And(^uint32(asked))&asked != 0 //mo:acqrel wait.bell — exactly one side takes a request; a closer takes it between closing and waking
}

// Close marks the channel closed, for good. Before it relies on what it sees, the
// caller executes a heavy fence.
func (b *Bell) Close() {
	b.word.Or(closed) //mo:release wait.bell — before the closer's heavy fence and its look at tail; pairs with Closed
}

// Closed reports whether the channel is closed.
func (b *Bell) Closed() bool {
	return b.word.Load()&closed != 0 //mo:acquire wait.bell — after a look at tail or a publish, and its light fence; pairs with Close
}

// Retire marks that the publisher has left, withdraws the request, and reports
// whether there was one.
func (b *Bell) Retire() bool {
	for {
		w := b.word.Load()                              //mo:relaxed wait.bell — the compare-and-swap decides
		if b.word.CompareAndSwap(w, w&^asked|retired) { //mo:acqrel wait.bell — after the last publish; pairs with Retired
			return w&asked != 0
		}
	}
}

// Retired reports whether the publisher has left: what it published before is
// visible.
func (b *Bell) Retired() bool {
	return b.word.Load()&retired != 0 //mo:acquire wait.bell — before the last look at tail; pairs with Retire
}

// Renew makes the bell of a publisher that left ready for the next one, asked
// as for one the waiter does not know yet. No publisher may be using it, and the
// waiter may do no more than take the request.
func (b *Bell) Renew() {
	b.word.Store(asked) //mo:relaxed wait.renew — handed to the next publisher under the registry's lock
}
