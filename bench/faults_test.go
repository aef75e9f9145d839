package bench

import (
	"fmt"
	"strings"
	"testing"
)

// faulty is a queue that does something wrong to the numbers on their way.
type faulty struct {
	chanQueue
	wrong func(vs []uint64) []uint64
}

func (q faulty) Recv(n, batch int, o *Order) {
	vs := make([]uint64, n)
	for i := range vs {
		vs[i] = <-q.chanQueue
	}
	vs = q.wrong(vs)
	if batch > 1 {
		o.CheckAll(vs)
		return
	}
	for _, v := range vs {
		o.Check(v)
	}
}

var faults = []struct {
	what, err string
	wrong     func(vs []uint64) []uint64
}{
	{"nothing", "", func(vs []uint64) []uint64 { return vs }},
	{"two changed places", "received number 8 of sender 0 instead of 7", func(vs []uint64) []uint64 {
		vs[7], vs[8] = vs[8], vs[7]
		return vs
	}},
	{"one lost", "received number 8 of sender 0 instead of 7", func(vs []uint64) []uint64 { return append(vs[:7], vs[8:]...) }},
	{"one repeated", "received number 6 of sender 0 instead of 7", func(vs []uint64) []uint64 {
		vs[7] = vs[6]
		return vs
	}},
	{"the last repeated", "received number 99 of sender 0 instead of 100", func(vs []uint64) []uint64 { return append(vs, vs[99]) }},
	{"one of a sender that is not there", "of sender 1 instead of", func(vs []uint64) []uint64 {
		vs[7] = First(1)
		return vs
	}},
}

// TestFaultsAreFound is the negative control of the check that runs while
// measuring.
func TestFaultsAreFound(t *testing.T) {
	for _, c := range faults {
		for _, batch := range []int{1, 10} {
			t.Run(fmt.Sprintf("%s/batch=%d", c.what, batch), func(t *testing.T) {
				tr := &transfer{q: faulty{make(chanQueue, 100), c.wrong}, pace: &pace{n: 100, least: 100, unit: 1}, senders: 1, sendBatch: 1, recvBatch: batch, order: NewOrder(1)}
				_, err := tr.run()
				if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
					t.Errorf("error %v, want %q", err, c.err)
				}
			})
		}
	}
}

// TestSharedFaultsAreFound is the same for several receivers.
func TestSharedFaultsAreFound(t *testing.T) {
	for _, c := range []struct {
		what, err string
		a, b      []uint64 // what two receivers receive, of 6 numbers
	}{
		{"nothing", "", []uint64{0, 2, 3}, []uint64{1, 4, 5}},
		{"one gets all", "", []uint64{0, 1, 2, 3, 4, 5}, nil},
		{"one lost", "number 3 is lost", []uint64{0, 2}, []uint64{1, 4, 5}},
		{"the first lost", "number 0 is lost", []uint64{2, 3}, []uint64{1, 4, 5}},
		{"the last lost", "5 numbers received, want 6", []uint64{0, 2, 3}, []uint64{1, 4}},
		{"one repeated", "number 2 is lost or received twice", []uint64{0, 2, 3}, []uint64{1, 2, 4, 5}},
		{"two changed places", "received number 2 of sender 0 instead of 4", []uint64{0, 3, 2}, []uint64{1, 4, 5}},
	} {
		a, b := NewShared(1), NewShared(1)
		for _, v := range c.a {
			a.Check(v)
		}
		b.CheckAll(c.b)
		err := Complete([]*Order{a, b}, 1, 6)
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: error %v, want %q", c.what, err, c.err)
		}
	}
}

// TestWrongWordsAreFound is the negative control of the check of payloads.
func TestWrongWordsAreFound(t *testing.T) {
	for n := range 20 {
		ws := make([]uint64, n)
		if next := write(ws, 5); next != uint64(5+n) {
			t.Errorf("%d words: the next is %d", n, next)
		}
		if next, err := read(ws, 5); err != nil || next != uint64(5+n) {
			t.Errorf("%d words: next %d, %v", n, next, err)
		}
		for i := range ws {
			for bit := range 64 {
				ws[i] ^= 1 << bit
				if _, err := read(ws, 5); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("word %d is", i)) {
					t.Errorf("bit %d of word %d of %d is wrong: %v", bit, i, n, err)
				}
				ws[i] ^= 1 << bit
			}
		}
	}
}

// TestChangesAreFound: what was wrong when it was first read, and is right when it
// is looked for, is an error as well.
func TestChangesAreFound(t *testing.T) {
	ws := []uint64{0, 1, 2}
	if err := wrongWord(ws, 0); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("words: %v", err)
	}
	o := NewOrder(1)
	if o.checkEach(ws); o.Err() == nil || !strings.Contains(o.Err().Error(), "changed") {
		t.Errorf("numbers: %v", o.Err())
	}
}

// TestHistogram: quantiles are within a bucket's width.
func TestHistogram(t *testing.T) {
	var h, sum Histogram
	if h.Quantile(0.5) != 0 {
		t.Error("the empty histogram has a median")
	}
	for ns := int64(1); ns <= 100000; ns++ {
		h.Record(ns)
	}
	h.Record(-5)
	sum.Add(&h)
	sum.Add(&h)
	for q, want := range map[float64]float64{0.01: 1000, 0.5: 50000, 0.99: 99000, 1: 100000} {
		if got := sum.Quantile(q); got < want*15/16 || got > want*17/16 {
			t.Errorf("quantile %v: %v, want about %v", q, got, want)
		}
	}
	for i := range len(h.counts) {
		if b := bucket(uint64(lower(i))); lower(i) < 1<<62 && b != i {
			t.Fatalf("bucket %d begins at %v, which belongs to %d", i, lower(i), b)
		}
	}
	if bars := sum.Bars(); bars[0].From != 0 || bars[0].Count != 2 {
		t.Errorf("a time that ran backwards: %+v", bars[0])
	}
}
