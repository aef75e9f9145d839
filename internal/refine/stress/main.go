// Command stress sends messages through a ring with real goroutines, records
// every access, and replays the two logs in the ring's step machine. It makes
// sense only when it is built with the overlay of package refine.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"time"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/internal/refine/record/atomic"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/ringorder"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

func main() {
	messages := flag.Int("messages", 100_000, "of each run")
	flag.Parse()
	out := json.NewEncoder(os.Stdout)
	for seed, start := range []uint64{0, 1<<64 - 5} {
		for _, capacity := range []int{1, 2, 4} {
			for _, r := range []refine.Result{
				check(capacity, *messages, start, uint64(seed), func(i int) int { return i }),
				check(capacity, *messages, start, uint64(seed), func(i int) *int { return &i }),
			} {
				if err := out.Encode(r); err != nil {
					os.Exit(1)
				}
			}
		}
	}
}

// batch is the most messages of an operation.
const batch = 3

// check makes a run and replays it.
func check[T any](capacity, messages int, start, seed uint64, message func(int) T) (result refine.Result) {
	begin := time.Now()
	_, pointers := any(message(0)).(*int)
	result.Setup = fmt.Sprintf("capacity=%d/start=%d/pointers=%t", capacity, start, pointers)
	built, err := ringorder.NewRelative(map[string]string{
		"Cap": fmt.Sprint(capacity), "Batch": fmt.Sprint(batch), "MM": "RC11", "Bug": "none",
		"Clears":       map[bool]string{true: "TRUE", false: "FALSE"}[pointers],
		"PublishStore": "release", "PublishLoad": "acquire", "FreeStore": "release", "FreeLoad": "acquire",
	})
	if err != nil {
		result.Failure = err.Error()
		return result
	}
	graph, err := machine.Explore(built, 100_000)
	if err != nil {
		result.Failure = err.Error()
		return result
	}
	run(capacity, messages, start, seed, message)
	r := &refine.Replay{Machine: built.(*ringorder.Machine), Model: explore.RC11, Names: refine.Names{Slots: uint64(capacity)}}
	if err := r.Trace(recorded(capacity, start)); err != nil {
		result.Failure = err.Error()
	}
	result.Executions, result.Steps = 1, r.Steps
	result.States, result.Edges = len(graph.Nodes), len(graph.Edges)
	for e := range graph.Edges {
		if !r.Covered[e] {
			result.Missing = append(result.Missing, e.Label)
		}
	}
	result.Elapsed = time.Since(begin)
	return result
}

// run sends the messages 1, 2, … in batches of random sizes.
func run[T any](capacity, messages int, start, seed uint64, message func(int) T) {
	p, c := ring.NewAt[T](capacity, start)
	var wg sync.WaitGroup
	wg.Go(func() {
		rng := rand.New(rand.NewPCG(seed, 1))
		for sent := 0; sent < messages; {
			var out [batch]T
			k := 1 + rng.IntN(min(batch, messages-sent))
			for i := range k {
				out[i] = message(sent + i + 1)
			}
			n := p.TrySendBatch(out[:k])
			if sent += n; n == 0 || rng.IntN(50) == 0 {
				runtime.Gosched()
			}
		}
	})
	wg.Go(func() {
		rng := rand.New(rand.NewPCG(seed, 2))
		for received := 0; received < messages; {
			var in [batch]T
			n := c.TryRecvBatch(in[:1+rng.IntN(batch)])
			if received += n; n == 0 || rng.IntN(50) == 0 {
				runtime.Gosched()
			}
		}
	})
	wg.Wait()
}

// recorded returns the logs. The lowest address is that of the first slot of
// the array; slots are counted from the one of the first message.
func recorded(capacity int, start uint64) (sides [2][]refine.Recorded) {
	first := uintptr(0)
	for _, a := range atomic.Producer {
		if at := uintptr(a.Slot); a.Slot != nil && (first == 0 || at < first) {
			first = at
		}
	}
	for t, log := range []atomic.Log{atomic.Producer, atomic.Consumer} {
		for _, a := range log {
			r := refine.Recorded{Slot: -1, Write: a.Write, Value: int(int64(a.Value - start))}
			if a.Slot != nil {
				i := uint64(uintptr(a.Slot)-first) / uint64(unsafe.Sizeof(uintptr(0)))
				r.Slot, r.Value = int((i-start)%uint64(capacity)), int(a.Value)
			}
			sides[t] = append(sides[t], r)
		}
	}
	return sides
}
