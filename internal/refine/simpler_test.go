package refine

import (
	"os"
	"strings"
	"testing"
)

// simpler is what is taken out of mpsc for the larger setups of Register:
// accesses that its protocol has found to be nothing in the smaller ones, and
// that cost the explorer most. Nobody closes, and nobody needs to look twice.
var simpler = []change{
	{"channels/mpsc/mpsc.go", "	if ch.closed.Load() { //mo:relaxed mpsc.closed — under mu\n		return nil, channels.ErrClosed\n	}\n", ""},
	{"channels/mpsc/mpsc.go", "	if ch.closed.Load() { //mo:relaxed mpsc.closed — under mu\n		return\n	}\n", ""},
	{"channels/internal/lane/sender.go", "	if l.bell.Quiet() {\n		return n\n	}\n	if l.bell.Take() {", "	if l.bell.Take() {"},
	{"channels/internal/lane/sender.go", "	if !l.bell.Closed() {\n		return n\n	}\n	l.shutDown()\n	return n - l.tx.Refused(n)\n", "	return n\n"},
	{"channels/internal/lane/receiver.go", "	if l.bell.Closed() {\n		l.rx.Seal()", "	if n > 0 && l.bell.Closed() {\n		l.rx.Seal()"},
	{"channels/internal/lane/receiver.go", "l.Readable() != 0 || l.bell.Closed() || l.bell.Retired()", "l.Readable() != 0 || l.bell.Retired()"},
}

// TestSimplerChannels is TestChannelsAreTheMachines for what is too large for it:
// with REFINE=full a ring that is left and used again, and two messages. Else it
// says that the rest is what it was.
func TestSimplerChannels(t *testing.T) {
	setups, made := "^simpler/1x1/", 0
	if os.Getenv("REFINE") == "full" {
		setups = "^simpler/"
	} else if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds and explores")
	}
	results, err := RunChannels(t.Context(), setups, editing(simpler, &made))
	if err != nil || made != len(simpler) || len(results) == 0 {
		t.Fatal(err, made, len(results))
	}
	for _, r := range results {
		if t.Log(r, r.Elapsed); r.Failure != "" || len(r.Missing)+r.Behind > 0 || r.Executions == 0 {
			t.Errorf("%v\n%.3000s\n%d behind\n%.2000s", r, r.Failure, r.Behind, strings.Join(r.Missing, "\n"))
		}
	}
}
