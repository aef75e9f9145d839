package refine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// CloseDrain reads the goroutines of an spsc channel, none of which waits, as
// the threads of tla/CloseDrain.tla with one lane: 1 sends, 2 receives, and the
// others close.
func CloseDrain(m explore.Model) *Protocol {
	d := drain{consumer: 2}
	return &Protocol{
		Actions: d.actions(),
		Private: []string{"Flush", "PDone", "CEnd", "CSkip", "Done"},
		Where:   whereSpsc,
		Value:   d.value,
		Nothing: d.nothing(m),
	}
}

// CloseDrainLanes is CloseDrain for an mpsc channel: so many send, the next one
// receives, and the others close. The consumer knows all rings, and has received
// a message of each before the goroutines begin.
func CloseDrainLanes(m explore.Model, lanes int) *Protocol {
	d := drain{consumer: lanes + 1, before: 1}
	p := &Protocol{
		Actions: d.actions(),
		Private: []string{"Flush", "PDone", "CEnd", "CSkip", "Done"},
		Where:   whereMpsc,
		Value:   d.value,
	}
	for i := range p.Actions {
		p.Actions[i].At = numbered(p.Actions[i].At)
	}
	p.Actions = append(p.Actions, Action{"A5", "", "load", "closed"}, Action{"A6", "", "update", "lock"},
		Action{"X0", "", "update", "closed"}, Action{"X4", "", "store", "lock"})
	p.Nothing = []Nothing{
		{"load", "rung", nil, "no ring is rung, for the consumer knows them all"},
		{"update", "lock", d.closes, "to take the lock and to set the flag that it guards is one step"},
		{"store", "lock", d.receiving, "to take all rings under the lock is one step"},
		{"load", "bell#", d.retired, "the consumer looks whether the producer of an empty ring has left: it has not"},
	}
	for _, n := range d.nothing(m) {
		n.At = numbered(n.At)
		p.Nothing = append(p.Nothing, n)
	}
	return p
}

// numbered is the name of a location of which each ring has one.
func numbered(at string) string {
	switch at {
	case "tail", "head", "final", "bell", "space", "room":
		return at + "#"
	}
	return at
}

// drain is the protocol: the producers' threads are numbers below the consumer's.
type drain struct {
	consumer int
	before   int // messages of each ring that were received before
}

func (drain) actions() []Action {
	return []Action{
		{"P4", "", "store", "tail"},
		{"P5", "", "load", "bell"},
		{"C2", "", "load", "tail"},
		{"C2c", "", "load", "bell"},
		{"C4", "", "store", "head"},
		{"X1", "", "update", "bell"},
		{"X2", "", "load", "final"},
		{"X2f", "", "heavy", ""},
		{"X2t", "", "load", "tail"},
		{"X2s", "", "update or load", "final"},
	}
}

func (d drain) nothing(m explore.Model) []Nothing {
	all := []Nothing{
		{"light", "", nil, "a light fence belongs to the access before it"},
		{"write", "slot", nil, "a slot is written for the publish that follows, or cleared"},
		{"read", "slot", nil, "a slot is read for the release that follows"},
		{"load", "bell", d.looksTwice, "a producer that looks at the bell twice has looked once, the last time"},
		{"load", "bell", d.beforeTaking, "a producer that takes a request looks for the close after it"},
		{"update", "bell", d.taking, "nobody has asked"},
		{"load", "bell", d.drained, "the consumer looks for the close again that it has seen"},
		{"load", "final", d.drained, "the same"},
		{"load", "final", afterDecision, "the compare-and-swap has seen the decision"},
		{"load", "space", nil, "nobody waits for space"},
		{"update", "space", nil, "the same, by the closer"},
		{"update", "room", nil, "the closer wakes nobody"},
		{"load", "room", nil, "the same"},
		{"update", "due", nil, "the same"},
		{"load", "due", nil, "the same"},
	}
	if m == explore.Go {
		all = append(all, Nothing{"heavy", "", nil, "a heavy fence is nothing where memory has one order"})
	}
	return all
}

// value translates a value: positions are counted from what was received before,
// and of a bell only the flag counts.
func (d drain) value(at string, v uint64) int {
	switch name := strings.TrimRight(at, digits); {
	case name == "bell":
		return int(v >> 1)
	case name == "lock":
		return 0
	case name == "tail", name == "head", name == "final" && v != 0:
		return int(int64(v)) - d.before
	}
	return int(int64(v))
}

func (d drain) sends(x Access) bool    { n, _ := strconv.Atoi(x.By); return n < d.consumer }
func (d drain) receives(x Access) bool { return x.By == strconv.Itoa(d.consumer) }

func (d drain) receiving(_, _ []Access, x Access) bool { return d.receives(x) }
func (d drain) closes(_, _ []Access, x Access) bool    { return !d.receives(x) }

// looksTwice: the producer looks at the bell again.
func (d drain) looksTwice(_, after []Access, x Access) bool {
	return d.sends(x) && len(after) > 0 && after[0].Does == "load" && after[0].At == x.At
}

// taking: it is the producer that takes a request.
func (d drain) taking(_, _ []Access, x Access) bool { return d.sends(x) }

// beforeTaking: the producer takes a request next.
func (d drain) beforeTaking(_, after []Access, x Access) bool {
	return d.sends(x) && len(after) > 0 && after[0].Does == "update" && after[0].At == x.At
}

// drained: the consumer knows the final tail already.
func (d drain) drained(before, _ []Access, x Access) bool {
	final := "final" + x.At[len(strings.TrimRight(x.At, digits)):]
	return d.receives(x) && slices.ContainsFunc(before, func(y Access) bool { return y.At == final && y.Wrote != 0 && y.kept })
}

// retired: the consumer has just looked at the bell for the close.
func (d drain) retired(before, _ []Access, x Access) bool {
	last := before[len(before)-1]
	return d.receives(x) && last.Does == "load" && last.At == x.At && last.kept
}
