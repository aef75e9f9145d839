package verify

import (
	"context"
	"fmt"
	"sync"

	"github.com/ringmpsc/ringmpsc-go/linearizability"
)

// checker decides whether a correct queue could have had a history.
type checker struct {
	name  string
	check func(linearizability.Spec, linearizability.History) error
}

var (
	porcupine = checker{"porcupine", func(s linearizability.Spec, h linearizability.History) error { return s.Check(h).Err() }}
	monitor   = checker{"the monitor", linearizability.Spec.Monitor}
)

// controlRuns is how many runs of a broken queue a checker sees. It must reject
// one of them: goroutines may take turns in such a way that a defect changes
// nothing that anybody could notice.
const controlRuns = 8

// controls checks the checkers: queues that are known to be broken must be
// rejected, and a correct one accepted.
func controls(checkers ...checker) Check {
	return Check{
		Type: "checkers", Layer: "controls", Guarantees: []string{"G1", "G2"},
		About: "porcupine and the monitor must accept a mutex queue, and reject it once it loses, reorders or duplicates",
		Run: func(ctx context.Context, env *Env) (Outcome, error) {
			n := 0
			for _, defect := range []string{"", "loses", "reorders", "duplicates"} {
				for _, c := range checkers {
					err := c.rejects(env.Seed, defect)
					if (err == nil) != (defect == "") {
						return Outcome{}, fmt.Errorf("%s on a queue with the defect %q: %v", c.name, defect, err)
					}
					n++
					env.Progress(n, 4*len(checkers))
				}
			}
			return Outcome{Ran: fmt.Sprintf("%d verdicts on 4 queues", n)}, ctx.Err()
		},
	}
}

// rejects returns what the checker first says against a queue with the defect.
func (c *checker) rejects(seed uint64, defect string) error {
	for i := range uint64(controlRuns) {
		run := linearizability.Run{Seed: seed + i, Operations: 400, Producers: 2}
		h := linearizability.Drive(run, &brokenQueue{defect: defect})
		if err := c.check(linearizability.FIFO(4), h); err != nil {
			return err
		}
	}
	return nil
}

// brokenQueue is a queue for 4 messages with a mutex. It loses every third
// message, or receives it twice, or holds it back until after the next one.
type brokenQueue struct {
	defect string

	mu             sync.Mutex
	items, held    []linearizability.Value
	sent, received int
}

// TrySend sends v if there is space.
func (q *brokenQueue) TrySend(v linearizability.Value) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items)+len(q.held) == 4 {
		return false
	}
	third := q.sent%3 == 2
	q.sent++
	switch {
	case third && q.defect == "loses":
	case third && q.defect == "reorders":
		q.held = append(q.held, v)
	default:
		q.items = append(append(q.items, v), q.held...)
		q.held = nil
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
	third := q.received%3 == 2
	q.received++
	v = q.items[0]
	if !third || q.defect != "duplicates" {
		q.items = q.items[1:]
	}
	return v, true
}
