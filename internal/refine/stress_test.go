package refine

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestRealRunsOfChannels replays rounds that real goroutines played: their
// channels really wait, close, run into timers and ended contexts.
func TestRealRunsOfChannels(t *testing.T) {
	load := Load{Setups: "^(wait|drain|register)/", Rounds: 120, Seed: 1}
	switch {
	case os.Getenv("REFINE") == "full":
		load.Rounds = 3000
	case testing.Short():
		load.Rounds = 30
	}
	results, err := Stress(t.Context(), load, nil)
	if err != nil || len(results) == 0 {
		t.Fatal("nothing was replayed:", err)
	}
	for _, r := range results {
		t.Logf("%s: %d rounds, %d steps replayed, %d tried; %d edges (of %d): %v; %v",
			r.Setup, r.Executions, r.Steps, r.Tried, r.Taken, r.Edges, r.Labels, r.Elapsed)
		if r.Failure != "" {
			t.Errorf("%s: %s", r.Setup, r.Failure)
		}
	}
}

// TestRealRunsOfOtherChannelsDiverge is the control. What each of these channels
// does wrong it does in every round of its setup, whatever the goroutines' luck.
func TestRealRunsOfOtherChannelsDiverge(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds a program for each")
	}
	const sender, receiver = "channels/internal/lane/sender.go", "channels/internal/lane/receiver.go"
	for _, c := range []struct {
		about, setup string
		changes      []change
		want         []string // regular expressions: in what is said of it
	}{
		{"the bell is looked at before the publish", "^drain/1$",
			[]change{{sender, "	if !l.tx.TrySend(v) {\n		return false\n	}\n	return l.bell.Quiet()",
				"	quiet := l.bell.Quiet()\n	if !l.tx.TrySend(v) {\n		return false\n	}\n	return quiet"}},
			[]string{`1  channels/wait/bell.go:\d+  load of bell`, `P4 \(store of tail by 1`}},
		{"a publish is left out", "^drain/1$",
			[]change{{"ring/ring.go", "	order.StoreRelease(&s.tail, tail) //mo:release", "	//"}},
			[]string{`1  channels/wait/bell.go:\d+`, `P4 \(store of tail by 1`}},
		{"the producer parks without a second look", "^wait/close-sender-late$",
			[]change{{sender, "	if !l.spaceOrClosed() {\n		return false\n	}\n	l.space.Take()\n	return true", "	return false"}},
			[]string{`P  channels/wait/parker.go: sleep`, `SpaceS2 \(load of head by P`}},
		{"the consumer parks without a second look", "^wait/close-receiver-late$",
			[]change{{receiver, "	return l.Seen() && l.Withdraw()", "	return false"}},
			[]string{`C  channels/wait/parker.go: sleep`, `DataS2 \(load of tail by C`}},
		{"no heavy fence", "^wait/close-receiver-late$",
			[]change{{receiver, "	order.Heavy() //mo:heavy ring.fence — S1: between asking and the last look\n	return l.Seen()", "	return l.Seen()"}},
			[]string{`C  ring/consumer.go:\d+  load of tail`, `DataS1f \(heavy by C`}},
		{"a request is taken by a load and a store", "^wait/close-late$",
			[]change{{"channels/wait/bell.go", "	return b.word.And(^uint32(asked))&asked != 0 //mo:acqrel",
				"	w := b.word.Load()\n	b.word.Store(w &^ asked)\n	return w&asked != 0 //mo:acqrel"}},
			[]string{`P  channels/wait/bell.go:\d+`, `DataW3 \(update of bell by P`}},
		{"whoever takes a request does not tell", "^wait/close-late$",
			[]change{{sender, "	if l.bell.Take() {\n		l.tell()\n	}", "	l.bell.Take()"}},
			[]string{`P  channels/wait/bell.go:\d+`, `DataWake \(update or load of due by P: 0 to 1\)`}},
		{"the close is looked for before the tail", "^drain/1$",
			[]change{{receiver, "	n := l.rx.Readable()\n", "	was := l.bell.Closed()\n	n := l.rx.Readable()\n"},
				{receiver, "	if l.bell.Closed() {\n		l.rx.Seal()", "	if was {\n		l.rx.Seal()"}},
			[]string{`2  channels/wait/bell.go:\d+`, `C2 \(load of tail by 2`}},
		{"a seal by store", "^drain/1$",
			[]change{{"ring/seal.go", "s.final.CompareAndSwap(0, tail-s.start+1)", "s.final.Store(tail - s.start + 1)"}},
			[]string{`ring/seal.go:\d+  store to final`}},
		{"another slot is read", "^wait/park-late$",
			[]change{{"ring/consumer.go", "	i := head & c.mask\n", "	i := (head + 1) & c.mask\n"}},
			[]string{`C  ring/ring.go:\d+  store to head: 1`, `C4 \(store of head by C: 1 to 1\)`}},
		{"what was refused is reported as accepted", "^drain/late$",
			[]change{{sender, "	return n - l.tx.Refused(n)", "	l.tx.Refused(n)\n	return n"}},
			[]string{`1 were accepted and \[\] was received; in the machine it is 0 and \[\]`}},
		{"a producer leaves by a store", "^register/late$",
			[]change{{"channels/wait/bell.go", "if b.word.CompareAndSwap(w, w&^asked|retired) { //mo", "if b.word.Store(w&^asked | retired); true { //mo"}},
			[]string{`[12]  channels/wait/bell.go:\d+  load of bell[12]`, `Retire \(update of bell[12] by [12]`}},
		{"the consumer does not settle", "^register/late$",
			[]change{{"channels/mpsc/poll.go", "	c.ch.rung.CompareAndSwap(nil, nil)", "	//"}},
			[]string{`3  .*  <- the machine cannot`}},
		{"the channel is closed after its lanes", "^drain/lanes-1$",
			[]change{{"channels/mpsc/mpsc.go", "	ch.closed.Swap(true) //mo", "	defer ch.closed.Swap(true) //mo"}},
			[]string{`4  channels/wait/bell.go:\d+  update of bell1`, `X0 \(update of closed by 4`}},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			made := 0
			results, err := Stress(t.Context(), Load{Setups: c.setup, Rounds: 3, Seed: 1}, func(name, text string) string {
				for _, x := range c.changes {
					if x.file == name && strings.Contains(text, x.old) {
						made++
						text = strings.Replace(text, x.old, x.new, 1)
					}
				}
				return text
			})
			if err != nil || made != len(c.changes) || len(results) != 1 {
				t.Fatal(err, made, len(results))
			}
			r := results[0]
			if r.Failure == "" || r.Executions != 1 {
				t.Errorf("%d rounds, failure in the last: %q", r.Executions, r.Failure)
			}
			for _, want := range c.want {
				if !regexp.MustCompile(want).MatchString(r.Failure) {
					t.Errorf("it is not said that %s:\n%s", want, r.Failure)
				}
			}
			t.Logf("%.4000s", r.Failure)
		})
	}
}
