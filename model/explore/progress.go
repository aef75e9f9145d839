package explore

import "time"

// Progress says how far an exploration is.
type Progress struct {
	Executions, Stuck uint64 // so far, as in Result

	// Explored is an estimate of which fraction of all executions that is, from
	// 0 to 1: wherever there are several ways to go on, each is taken to lead to
	// as many executions as the others. Parts of one exploration add up.
	Explored float64
}

// reportEvery is how many executions are visited between two looks at the time.
const reportEvery = 64

// report tells about the progress once a second.
func (e *engine) report() {
	if e.bounds.Progress == nil {
		return
	}
	if e.visits++; e.visits%reportEvery != 0 {
		return
	}
	if now := time.Now(); e.reported.IsZero() {
		e.reported = now
	} else if now.Sub(e.reported) >= time.Second {
		e.reported = now
		e.bounds.Progress(Progress{e.executions, e.stuck, e.explored})
	}
}

// share divides the weight of the execution that goes on among it and what has
// branched off it in its last step, at the end of the pending list.
func (e *engine) share(branches []*graph) {
	e.g.weight /= float64(1 + len(branches))
	for _, g := range branches {
		g.weight = e.g.weight
	}
}
