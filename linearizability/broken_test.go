package linearizability_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	lin "github.com/ringmpsc/ringmpsc-go/linearizability"
)

// fault is what a queue does wrong, now and then.
type fault string

const (
	correct      fault = ""
	losesAtWrap  fault = "loses the first value after a wrap"
	reorders     fault = "swaps two values"
	duplicates   fault = "delivers a value twice"
	invents      fault = "delivers what nobody sent"
	fullEarly    fault = "full when one slot is free"
	overfull     fault = "holds one more than its capacity"
	falseEmpty   fault = "empty when it is not"
	afterClose   fault = "accepts after close"
	dropsAtClose fault = "drops what is left at close"
	closedSoon   fault = "reports closed before it is drained"
	refusedSent  fault = "delivers what it refused"
	lifo         fault = "is a stack"
)

// faults maps what is broken to the rules by which the monitor may find out:
// none if only porcupine can.
var faults = map[fault][]lin.Rule{
	losesAtWrap:  {lin.Lost, lin.FalseEmpty, lin.ClosedSoon, lin.FalseFull},
	reorders:     {lin.Order},
	duplicates:   {lin.Duplicated},
	invents:      {lin.Invented},
	fullEarly:    {lin.FalseFull},
	overfull:     {lin.OverFull},
	falseEmpty:   {lin.FalseEmpty},
	afterClose:   {lin.AfterClose, lin.ClosedSoon},
	dropsAtClose: {lin.ClosedSoon, lin.FalseEmpty},
	closedSoon:   {lin.ClosedSoon},
	refusedSent:  {lin.Invented, lin.Duplicated, lin.Early},
	lifo:         {lin.Order},
}

// queue is a bounded FIFO queue under a lock, with at most one fault.
type queue struct {
	mu       sync.Mutex
	capacity int
	fault    fault
	closed   bool
	items    []lin.Value
	sends    int // accepted
	looks    int // receives
}

func (q *queue) TrySend(v lin.Value) bool   { return q.send(v) == lin.OK }
func (q *queue) TryRecv() (lin.Value, bool) { v, o := q.recv(); return v, o == lin.OK }

func (q *queue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	if q.fault == dropsAtClose {
		q.items = nil
	}
}

func (q *queue) limit() int {
	switch q.fault {
	case fullEarly:
		return q.capacity - 1
	case overfull:
		return q.capacity + 1
	}
	return q.capacity
}

func (q *queue) send(v lin.Value) lin.Outcome {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed && q.fault != afterClose:
		return lin.Closed
	case len(q.items) >= q.limit():
		if q.fault == refusedSent && len(q.items) == q.capacity {
			q.items = append(q.items, v)
		}
		return lin.Full
	}
	if q.sends++; q.fault == losesAtWrap && q.sends%(4*q.capacity) == 0 {
		return lin.OK
	}
	q.items = append(q.items, v)
	if n := len(q.items); q.fault == reorders && n > 1 {
		q.items[n-1], q.items[n-2] = q.items[n-2], q.items[n-1]
	}
	return lin.OK
}

func (q *queue) recv() (lin.Value, lin.Outcome) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.looks++
	odd := q.looks%8 == 0
	switch {
	case q.closed && (len(q.items) == 0 || q.fault == closedSoon):
		return 0, lin.Closed
	case len(q.items) == 0 || odd && q.fault == falseEmpty:
		return 0, lin.Empty
	case odd && q.fault == duplicates:
		return q.items[0], lin.OK
	case odd && q.fault == invents:
		return lin.ValueOf(0, 1<<20), lin.OK
	}
	i := 0
	if q.fault == lifo {
		i = len(q.items) - 1
	}
	v := q.items[i]
	q.items = slices.Delete(q.items, i, i+1)
	return v, lin.OK
}

// sequential lets clients take turns on q and returns their history, in which
// nothing overlaps: whatever is wrong cannot be excused by concurrency.
func sequential(q *queue, producers int, seed uint64) lin.History {
	const operations = 300
	rng := rand.New(rand.NewPCG(seed, 0))
	seq := make([]int, producers)
	var h lin.History
	add := func(o lin.Operation) {
		o.Call, o.Return = int64(2*len(h)), int64(2*len(h)+1)
		h = append(h, o)
	}
	recv := func() lin.Outcome {
		v, o := q.recv()
		op := lin.Operation{Client: producers, Kind: lin.Recv, Outcome: o, Atomic: true}
		if o == lin.OK {
			op.Values = []lin.Value{v}
		}
		add(op)
		return o
	}
	for i := range operations {
		p := rng.IntN(2 * producers)
		if i == operations-21 {
			p = 0 // so that the queue is not empty when it is closed
		}
		switch {
		case i == operations-20:
			q.Close()
			add(lin.Operation{Client: producers + 1, Kind: lin.Close})
		case p < producers:
			v := lin.ValueOf(p, seq[p])
			o := q.send(v)
			op := lin.Operation{Client: p, Kind: lin.Send, Outcome: o, Atomic: true, Producer: p, Values: []lin.Value{v}}
			if o == lin.OK {
				op.N = 1
				seq[p]++
			}
			add(op)
		default:
			recv()
		}
	}
	for range 2 * q.capacity {
		if recv() != lin.OK {
			break
		}
	}
	return h
}

// controls are specifications, and with how many producers a queue for four
// items must meet them.
var controls = []struct {
	name      string
	spec      lin.Spec
	producers int
}{
	{"FIFO", lin.FIFO(4), 1},
	{"FIFO of three producers", lin.FIFO(4), 3},
	{"per producer", lin.PerProducer(4), 1},
}

// TestRejectsBrokenQueues is the negative control of both judges: each rejects
// every broken queue, and accepts the same queue without the fault.
func TestRejectsBrokenQueues(t *testing.T) {
	for _, c := range controls {
		name, spec := c.name, c.spec
		for seed := range uint64(5) {
			h := sequential(&queue{capacity: 4}, c.producers, seed)
			if err := spec.Monitor(h); err != nil {
				t.Errorf("%s, seed %d: the monitor rejects a correct queue: %v", name, seed, err)
			}
			if r := spec.Check(h); r.Verdict != lin.Ok {
				t.Errorf("%s, seed %d: porcupine rejects a correct queue:\n%s", name, seed, r.Explain())
			}
			for f, rules := range faults {
				h := sequential(&queue{capacity: 4, fault: f}, c.producers, seed)
				if v := violation(spec.Monitor(h)); v == nil || !slices.Contains(rules, v.Rule) {
					t.Errorf("%s, seed %d: a queue that %s: the monitor says %v, want one of %q", name, seed, f, v, rules)
				}
				if r := spec.Check(h); r.Verdict != lin.Illegal {
					t.Errorf("%s, seed %d: a queue that %s: porcupine says %v", name, seed, f, r)
				}
			}
		}
	}
}

func violation(err error) *lin.Violation {
	v, _ := err.(*lin.Violation)
	return v
}

// TestRejectsBrokenQueuesUnderConcurrency runs the faults that do not need a
// close through the public driver, as a user would.
func TestRejectsBrokenQueuesUnderConcurrency(t *testing.T) {
	for _, f := range []fault{losesAtWrap, reorders, duplicates, invents, fullEarly, falseEmpty, lifo} {
		t.Run(string(f), func(t *testing.T) {
			rejected := 0
			for seed := range uint64(10) {
				r := lin.Run{Seed: seed, Operations: 400, Producers: 2, Capacity: 4}
				fake := &fakeTB{dir: t.TempDir()}
				lin.CheckFIFO(fake, lin.Drive(r, &queue{capacity: 4, fault: f}), 4)
				if len(fake.messages) > 0 {
					rejected++
				}
			}
			if rejected == 0 {
				t.Errorf("10 runs of a queue that %s were accepted", f)
			}
		})
	}
}

// fakeTB collects what a check reports.
type fakeTB struct {
	dir      string
	messages []string
}

func (f *fakeTB) Helper()             {}
func (f *fakeTB) ArtifactDir() string { return f.dir }
func (f *fakeTB) Errorf(format string, args ...any) {
	f.messages = append(f.messages, fmt.Sprintf(format, args...))
}

// overlapping returns a correct history of n sends that all overlap, and of
// receives in an order that porcupine finds last: too much for it.
func overlapping(n int) lin.History {
	var h lin.History
	for i := range n {
		h = append(h, lin.Operation{
			Client: i, Kind: lin.Send, Atomic: true, Producer: i, Values: []lin.Value{lin.ValueOf(i, 0)}, N: 1,
			Call: int64(i), Return: int64(n + i),
		})
	}
	for i := range n {
		h = append(h, lin.Operation{
			Client: n, Kind: lin.Recv, Atomic: true, Values: []lin.Value{lin.ValueOf(n-1-i, 0)},
			Call: int64(2*n + 2*i), Return: int64(2*n + 2*i + 1),
		})
	}
	return h
}

func TestUnknownIsFailure(t *testing.T) {
	spec := lin.FIFO(0)
	spec.Timeout = 10 * time.Millisecond
	h := overlapping(24)
	r := spec.Check(h)
	if r.Verdict != lin.Unknown || r.Err() == nil || r.Explain() == "" {
		t.Errorf("verdict %v, error %v; want Unknown and an error", r, r.Err())
	}
	fake := &fakeTB{dir: t.TempDir()}
	lin.Require(fake, h, spec)
	if len(fake.messages) != 1 {
		t.Errorf("Require reported %q, want one failure", fake.messages)
	}
}
