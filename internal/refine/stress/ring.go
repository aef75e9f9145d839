package main

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/ringorder"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

// ringSetup is a ring whose runs are checked.
type ringSetup struct {
	name     string
	capacity int
	start    uint64
	pointers bool
}

func rings() (all []ringSetup) {
	for _, start := range []uint64{0, 1<<64 - 5} {
		for _, capacity := range []int{1, 2, 4} {
			for _, pointers := range []bool{false, true} {
				name := fmt.Sprintf("ring/capacity=%d/start=%d/pointers=%t", capacity, start, pointers)
				all = append(all, ringSetup{name, capacity, start, pointers})
			}
		}
	}
	return all
}

// batch is the most messages of an operation.
const batch = 3

// check makes a run and replays it.
func (s ringSetup) check(all *crew, messages int, seed uint64) (result refine.Result) {
	begin := time.Now()
	result.Setup = s.name
	built, err := ringorder.NewRelative(map[string]string{
		"Cap": fmt.Sprint(s.capacity), "Batch": fmt.Sprint(batch), "MM": "RC11", "Bug": "none",
		"Clears":       strings.ToUpper(strconv.FormatBool(s.pointers)),
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
	r := &refine.Replay{Machine: built.(*ringorder.Machine), Model: explore.RC11, Names: refine.Names{Slots: uint64(s.capacity)}}
	if err := s.trace(all, r, messages, seed); err != nil {
		result.Failure = err.Error()
	}
	result.Executions, result.Steps = 1, r.Steps
	result.States, result.Edges = len(graph.Nodes), len(graph.Edges)
	for e := range graph.Edges {
		if !r.Covered[e] {
			result.Missing = append(result.Missing, e.Label)
		}
	}
	result.Taken, result.Elapsed = len(r.Covered), time.Since(begin)
	return result
}

// trace makes a run and replays it.
func (s ringSetup) trace(all *crew, r *refine.Replay, messages int, seed uint64) error {
	var logs []*record.Log
	var n *names
	var err error
	if s.pointers {
		logs, n, err = run(all, s, messages, seed, func(i int) *int { return &i })
	} else {
		logs, n, err = run(all, s, messages, seed, func(i int) int { return i })
	}
	if err != nil {
		return err
	}
	n.name(logs)
	return r.Trace([2][]refine.Recorded{s.recorded(logs[0]), s.recorded(logs[1])})
}

// run sends the messages 1, 2, … in batches of random sizes.
func run[T any](all *crew, s ringSetup, messages int, seed uint64, message func(int) T) ([]*record.Log, *names, error) {
	p, c := ring.NewAt[T](s.capacity, s.start)
	producer := func() {
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
	}
	consumer := func() {
		rng := rand.New(rand.NewPCG(seed, 2))
		for received := 0; received < messages; {
			var in [batch]T
			n := c.TryRecvBatch(in[:1+rng.IntN(batch)])
			if received += n; n == 0 || rng.IntN(50) == 0 {
				runtime.Gosched()
			}
		}
	}
	logs, err := all.run(job{by: "P", do: producer}, job{by: "C", do: consumer})
	return logs, namesOf(p, c), err
}

// recorded returns what a side did to positions and slots, both counted from
// where the ring began.
func (s ringSetup) recorded(l *record.Log) (side []refine.Recorded) {
	for _, a := range l.All {
		var at uint64
		switch _, err := fmt.Sscanf(a.Name, "slots[%d]", &at); {
		case a.Name == "": // a fence
		case err == nil:
			slot := int((at - s.start) % uint64(s.capacity))
			side = append(side, refine.Recorded{Slot: slot, Write: a.Does == "write", Value: int(a.Wrote)})
		default:
			side = append(side, refine.Recorded{Slot: -1, Write: a.Does == "store", Value: int(int64(a.Wrote - s.start))})
		}
	}
	return side
}
