package verify

import (
	"context"
	"fmt"
	"sync"

	"github.com/ringmpsc/ringmpsc-go/linearizability"
)

// controls checks the checkers: queues that are known to be broken must be
// rejected, and a correct one accepted.
func controls() Check {
	return Check{
		Type: "checkers", Layer: "controls", Guarantees: []string{"G1", "G2"},
		About: "porcupine and the monitor must accept a mutex queue, and reject it once it loses, reorders or duplicates",
		Run: func(ctx context.Context, env *Env) (Outcome, error) {
			n := 0
			for _, defect := range []string{"", "loses", "reorders", "duplicates"} {
				run := linearizability.Run{Seed: env.Seed, Operations: 400, Producers: 2}
				spec := linearizability.FIFO(4)
				h := linearizability.Drive(run, &brokenQueue{defect: defect})
				accepted := map[string]error{"porcupine": spec.Check(h).Err(), "the monitor": spec.Monitor(h)}
				for checker, err := range accepted {
					if n++; (err == nil) != (defect == "") {
						return Outcome{}, fmt.Errorf("%s on a queue that %q: %v", checker, defect, err)
					}
				}
				env.Progress(n, 8)
			}
			return Outcome{fmt.Sprintf("%d verdicts on 4 queues", n)}, ctx.Err()
		},
	}
}

// brokenQueue is a queue with a mutex that has the defect every 16th time it
// holds two or more.
type brokenQueue struct {
	defect string

	mu    sync.Mutex
	items []linearizability.Value
	full  int
}

// TrySend sends v if there is space.
func (q *brokenQueue) TrySend(v linearizability.Value) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 4 {
		return false
	}
	if q.items = append(q.items, v); len(q.items) < 2 {
		return true
	}
	if q.full++; q.full%16 == 0 {
		last := len(q.items) - 1
		switch q.defect {
		case "loses":
			q.items = q.items[:last]
		case "reorders":
			q.items[0], q.items[last] = q.items[last], q.items[0]
		case "duplicates":
			q.items[0] = q.items[last]
		}
	}
	return true
}

// TryRecv receives a value if there is one.
func (q *brokenQueue) TryRecv() (v linearizability.Value, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		return v, false
	}
	v = q.items[0]
	q.items = q.items[1:]
	return v, true
}
