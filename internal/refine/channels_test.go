package refine

import (
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// quick are the setups of channels that take a second or two. With REFINE=full
// in the environment all are run, which takes minutes.
const quick = `^(wait/(park-1x2|phased|timeout|cancel|close-[rsp])|drain/(1|lanes-0)/|register/(1x1|2x0)/)`

// idle are the edges that no execution takes though one reaches the state they
// leave, by setup and action: the machines are more general there.
var idle = map[string]map[string]int{
	// A consumer asks, with messages to receive, if it has found the close between
	// two looks. One that was woken by the closer finds the close at once; the
	// machine does not know whether it was. All these lead to C at S1.
	"wait/close-1x1/go": {"X2": 13, "X2s": 10},
}

// behind is how many other edges begin where only those lead.
var behind = map[string]int{"wait/close-1x1/go": 89}

// TestChannelsAreTheMachines demands that every execution of a channel is one of
// the machine, and that together they take every step that the machine has, but
// for those that are listed.
func TestChannelsAreTheMachines(t *testing.T) {
	setups, full := quick, os.Getenv("REFINE") == "full"
	if full {
		setups = "^(wait|drain|register)/"
	} else if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds and explores")
	}
	results, err := RunChannels(t.Context(), setups, nil)
	if err != nil || len(results) == 0 {
		t.Fatal("nothing was refined:", err)
	}
	rules := map[string]bool{}
	for _, r := range results {
		t.Log(r, r.Elapsed)
		missing := map[string]int{}
		for _, m := range r.Missing {
			label, _, _ := strings.Cut(m, " ")
			missing[label]++
			if _, to, _ := strings.Cut(m, " to "); !strings.Contains(to, `pc|->[C|->"S1"`) {
				t.Errorf("%v: not the edge that is known to be idle: %s", r, m)
			}
		}
		if r.Failure != "" || r.Executions == 0 || r.Behind != behind[r.Setup] || !maps.Equal(missing, idle[r.Setup]) {
			t.Errorf("%v\n%.3000s\n%d behind, missing: %v\n%.2000s", r, r.Failure, r.Behind, missing, strings.Join(r.Missing, "\n"))
		}
		for _, why := range r.Nothing {
			rules[why] = true
		}
	}
	for _, p := range protocols() {
		for _, n := range p.Nothing {
			if !rules[n.Why] {
				t.Errorf("no access is nothing because: %s", n.Why)
			}
		}
	}
}

// change replaces text in a file.
type change struct{ file, old, new string }

// editing returns what makes changes, and counts those that it has made.
func editing(changes []change, made *int) func(name, text string) string {
	return func(name, text string) string {
		for _, x := range changes {
			if x.file == name && strings.Contains(text, x.old) {
				*made++
				text = strings.Replace(text, x.old, x.new, 1)
			}
		}
		return text
	}
}

// TestOtherChannelsDiverge is the control.
func TestOtherChannelsDiverge(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds and explores")
	}
	const mpsc, poll = "channels/mpsc/mpsc.go", "channels/mpsc/poll.go"
	for _, c := range []struct {
		about, setup string
		changes      []change
	}{
		{"space is asked for without a second look", "^wait/park-1x2/go", []change{{"channels/internal/lane/sender.go",
			"	if !l.spaceOrClosed() {\n		return false\n	}\n	l.space.Take()\n	return true", "	return false"}}},
		{"a request is taken by a load and a store", "^wait/park-1x2/go", []change{{"channels/wait/bell.go",
			"	return b.word.And(^uint32(asked))&asked != 0 //mo:acqrel", "	w := b.word.Load()\n	b.word.Store(w &^ asked)\n	return w&asked != 0 //mo:acqrel"}}},
		{"a wake-up for every publish that is attended to", "^wait/park-1x2/go", []change{{"channels/internal/lane/sender.go",
			"	if l.bell.Take() {\n		l.tell()\n	}", "	l.bell.Take()\n	l.tell()"}}},
		{"no heavy fence", "^wait/timeout-1x1/tso", []change{{"channels/internal/lane/receiver.go",
			"	order.Heavy() //mo:heavy", "	order.Light() //mo:light"}}},
		{"a seal by store", "^drain/1/go", []change{{"ring/seal.go",
			"s.final.CompareAndSwap(0, tail-s.start+1)", "s.final.Store(tail - s.start + 1)"}}},
		{"the close is looked for before the tail", "^drain/1/go", []change{{"channels/internal/lane/receiver.go",
			"	n := l.rx.Readable()\n", "	was := l.bell.Closed()\n	n := l.rx.Readable()\n"},
			{"channels/internal/lane/receiver.go", "	if l.bell.Closed() {\n		l.rx.Seal()", "	if was {\n		l.rx.Seal()"}}},
		{"the rings are closed before the channel", "^drain/lanes-0/go", []change{
			{mpsc, "	ch.closed.Swap(true) //mo:acqrel mpsc.closed — hands over what the closer did before; pairs with settle\n", ""},
			{mpsc, "	ch.parker.Wake()\n}\n\n// members", "	ch.closed.Swap(true) //mo:acqrel mpsc.closed\n	ch.parker.Wake()\n}\n\n// members"}}},
		{"the channel's flag is looked at before the rings", "^drain/lanes-0/go", []change{
			{poll, "	c.adopt()\n	if c.scan(pause) {", "	c.adopt()\n	was := c.ch.Closed()\n	if c.scan(pause) {"},
			{poll, "c.ending || !c.ch.Closed()", "c.ending || !was"}}},
		{"no settling after a wake-up", "^register/1x1/go", []change{
			{poll, "	c.ch.rung.CompareAndSwap(nil, nil) ", "	//"}}},
		{"a ring that was left is not looked at again", "^register/1x1/go", []change{
			{"channels/internal/lane/receiver.go", "return l.bell.Retired() && l.Readable() == 0", "return l.bell.Retired()"}}},
		{"a ring is forgotten without a second look", "^register/1x1/go", []change{
			{poll, "		seen = seen || m.Seen()\n", ""}}},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			made := 0
			results, err := RunChannels(t.Context(), c.setup, editing(c.changes, &made))
			if err != nil || made != len(c.changes) || len(results) != 1 {
				t.Fatal(err, made, len(results))
			}
			if r := results[0]; r.Failure == "" && len(r.Missing) == 0 {
				t.Errorf("%v: it passes", r)
			} else {
				t.Logf("%v\n%.1200s", r, r.Failure)
			}
		})
	}
}

// protocols are the tables, each with all its rules.
func protocols() []*Protocol {
	return []*Protocol{WaitWake(explore.Go, false, true), WaitWake(explore.Go, true, true), CloseDrain(explore.Go), CloseDrainLanes(explore.Go, 2), Register(explore.Go, "2")}
}
