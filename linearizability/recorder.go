package linearizability

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"
)

// Recorder collects the operations of several clients. While they run, clients
// share nothing through it: no lock, no atomic, no cache line, so that it hides
// no races of the queue. What it costs is two readings of the clock per
// operation, and a barrier after it.
//
// The barrier is there because the clock orders nothing: a queue may publish by
// a store that releases and no more, which the other core sees some time after
// the operation has returned. An operation ends, for the history, once what it
// did is visible to everybody; any synchronisation with another goroutine would
// wait for that too. Within an operation the recorder hides no missing barrier.
type Recorder struct {
	logs []*Log
}

// NewRecorder returns a recorder for clients 0 to clients-1 with room for that
// many operations of each; a log that outgrows it is reallocated.
func NewRecorder(clients, operations int) *Recorder {
	r := &Recorder{}
	base := time.Now()
	for i := range clients {
		r.logs = append(r.logs, &Log{
			client: i,
			base:   base,
			ops:    make([]Operation, 0, operations),
			values: make([]Value, 0, 2*operations),
		})
	}
	return r
}

// Log returns a client's log.
func (r *Recorder) Log(client int) *Log { return r.logs[client] }

// History returns everything that was recorded. The caller has joined the
// clients. An operation that was begun and not ended, because its goroutine
// exited or panicked, is pending.
func (r *Recorder) History() History {
	var h History
	for _, l := range r.logs {
		h = append(h, l.ops...)
	}
	slices.SortStableFunc(h, func(a, b Operation) int { return cmp.Compare(a.Call, b.Call) })
	return h
}

// Log records one client's operations. One goroutine at a time may use it.
//
// An operation is a Begin, which stamps it last thing before the call, and an
// End, which stamps it first thing after.
type Log struct {
	_      [128]byte // keeps neighbours' logs off this one's cache lines
	client int
	base   time.Time
	ops    []Operation
	values []Value // what the operations' Values are cut from
	fence  atomic.Uint32
	_      [128]byte
}

// BeginSend notes that values are about to be offered. Atomic says that those
// accepted become visible at one moment.
func (l *Log) BeginSend(producer int, atomic bool, vs ...Value) {
	o := l.begin(Send)
	o.Producer, o.Atomic, o.Values = producer, atomic, l.keep(vs)
	o.Call = l.now()
}

// EndSend notes that the first n values were accepted.
func (l *Log) EndSend(n int, outcome Outcome) {
	now := l.returned()
	o := l.last()
	o.Return, o.N, o.Outcome = now, n, outcome
}

// BeginRecv notes that up to limit values are about to be received.
func (l *Log) BeginRecv(limit int) {
	o := l.begin(Recv)
	o.N = limit
	o.Call = l.now()
}

// EndRecv notes what was received. Atomic says that all of it left the queue at
// one moment.
func (l *Log) EndRecv(outcome Outcome, atomic bool, vs ...Value) {
	now := l.returned()
	o := l.last()
	o.Return, o.Outcome, o.Atomic, o.Values = now, outcome, atomic, l.keep(vs)
}

// Begin notes that a Close, or producer's Register or Leave, is about to happen.
func (l *Log) Begin(kind Kind, producer int) {
	o := l.begin(kind)
	o.Producer = producer
	o.Call = l.now()
}

// End notes that the operation of the last Begin returned.
func (l *Log) End(outcome Outcome) {
	now := l.returned()
	o := l.last()
	o.Return, o.Outcome = now, outcome
}

// TrySend records one call of send, which reports whether it accepted v.
func (l *Log) TrySend(v Value, send func(Value) bool) bool {
	l.BeginSend(v.Producer(), true, v)
	ok := send(v)
	if ok {
		l.EndSend(1, OK)
	} else {
		l.EndSend(0, Full)
	}
	return ok
}

// TryRecv records one call of recv, which reports whether there was a value.
func (l *Log) TryRecv(recv func() (Value, bool)) (Value, bool) {
	l.BeginRecv(1)
	v, ok := recv()
	if ok {
		l.EndRecv(OK, true, v)
	} else {
		l.EndRecv(Empty, true)
	}
	return v, ok
}

// begin adds an operation that is pending until it is ended.
func (l *Log) begin(k Kind) *Operation {
	l.ops = append(l.ops, Operation{Client: l.client, Kind: k, Outcome: Pending, Return: Never})
	return l.last()
}

func (l *Log) last() *Operation { return &l.ops[len(l.ops)-1] }

func (l *Log) keep(vs []Value) []Value {
	i := len(l.values)
	l.values = append(l.values, vs...)
	return slices.Clip(l.values[i:])
}

// returned is the time at which everything this goroutine did is visible: the
// read-modify-write is a full barrier.
func (l *Log) returned() int64 {
	l.fence.Swap(1)
	return l.now()
}

func (l *Log) now() int64 { return int64(time.Since(l.base)) }
