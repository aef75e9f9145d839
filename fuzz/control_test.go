package fuzz

import (
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/ring"
)

// The negative controls: implementations with one defect each, which the
// comparison must reject, and the real ones in the same wrapping, which it
// must not.

// flawedRing is a ring with at most one defect.
type flawedRing struct {
	*ring.Producer[boxed]
	*ring.Consumer[boxed]
	flaw string
	sent int
	last []boxed // the last reserved window
}

type flawedProducer struct{ *flawedRing }
type flawedConsumer struct{ *flawedRing }

func (p flawedProducer) Len() int { return p.Producer.Len() }
func (p flawedProducer) Seal()    { p.Producer.Seal() }
func (p flawedProducer) Cap() int {
	if p.flaw == "one slot too many" {
		return p.Producer.Cap() + 1
	}
	return p.Producer.Cap()
}

func (p flawedProducer) TrySend(v boxed) bool {
	p.sent++
	if p.flaw == "drops at the wrap" && p.sent%p.Producer.Cap() == 0 && p.Free() > 0 {
		return true
	}
	if p.flaw == "false full" && p.Free() == 1 {
		return false
	}
	return p.Producer.TrySend(v)
}

func (p flawedProducer) Reserve(n int) []boxed {
	w := p.Producer.Reserve(n)
	p.last = w
	if p.flaw == "keeps consumed slots" && len(w) > 0 {
		w[0] = boxed{}.make(0, 1, false)
	}
	return w
}

func (p flawedProducer) Commit(n int) {
	switch reserved := p.Reserved(); {
	case p.flaw == "commits what is reserved" && n >= 0 && n < reserved:
		n = reserved
	case p.flaw == "loses a partial commit" && n >= 0 && n < reserved:
		n = 0
	case p.flaw == "commits more than reserved" && n > reserved:
		n = reserved
	}
	p.Producer.Commit(n)
}

func (c flawedConsumer) Len() int { return c.Consumer.Len() }
func (c flawedConsumer) Cap() int { return c.Consumer.Cap() }
func (c flawedConsumer) Seal()    { c.Consumer.Seal() }

func (c flawedConsumer) TryRecvBatch(dst []boxed) int {
	n := c.Consumer.TryRecvBatch(dst)
	if c.flaw == "reorders a batch" && n > 1 {
		dst[0], dst[1] = dst[1], dst[0]
	}
	return n
}

func (c flawedConsumer) Peek() []boxed {
	w := c.Consumer.Peek()
	if c.flaw == "window too short" && len(w) > 1 {
		return w[: len(w)-1 : len(w)-1]
	}
	return w
}

func (c flawedConsumer) Release(n int) {
	if c.flaw == "releases what is not there" {
		n = max(0, min(n, c.Readable()))
	}
	c.Consumer.Release(n)
}

func (c flawedConsumer) Consume(limit int, f func([]boxed)) int {
	if c.flaw == "loses what a handler panics on" {
		defer func() {
			if p := recover(); p != nil {
				c.Release(min(limit, c.Readable()))
				panic(p)
			}
		}()
	}
	if c.flaw == "shows a window twice" && c.Readable() > 0 && limit > 0 {
		f(c.Window()[:1:1])
	}
	return c.Consumer.Consume(limit, f)
}

// flawedRings runs all seeds and some random bytes on a ring with a flaw.
func flawedRings(flaw string) error {
	create := func(s setup) (ringProducer[boxed], ringConsumer[boxed]) {
		p, c := ring.NewAt[boxed](s.capacity, s.start)
		r := &flawedRing{Producer: p, Consumer: c, flaw: flaw}
		return flawedProducer{r}, flawedConsumer{r}
	}
	return search(ringSeeds, func(data []byte) error {
		s, ops := decode(data)
		return run("flawed ring", s, func(j *journal) { runRing(j, s, ops, create) })
	})
}

// search runs target on seeds, then on random bytes, until it fails.
func search(seeds []seed, target func([]byte) error) error {
	for _, s := range seeds {
		if err := target(s.bytes()); err != nil {
			return err
		}
	}
	for n := range uint64(100) {
		if err := target(randomBytes(n, 400)); err != nil {
			return err
		}
	}
	return nil
}

func TestRejectsFlawedRings(t *testing.T) {
	for flaw, says := range map[string]string{
		"drops at the wrap":              "Len is",
		"one slot too many":              "Cap is",
		"false full":                     "TrySend is false",
		"keeps consumed slots":           "a free slot holds",
		"commits what is reserved":       "Len is",
		"loses a partial commit":         "Len is",
		"commits more than reserved":     "did not panic",
		"reorders a batch":               "received",
		"window too short":               "Peek has length",
		"releases what is not there":     "did not panic",
		"loses what a handler panics on": "Len is",
		"shows a window twice":           "window",
	} {
		t.Run(flaw, func(t *testing.T) { rejected(t, flawedRings(flaw), says) })
	}
	if err := flawedRings("none"); err != nil {
		t.Errorf("a ring without a flaw: %v", err)
	}
}

// rejected fails unless err lists operations and then says what is expected.
func rejected(t *testing.T, err error, says string) {
	if err == nil {
		t.Fatal("not rejected")
	}
	list, reason, found := strings.Cut(err.Error(), "\ndisagreement: ")
	if !found || !strings.Contains(list, "\n   1  ") || !strings.Contains(reason, says) {
		t.Errorf("rejected, but the reason is not %q:\n%v", says, err)
	}
}
