package linearizability

import (
	"fmt"
	"io"
	"time"

	"github.com/anishathalye/porcupine"
)

// Verdict is the answer of a check.
type Verdict = porcupine.CheckResult

// The verdicts. Unknown means that the time was up: it is not Ok.
const (
	Ok      = porcupine.Ok
	Illegal = porcupine.Illegal
	Unknown = porcupine.Unknown
)

// Result is what a check found.
type Result struct {
	Verdict    Verdict
	Operations int           // in the history
	Partitions int           // queues it was checked as
	Elapsed    time.Duration // spent on the verdict

	spec    Spec
	history History
	culprit partition // the one that is not Ok
}

// defaultTimeout is Spec.Timeout if that is 0.
const defaultTimeout = 10 * time.Second

// Check asks porcupine whether one order of the operations explains every
// answer in h.
func (s Spec) Check(h History) *Result {
	start := time.Now()
	timeout := s.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	ps := s.partitions(h)
	r := &Result{Verdict: Ok, Operations: len(h), Partitions: len(ps), spec: s, history: h}
	m := s.model(h.pending())
	for _, p := range ps {
		left := timeout - time.Since(start)
		if r.Verdict = Unknown; left > 0 {
			r.Verdict = porcupine.CheckOperationsTimeout(m, p.steps, left)
		}
		if r.Verdict != Ok {
			r.culprit = p
			break
		}
	}
	r.Elapsed = time.Since(start)
	return r
}

// pending reports whether h has operations that did not return.
func (h History) pending() bool {
	for i := range h {
		if h[i].Outcome == Pending {
			return true
		}
	}
	return false
}

// Err returns nil if the verdict is Ok, and else an error that says on one line
// what it is.
func (r *Result) Err() error {
	if r.Verdict == Ok {
		return nil
	}
	return fmt.Errorf("linearizability: %v", r)
}

// String returns the result on one line.
func (r *Result) String() string {
	unit := "queue"
	if r.Partitions != 1 {
		unit = "queues"
	}
	return fmt.Sprintf("%s: %d operations on %d %s in %v", r.Verdict, r.Operations, r.Partitions, unit,
		r.Elapsed.Round(time.Microsecond))
}

// WriteHTML writes porcupine's picture of the history, or of the shortest part
// of it that is wrong.
func (r *Result) WriteHTML(w io.Writer) error {
	ps := r.spec.partitions(r.history)
	pending := r.history.pending()
	if r.Verdict != Ok {
		ps, pending = []partition{r.culprit}, true
	}
	if r.Verdict == Illegal {
		h, _ := r.shortest()
		ps[0] = r.part(h)
	}
	m := r.spec.model(pending)
	var steps []porcupine.Operation
	var bounds []int
	for _, p := range ps {
		steps = append(steps, p.steps...)
		bounds = append(bounds, len(steps))
	}
	m.Partition = func([]porcupine.Operation) (parts [][]porcupine.Operation) {
		from := 0
		for _, to := range bounds {
			parts = append(parts, steps[from:to])
			from = to
		}
		return parts
	}
	timeout := explainTimeout
	if r.Verdict == Unknown {
		timeout /= 20 // it would not help
	}
	_, info := porcupine.CheckOperationsVerbose(m, steps, timeout)
	return porcupine.Visualize(m, info, w)
}

// part returns what h says about the queue that was found wrong.
func (r *Result) part(h History) partition {
	s := r.spec
	if s.PerProducer {
		return partitionOf(h, r.culprit.producer)
	}
	return s.partitions(h)[0]
}
