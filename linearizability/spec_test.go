package linearizability_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	lin "github.com/ringmpsc/ringmpsc-go/linearizability"
)

// Helpers to write histories by hand: a1 and a2 are producer 0's values, b1 is
// producer 1's.
var a1, a2, b1 = lin.ValueOf(0, 1), lin.ValueOf(0, 2), lin.ValueOf(1, 1)

func send(from, to int64, n int, o lin.Outcome, vs ...lin.Value) lin.Operation {
	p := vs[0].Producer()
	return lin.Operation{Client: p, Kind: lin.Send, Outcome: o, Atomic: true, Producer: p, Values: vs, N: n, Call: from, Return: to}
}

func sent(from, to int64, vs ...lin.Value) lin.Operation {
	return send(from, to, len(vs), lin.OK, vs...)
}

func recv(from, to int64, o lin.Outcome, vs ...lin.Value) lin.Operation {
	return lin.Operation{Client: 9, Kind: lin.Recv, Outcome: o, Atomic: true, Values: vs, N: 1, Call: from, Return: to}
}

func got(from, to int64, vs ...lin.Value) lin.Operation { return recv(from, to, lin.OK, vs...) }

func oneByOne(o lin.Operation) lin.Operation { o.Atomic = false; return o }

func event(kind lin.Kind, o lin.Outcome, from, to int64) lin.Operation {
	return lin.Operation{Client: 8, Kind: kind, Outcome: o, Call: from, Return: to}
}

// decomposed is the history that package mpsc can show and no FIFO queue can:
// the first receive finds a's ring empty, then a1 is sent, then b1, and then it
// finds b1.
var decomposed = lin.History{
	got(5, 50, b1),
	sent(10, 20, a1),
	sent(30, 40, b1),
	got(60, 70, a1),
}

func TestDecomposedIsNotFIFO(t *testing.T) {
	if r := lin.FIFO(4).Check(decomposed); r.Verdict != lin.Illegal {
		t.Errorf("as one FIFO queue: %v, want Illegal", r)
	}
	if v := violation(lin.FIFO(4).Monitor(decomposed)); v == nil || v.Rule != lin.Order {
		t.Errorf("the monitor for one FIFO queue says %v, want %q", v, lin.Order)
	}
	lin.CheckPerProducer(t, decomposed, 4)
}

func TestHistoriesByHand(t *testing.T) {
	const never = lin.Never
	for _, test := range []struct {
		name     string
		capacity int
		h        lin.History
		want     lin.Verdict
	}{
		{"empty when empty", 1, lin.History{recv(1, 2, lin.Empty)}, lin.Ok},
		{"empty while sending", 1, lin.History{sent(1, 4, a1), recv(2, 3, lin.Empty), got(5, 6, a1)}, lin.Ok},
		{"empty after sending", 1, lin.History{sent(1, 2, a1), recv(3, 4, lin.Empty), got(5, 6, a1)}, lin.Illegal},
		{"equal stamps overlap", 1, lin.History{sent(1, 2, a1), recv(2, 3, lin.Empty), got(5, 6, a1)}, lin.Ok},
		{"full when full", 1, lin.History{sent(1, 2, a1), send(3, 4, 0, lin.Full, a2)}, lin.Ok},
		{"full when not", 2, lin.History{sent(1, 2, a1), send(3, 4, 0, lin.Full, a2)}, lin.Illegal},
		{"beyond capacity", 1, lin.History{sent(1, 2, a1), sent(3, 4, a2)}, lin.Illegal},
		{"no capacity", 0, lin.History{sent(1, 2, a1), sent(3, 4, a2)}, lin.Ok},

		{"full because closed", 2, lin.History{event(lin.Close, lin.OK, 1, 2), send(3, 4, 0, lin.Full, a1)}, lin.Ok},
		{"closed after close", 1, lin.History{event(lin.Close, lin.OK, 1, 2), send(3, 4, 0, lin.Closed, a1), recv(5, 6, lin.Closed)}, lin.Ok},
		{"closed before close", 1, lin.History{send(1, 2, 0, lin.Closed, a1), event(lin.Close, lin.OK, 3, 4)}, lin.Illegal},
		{"closed with a message", 1, lin.History{sent(1, 2, a1), event(lin.Close, lin.OK, 3, 4), recv(5, 6, lin.Closed)}, lin.Illegal},
		{"accepted after closed was seen", 1, lin.History{event(lin.Close, lin.OK, 1, 8), recv(2, 3, lin.Closed), sent(4, 5, a1)}, lin.Illegal},
		{"accepted after close", 1, lin.History{event(lin.Close, lin.OK, 1, 2), sent(3, 4, a1), got(5, 6, a1)}, lin.Illegal},
		{"canceled has no effect", 1, lin.History{send(1, 2, 0, lin.Canceled, a1), recv(3, 4, lin.Canceled), recv(5, 6, lin.Empty)}, lin.Ok},
		{"canceled and received", 1, lin.History{send(1, 2, 0, lin.Canceled, a1), got(5, 6, a1)}, lin.Illegal},

		{"batch", 2, lin.History{sent(1, 2, a1, a2), got(3, 4, a1, a2)}, lin.Ok},
		{"batch out of order", 2, lin.History{sent(1, 2, a1, a2), got(3, 4, a2, a1)}, lin.Illegal},
		{"batch one by one, out of order", 2, lin.History{sent(1, 2, a1, a2), oneByOne(got(3, 4, a2, a1))}, lin.Illegal},
		{"batch beyond capacity", 1, lin.History{sent(1, 9, a1, a2), got(2, 3, a1), got(4, 5, a2)}, lin.Illegal},
		{"batch one by one", 1, lin.History{oneByOne(sent(1, 9, a1, a2)), got(2, 3, a1), got(4, 5, a2)}, lin.Ok},
		{"half a batch", 2, lin.History{sent(1, 9, a1, a2), got(2, 3, a1), recv(4, 5, lin.Empty), got(6, 7, a2)}, lin.Illegal},
		{"half a batch one by one", 2, lin.History{oneByOne(sent(1, 9, a1, a2)), got(2, 3, a1), recv(4, 5, lin.Empty), got(6, 7, a2)}, lin.Ok},
		{"part of a batch, full", 1, lin.History{send(1, 2, 1, lin.Full, a1, a2), got(3, 4, a1)}, lin.Ok},
		{"part of a batch, not full", 2, lin.History{send(1, 2, 1, lin.Full, a1, a2), got(3, 4, a1)}, lin.Illegal},
		{"full before the batch was in", 2, lin.History{
			sent(1, 2, b1), send(3, 9, 1, lin.Full, a1, a2), got(4, 5, b1), recv(6, 7, lin.Empty), got(10, 11, a1)}, lin.Ok},
		{"part of a batch, then closed", 2, lin.History{
			send(1, 9, 1, lin.Full, a1, a2), event(lin.Close, lin.OK, 2, 3), got(10, 11, a1), recv(12, 13, lin.Closed)}, lin.Ok},
		{"batch cut short by cancellation", 2, lin.History{oneByOne(send(1, 2, 1, lin.Canceled, a1, a2)), got(3, 4, a1), recv(5, 6, lin.Empty)}, lin.Ok},

		{"pending send happened", 1, lin.History{send(1, never, 0, lin.Pending, a1), got(2, 3, a1)}, lin.Ok},
		{"pending send did not happen", 1, lin.History{send(1, never, 0, lin.Pending, a1), recv(2, 3, lin.Empty)}, lin.Ok},
		{"pending send happened twice", 2, lin.History{send(1, never, 0, lin.Pending, a1), got(2, 3, a1), got(4, 5, a1)}, lin.Illegal},
		{"pending batch happened in part", 2, lin.History{send(1, never, 0, lin.Pending, a1, a2), got(2, 3, a1), recv(4, 5, lin.Empty)}, lin.Ok},
		{"pending batch out of order", 2, lin.History{send(1, never, 0, lin.Pending, a1, a2), got(2, 3, a2)}, lin.Illegal},
		{"pending receive took it", 1, lin.History{sent(1, 2, a1), recv(3, never, lin.Pending), recv(4, 5, lin.Empty)}, lin.Ok},
		{"pending receive is too late", 1, lin.History{sent(1, 2, a1), recv(3, 4, lin.Empty), recv(5, never, lin.Pending)}, lin.Illegal},
		{"pending close happened", 1, lin.History{event(lin.Close, lin.Pending, 1, never), recv(2, 3, lin.Closed)}, lin.Ok},
		{"pending close did not happen", 1, lin.History{event(lin.Close, lin.Pending, 1, never), sent(2, 3, a1)}, lin.Ok},

		{"registered after close", 1, lin.History{event(lin.Close, lin.OK, 1, 2), event(lin.Register, lin.OK, 3, 4)}, lin.Illegal},
		{"refused after close", 1, lin.History{event(lin.Close, lin.OK, 1, 2), event(lin.Register, lin.Closed, 3, 4)}, lin.Ok},
		{"refused before close", 1, lin.History{event(lin.Register, lin.Closed, 1, 2)}, lin.Illegal},
		{"refused after leaving", 1, lin.History{sent(1, 2, a1), event(lin.Leave, lin.OK, 3, 4), send(5, 6, 0, lin.Closed, a2), got(7, 8, a1)}, lin.Ok},
		{"accepted after leaving", 2, lin.History{sent(1, 2, a1), event(lin.Leave, lin.OK, 3, 4), sent(5, 6, a2)}, lin.Illegal},
		{"closed after leaving", 1, lin.History{event(lin.Leave, lin.OK, 1, 2), recv(3, 4, lin.Closed)}, lin.Illegal},
	} {
		r := lin.FIFO(test.capacity).Check(test.h)
		if r.Verdict != test.want {
			t.Errorf("%s: %v, want %v\n%v%s", test.name, r, test.want, test.h, r.Explain())
		}
		if err := lin.FIFO(test.capacity).Monitor(test.h); err != nil && test.want == lin.Ok {
			t.Errorf("%s: the monitor rejects it: %v", test.name, err)
		}
	}
}

// TestPerProducerCapacity: each producer has space of its own, and an empty
// receive speaks of all of them.
func TestPerProducerCapacity(t *testing.T) {
	h := lin.History{sent(1, 2, a1), sent(3, 4, b1), oneByOne(got(5, 6, b1, a1)), recv(7, 8, lin.Empty)}
	lin.CheckPerProducer(t, h, 1)
	if r := lin.FIFO(1).Check(h); r.Verdict != lin.Illegal {
		t.Errorf("as one queue: %v, want Illegal", r)
	}
	h = lin.History{sent(1, 2, a1), sent(3, 4, b1), got(5, 6, b1), recv(7, 8, lin.Empty), got(9, 10, a1)}
	if r := lin.PerProducer(1).Check(h); r.Verdict != lin.Illegal {
		t.Errorf("empty with a1 in the channel: %v, want Illegal", r)
	}
}

// TestFailureLeavesSomethingToLookAt checks the text and the picture.
func TestFailureLeavesSomethingToLookAt(t *testing.T) {
	fake := &fakeTB{dir: t.TempDir()}
	h := lin.History{sent(1, 2, a1), sent(3, 4, a2), got(5, 6, a1), recv(7, 8, lin.Empty), got(9, 10, a2)}
	lin.CheckPerProducer(fake, h, 2)
	text := strings.Join(fake.messages, "\n")
	for _, want := range []string{"producer 0", "capacity 2", "Recv: empty", "Send 0.2: accepted", "[0.2]", "history-", ".html"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "9, 10 ns") && !strings.Contains(text, string(lin.FalseEmpty)) {
		t.Errorf("the report goes on after the operation that is wrong:\n%s", text)
	}
	files, err := filepath.Glob(filepath.Join(fake.dir, "history-*.html"))
	if err != nil || len(files) != 1 {
		t.Fatalf("pictures: %v, %v; want one", files, err)
	}
	picture, err := os.ReadFile(files[0])
	if err != nil || !bytes.Contains(picture, []byte("Recv: empty")) {
		t.Errorf("the picture does not show the operation that is wrong (%v)", err)
	}
}

// TestPictureOfCorrectHistory checks that one can look at those, too.
func TestPictureOfCorrectHistory(t *testing.T) {
	var b bytes.Buffer
	if err := lin.PerProducer(4).Check(decomposed).WriteHTML(&b); err != nil || !strings.Contains(b.String(), "Recv [1.1]") {
		t.Errorf("no picture: %v", err)
	}
}
