// Package bench compares this module's rings and channels with other ways to
// pass messages between goroutines: same machine, same run, same work.
//
//	cd bench
//	go test -run '^$' -bench SPSC -count 10 . | tee new.txt   # for benchstat
//	go run ./cmd/ringbench                                    # all contenders, interleaved
//
// docs/methodology.md says how to measure and what to doubt.
//
// # Rules
//
//   - What is sent are sequence numbers, and the receiver checks that each
//     sender's arrive without gap, repetition or change of order while it is
//     being measured. A contender that fails this has no result.
//   - Rings are smaller than the run, so that they wrap and fill.
//   - Every contender writes its own loops (one file each), as its user would:
//     measuring adds no call per message.
//   - A contender that does not wait by itself polls, as a [Poll] says, the same
//     for all.
//   - A contender without a batch operation, such as chan, sends and receives
//     one at a time where others use batches.
//   - The capacity is what the constructor is given: of the whole queue, but of
//     each producer's ring for mpsc. Unbounded queues get none.
//
// # Adding a contender
//
// Write one file with a type that implements [Queue] and a [Contender] that
// makes it, and add that to the list in [Contenders]. The tests then hold it to
// the same order and the same counts as all others.
package bench

// Queue moves numbers from its senders to its receivers. At most one goroutine
// per sender is in Send, and at most one in Recv or SendRecv unless the
// contender has ManyReceivers.
type Queue interface {
	// Send sends the n numbers from first on as the given sender, batch of them
	// with each call, and waits for space as the implementation's users would.
	Send(sender int, first uint64, n, batch int)

	// Recv receives n numbers, up to batch of them with each call, waiting for
	// them, and shows all of them to o.
	Recv(n, batch int, o *Order)

	// SendRecv sends a number as sender 0 and receives it, n times, from first on.
	SendRecv(first uint64, n int, o *Order)
}

// Contender is an implementation to be measured.
type Contender struct {
	Name          string
	ManySenders   bool // several goroutines may send
	ManyReceivers bool // several goroutines may receive
	Batches       bool // it has batch operations
	Ours          bool // it is this module's
	Variant       bool // differs from another in how it waits only: measured where waiting matters
	New           func(capacity, senders int) Queue
}

// Contenders returns all of them. Results are compared with the first.
func Contenders() []Contender {
	all := []Contender{chanContender, mutexContender}
	all = append(all, ringContenders...)
	all = append(all, spscContenders...)
	all = append(all, mpscContenders...)
	all = append(all, xsyncContenders...)
	all = append(all, workivaContender)
	all = append(all, lscqContenders...)
	return append(all, fetched...)
}

// fetched are the rivals that the module proxy refuses: testdata/rivals/measure
// adds them, from clones.
var fetched []Contender
