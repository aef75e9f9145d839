package fuzz

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the seed corpora to testdata")

// Codes of ringOps, in its order.
const (
	rTrySend = iota
	rTrySendBatch
	rReserve
	rCommit
	rTryRecv
	rTryRecvBatch
	rPeek
	rRelease
	rConsume
	rPoll
	rLook
	rBurst
	rSeal
)

// Codes of channelOps, in its order.
const (
	cTrySend = iota
	cBurst
	cTrySendBatch
	cSend
	cSendBatch
	cReserve
	cCommit
	cTryRecv
	cTryRecvBatch
	cRecv
	cRecvBatch
	cConsume
	cAll
	cBatches
	cPoll
	cReady
	cSignal
	cRun
	cRegister
	cLeave
	cClose
)

// Sizes: what op.amount and op.part make of them.
const (
	one, two, capLess1, capacity, capMore1, twiceMore1, none = 0, 1, 2, 3, 4, 5, 6
	whole, half, single, nothing, tooMany, negative          = 0, 2, 3, 4, 5, 6
)

// Headers: which capacity, which start, which element and latency, which wait.
const (
	cap1, cap2, cap3, cap4, cap8, cap5 = 0, 1, 2, 3, 4, 5
	at0, near32, near64                = 0, 1 + 3, 2 + 3 // one position before the wrap
	numbers, pointers, timed           = 0, 1, 2
)

// seed is the bytes of a scenario, written as a header and operations.
type seed struct {
	name   string
	header [headerSize]byte
	ops    [][opSize]byte
}

func (s seed) bytes() []byte {
	data := s.header[:]
	for _, o := range s.ops {
		data = append(data, o[:]...)
	}
	return data
}

var ringSeeds = []seed{
	{"full-then-empty", [4]byte{cap1, at0}, [][4]byte{{rTrySend}, {rTrySend}, {rTryRecv}, {rTryRecv}}},
	{"wrap-at-2^32", [4]byte{cap4, near32, pointers}, [][4]byte{{rBurst, 5}, {rTryRecvBatch, two}, {rTrySendBatch, capMore1}, {rTryRecvBatch, twiceMore1}}},
	{"wrap-at-2^64", [4]byte{cap2, near64}, [][4]byte{{rBurst, 3}, {rTryRecv}, {rTrySend}, {rTrySend}, {rConsume, capacity}, {rLook, 0, 0}}},
	{"batch-across-the-end", [4]byte{cap3, at0, pointers}, [][4]byte{{rBurst, 3}, {rTryRecvBatch, two}, {rTrySendBatch, twiceMore1}, {rTryRecvBatch, capacity}}},
	{"partial-commit", [4]byte{cap4, at0, pointers}, [][4]byte{{rReserve, capacity}, {rCommit, half}, {rReserve, capacity}, {rTryRecvBatch, capacity}, {rTryRecv}}},
	{"abandoned-reservation", [4]byte{cap4, at0, pointers}, [][4]byte{{rReserve, capacity}, {rTrySend}, {rCommit, tooMany}, {rReserve, capacity}, {rCommit, single}, {rTryRecvBatch, twiceMore1}}},
	{"wrong-commits", [4]byte{cap5, at0}, [][4]byte{{rCommit, tooMany}, {rReserve, two}, {rCommit, negative}, {rCommit, tooMany}, {rCommit, whole}, {rCommit, tooMany}, {rTryRecvBatch, two}}},
	{"wrong-releases", [4]byte{cap2, at0}, [][4]byte{{rRelease, tooMany}, {rTrySend}, {rRelease, negative}, {rRelease, tooMany}, {rRelease, whole}}},
	{"skip-after-peek", [4]byte{cap4, near64, pointers}, [][4]byte{{rBurst, 4}, {rPeek}, {rRelease, half}, {rBurst, 2}, {rPeek}, {rRelease, whole}, {rReserve, capacity}}},
	{"window-outlives-sends", [4]byte{cap4, at0}, [][4]byte{{rBurst, 2}, {rPeek}, {rBurst, 3}, {rTrySend}, {rTryRecv}}},
	{"panic-in-second-window", [4]byte{cap4, near32, pointers}, [][4]byte{{rBurst, 4}, {rConsume, capacity, 1 + 4}, {rTryRecv}, {rTryRecvBatch, capacity}}},
	{"handler-sends", [4]byte{cap4, at0}, [][4]byte{{rBurst, 3}, {rConsume, two, 2}, {rTryRecvBatch, capacity}}},
	{"handler-receives", [4]byte{cap4, at0}, [][4]byte{{rBurst, 3}, {rConsume, capacity, 3}, {rTryRecvBatch, capacity}}},
	{"empty-polls", [4]byte{cap8, at0}, [][4]byte{{rPoll, 250}, {rPoll, 0}, {rLook, 0, 1}, {rLook, 0, 2}}},
	{"seal-refuses", [4]byte{cap3, near64, pointers}, [][4]byte{{rTrySend}, {rReserve, two}, {rSeal}, {rCommit, whole}, {rTryRecvBatch, twiceMore1}}},
	{"seal-full", [4]byte{cap2, at0}, [][4]byte{{rBurst, 3}, {rSeal}, {rTrySend}, {rTryRecv}, {rTrySend}, {rTryRecvBatch, capacity}}},
	{"stale-cached-positions", [4]byte{cap2, at0}, [][4]byte{{rBurst, 2}, {rTryRecv}, {rTrySendBatch, two}, {rTryRecvBatch, capMore1}, {rLook, 0, 3}, {rTrySend}, {rLook, 0, 2}, {rLook, 0, 4}}},
}

// channelSeeds are for both channels: register gives an mpsc channel its
// producers, and does nothing on an spsc channel.
var register = [4]byte{cRegister, 1}

var channelSeeds = []seed{
	{"full-then-empty", [4]byte{cap1, at0}, [][4]byte{register, {cSend}, {cSend}, {cRecv}, {cRecv}, {cRecv, 0, 1}}},
	{"wrap-at-2^64", [4]byte{cap4, near64, pointers}, [][4]byte{register, {cBurst, 5}, {cTryRecvBatch, two}, {cTrySendBatch, capMore1}, {cRecvBatch, twiceMore1}}},
	{"batch-too-large", [4]byte{cap2, near32, timed}, [][4]byte{register, {cSendBatch, twiceMore1}, {cRecvBatch, capacity}, {cSendBatch, none}, {cRecvBatch, none}}},
	{"close-keeps-what-was-sent", [4]byte{cap4, at0, timed}, [][4]byte{register, {cBurst, 3}, {cClose}, {cSend}, {cTrySend}, {cTrySendBatch, two}, {cRecv}, {cRecvBatch, capacity}, {cRecv}}},
	{"reserve-close-commit", [4]byte{cap4, at0, pointers}, [][4]byte{register, {cReserve, two}, {cClose}, {cCommit, whole}, {cReserve, two}, {cCommit, whole}, {cTryRecv}}},
	{"abandoned-reservation", [4]byte{cap8, at0, pointers}, [][4]byte{register, {cReserve, capacity}, {cTrySend}, {cCommit, tooMany}, {cReserve, two}, {cCommit, single}, {cRecvBatch, capacity}}},
	{"panic-in-second-window", [4]byte{cap4, near64}, [][4]byte{register, {cBurst, 4}, {cConsume, capacity, hookPanic + hooks}, {cTryRecv}, {cConsume, capacity}}},
	{"handler-closes", [4]byte{cap4, at0, timed}, [][4]byte{register, {cBurst, 3}, {cConsume, capacity, hookClose}, {cTrySend}, {cRecv}}},
	{"handler-sends", [4]byte{cap2, at0}, [][4]byte{register, {cTrySend}, {cConsume, capacity, hookSend}, {cTryRecv}}},
	{"handler-receives", [4]byte{cap4, at0}, [][4]byte{register, {cBurst, 3}, {cConsume, capacity, hookReceive}, {cRecvBatch, capacity}}},
	{"all-breaks-and-panics", [4]byte{cap4, near32, pointers}, [][4]byte{register, {cBurst, 4}, {cAll, 0, hookBreak}, {cAll, 0, hookPanic}, {cAll, 0, hookDone}, {cAll}, {cAll}}},
	{"batches-breaks-and-panics", [4]byte{cap4, near32, pointers}, [][4]byte{register, {cBurst, 4}, {cBatches, one, hookBreak}, {cBatches, two, hookPanic}, {cBatches, two, hookReceive}, {cBatches, none}, {cBatches, capacity, hookDone + hooks}}},
	{"ready-loses-no-edge", [4]byte{cap2, at0}, [][4]byte{register, {cReady}, {cTrySend}, {cSignal}, {cTryRecv}, {cTrySend}, {cSignal}, {cTryRecvBatch, one}, {cSignal}, {cClose}}},
	{"run-drains", [4]byte{cap4, at0}, [][4]byte{register, {cBurst, 3}, {cRun, 0, hookSend}, {cRecv}, {cRun, 1}}},
	{"run-panics", [4]byte{cap4, at0}, [][4]byte{register, {cBurst, 3}, {cRun, 0, hookPanic + hooks}, {cRecv}}},
	{"empty-polls", [4]byte{cap8, at0}, [][4]byte{register, {cPoll, 250}, {cPoll, 0}, {cRecv}}},
	{"spurious-close", [4]byte{cap3, at0}, [][4]byte{{cClose}, {cClose, 0, 1}, register, {cRecv}, {cTryRecv}}},
}

// mpscSeeds are about producers that come and go (T13).
var mpscSeeds = []seed{
	{"ring-is-reused", [4]byte{cap4, near64, pointers}, [][4]byte{{cRegister}, {cBurst, 3}, {cReserve, one}, {cLeave}, {cRegister}, {cTrySend, 0, 0, 1}, {cRecvBatch, twiceMore1}, {cTryRecv}, {cRegister}, {cReserve, capacity, 0, 2}, {cCommit, half, 0, 2}, {cRecv}}},
	{"left-with-messages", [4]byte{cap2, at0}, [][4]byte{{cRegister, 1}, {cBurst, 2}, {cBurst, 2, 0, 1}, {cLeave}, {cLeave}, {cTrySend}, {cSend}, {cReserve, one}, {cCommit, whole}, {cRecvBatch, twiceMore1}}},
	{"looks-at-every-ring", [4]byte{cap4, at0}, [][4]byte{{cRegister, 2}, {cTrySend, 0, 0, 0}, {cTrySend, 0, 0, 1}, {cTrySend, 0, 0, 2}, {cTryRecvBatch, capacity}, {cTrySend, 0, 0, 1}, {cTryRecv}, {cLeave, 0, 0, 2}, {cTrySend, 0, 0, 1}, {cTryRecv}}},
	{"many-idle-producers", [4]byte{cap1, at0}, [][4]byte{{cRegister, 3}, {cRegister, 3}, {cRegister, 3}, {cTrySend, 0, 0, 0}, {cTrySend, 0, 0, 4}, {cTrySend, 0, 0, 9}, {cTryRecvBatch, twiceMore1}, {cPoll, 250, 0, 7}, {cPoll, 250, 0, 0}, {cTrySend, 0, 0, 11}, {cRecv}}},
	{"close-with-leavers", [4]byte{cap4, at0, timed}, [][4]byte{{cRegister, 2}, {cTrySend}, {cReserve, two, 0, 1}, {cLeave}, {cClose}, {cCommit, whole, 0, 1}, {cLeave, 0, 0, 1}, {cRegister}, {cSend, 0, 0, 2}, {cAll}}},
}

// corpora are the seeds by fuzz target.
func corpora() map[string][]seed {
	return map[string][]seed{
		"FuzzRing": ringSeeds,
		"FuzzSPSC": channelSeeds,
		"FuzzMPSC": append(append([]seed(nil), channelSeeds...), mpscSeeds...),
	}
}

// TestSeedsAreCommitted keeps the corpora in testdata equal to the scenarios
// above; -update writes them.
func TestSeedsAreCommitted(t *testing.T) {
	for target, seeds := range corpora() {
		for _, s := range seeds {
			path := filepath.Join("testdata", "fuzz", target, strings.ReplaceAll(s.name, "^", ""))
			want := fmt.Sprintf("go test fuzz v1\n[]byte(%q)\n", s.bytes())
			if *update {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, err := os.ReadFile(path)
			if err != nil || strings.ReplaceAll(string(got), "\r\n", "\n") != want {
				t.Errorf("%s is not the scenario %q (error %v): run go test ./fuzz -update", path, s.name, err)
			}
		}
	}
}
