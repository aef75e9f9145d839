package linearizability

import (
	"fmt"
	"math"
	"strings"
)

// Value is what is sent in a recorded run: unique, and it names its producer.
type Value uint64

const seqBits = 48

// ValueOf returns the value with number seq of a producer. It panics unless 0 ≤
// producer < 2^16 and seq ≥ 0.
func ValueOf(producer, seq int) Value {
	if producer < 0 || producer >= 1<<16 || seq < 0 || uint64(seq) >= 1<<seqBits {
		panic(fmt.Sprintf("linearizability: no value for producer %d, number %d", producer, seq))
	}
	return Value(producer)<<seqBits | Value(seq)
}

// Producer returns the producer that sent the value.
func (v Value) Producer() int { return int(v >> seqBits) }

// Seq returns the value's number.
func (v Value) Seq() int { return int(v & (1<<seqBits - 1)) }

// String returns the value as producer.number.
func (v Value) String() string { return fmt.Sprintf("%d.%d", v.Producer(), v.Seq()) }

// Kind says what an operation does.
type Kind uint8

// The kinds of operations.
const (
	Send     Kind = iota // offers Values, in order; the first N were accepted
	Recv                 // received Values, in order
	Close                // stops acceptance for everybody
	Register             // Producer joins
	Leave                // Producer leaves: it sends no more, what it sent is received
)

var kindNames = [...]string{"Send", "Recv", "Close", "Register", "Leave"}

// String returns the kind's name.
func (k Kind) String() string { return kindNames[k] }

// Outcome says what an operation claims about the queue, besides the values it
// moved.
type Outcome uint8

// The outcomes of operations.
const (
	OK       Outcome = iota // nothing more
	Full                    // Send: there was no space for more, or the queue was closed
	Empty                   // Recv: there was nothing to receive
	Closed                  // Send, Register: the queue was closed; Recv: closed and empty
	Canceled                // Send, Recv: gave up because of time or context; claims nothing more
	Pending                 // did not return: it may have happened, all of it or a part
)

var outcomeNames = [...]string{"ok", "full", "empty", "closed", "canceled", "pending"}

// String returns the outcome's name.
func (o Outcome) String() string { return outcomeNames[o] }

// Never is the Return of an operation that did not return.
const Never int64 = math.MaxInt64

// Operation is one call, as one client saw it. A client is a goroutine: its
// operations follow one another.
type Operation struct {
	Client   int
	Kind     Kind
	Outcome  Outcome
	Atomic   bool    // the values were moved at one moment; otherwise one by one
	Producer int     // Send, Register, Leave: whose
	Values   []Value // Send: offered; Recv: received
	N        int     // Send: how many were accepted; a pending Recv: how many it asked for
	Call     int64   // when it was called, in nanoseconds
	Return   int64   // when it returned, in nanoseconds, or Never
}

// Accepted returns the values that were sent for certain.
func (o *Operation) Accepted() []Value {
	if o.Kind != Send || o.Outcome == Pending {
		return nil
	}
	return o.Values[:o.N]
}

// String returns the operation on one line.
func (o *Operation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "client %-2d %s", o.Client, o.what())
	if o.Return == Never {
		fmt.Fprintf(&b, "  [%d ns, never returned]", o.Call)
	} else {
		fmt.Fprintf(&b, "  [%d, %d ns]", o.Call, o.Return)
	}
	return b.String()
}

// what returns the operation without client and times.
func (o *Operation) what() string {
	switch {
	case o.Kind == Send && len(o.Values) == 1:
		if o.N == 0 || o.Outcome == Pending {
			return fmt.Sprintf("Send %v: %v", o.Values[0], o.Outcome)
		}
		return fmt.Sprintf("Send %v: accepted", o.Values[0])
	case o.Kind == Send && o.Outcome == Pending:
		return fmt.Sprintf("Send %v: pending", o.Values)
	case o.Kind == Send:
		return fmt.Sprintf("Send %v: %d accepted, %v", o.Values, o.N, o.Outcome)
	case o.Kind == Recv && o.Outcome != OK:
		return fmt.Sprintf("Recv: %v", o.Outcome)
	case o.Kind == Recv:
		return fmt.Sprintf("Recv %v", o.Values)
	case o.Kind == Close:
		return fmt.Sprintf("Close: %v", o.Outcome)
	default:
		return fmt.Sprintf("%v producer %d: %v", o.Kind, o.Producer, o.Outcome)
	}
}

// History is what all clients did, ordered by the time of the call, and each
// client's operations in the order it made them.
type History []Operation

// String returns the history, one operation per line.
func (h History) String() string {
	var b strings.Builder
	for i := range h {
		b.WriteString(h[i].String())
		b.WriteByte('\n')
	}
	return b.String()
}
