package stress

import (
	"strings"
	"testing"
)

// TestLedgerRejects is the negative control of every run: whatever goes wrong
// with a message is found, and named.
func TestLedgerRejects(t *testing.T) {
	torn := message{life: 0, seq: 2, check: message{life: 0, seq: 1}.seal()}
	for name, c := range map[string]struct {
		receive func(a, b, c, rejected message) []message
		says    string
	}{
		"lost":          {func(a, b, _, _ message) []message { return []message{a, b} }, "lost: message 4"},
		"lost between":  {func(a, _, c, _ message) []message { return []message{a, c} }, "lost: message 2"},
		"lost all":      {func(_, _, _, _ message) []message { return nil }, "lost: message 1"},
		"duplicated":    {func(a, b, c, _ message) []message { return []message{a, b, b, c} }, "duplicated or reordered"},
		"again later":   {func(a, b, c, _ message) []message { return []message{a, b, c, a} }, "duplicated or reordered"},
		"reordered":     {func(a, b, c, _ message) []message { return []message{b, a, c} }, "duplicated or reordered"},
		"rejected":      {func(a, b, c, r message) []message { return []message{a, b, r, c} }, "delivered although rejected: message 3"},
		"poison":        {func(a, _, _, _ message) []message { return []message{a, poison} }, "invented"},
		"torn":          {func(_, _, _, _ message) []message { return []message{torn} }, "invented"},
		"zero":          {func(_, _, _, _ message) []message { return []message{{}} }, "invented"},
		"of nobody":     {func(_, _, _, _ message) []message { return []message{made(7, 1)} }, "invented"},
		"never offered": {func(a, b, c, _ message) []message { return []message{a, b, c, made(0, 9)} }, "invented: received message 9 of 4"},
		"as it should":  {func(a, b, c, _ message) []message { return []message{a, b, c} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var l ledger
			f := l.open()
			first, second, rejected, third := f.offer(), f.offer(), f.offer(), f.offer()
			f.accept(first, second, third)
			var err error
			for _, m := range c.receive(first, second, third, rejected) {
				if err == nil {
					err = l.receive(m)
				}
			}
			if err == nil {
				err = l.verify()
			}
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("error %v, want %q", err, c.says)
			}
		})
	}
}

// made returns a message that is whole, but that nobody has offered.
func made(life, seq int) message {
	m := message{life: life, seq: seq}
	m.check = m.seal()
	return m
}

// TestLedgerKeepsLivesApart: the same numbers in two lives are different
// messages, and neither makes up for the other (T13).
func TestLedgerKeepsLivesApart(t *testing.T) {
	var l ledger
	a, b := l.open(), l.open()
	a.accept(a.offer())
	b.accept(b.offer())
	if err := l.receive(made(1, 1)); err != nil {
		t.Fatal(err)
	}
	if err := l.verify(); err == nil || !strings.Contains(err.Error(), "producer life 0: lost") {
		t.Errorf("error %v, want that life 0 lost a message", err)
	}
}

// TestLedgerFindsReorderedSets: the final comparison does not rely on the one
// made while receiving.
func TestLedgerFindsReorderedSets(t *testing.T) {
	f := &life{offered: 2, accepted: []int{1, 2}, received: []int{2, 1}}
	if err := f.verify(); err == nil || !strings.Contains(err.Error(), "reordered") {
		t.Errorf("error %v, want reordered", err)
	}
	f.received = []int{1, 1}
	if err := f.verify(); err == nil || !strings.Contains(err.Error(), "duplicated") {
		t.Errorf("error %v, want duplicated", err)
	}
}
