package refine

import (
	"slices"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// CloseDrain reads the goroutines of an spsc channel, none of which waits, as
// the threads of tla/CloseDrain.tla with one lane: 1 sends, 2 receives, and the
// others close.
func CloseDrain(m explore.Model) *Protocol {
	p := &Protocol{
		Actions: []Action{
			{"P4", "1", "store", "tail"},
			{"P5", "1", "load", "bell"},
			{"C2", "2", "load", "tail"},
			{"C2c", "2", "load", "bell"},
			{"C4", "2", "store", "head"},
			{"X1", "", "update", "bell"},
			{"X2", "", "load", "final"},
			{"X2f", "", "heavy", ""},
			{"X2t", "", "load", "tail"},
			{"X2s", "", "update or load", "final"},
		},
		Private: []string{"Flush", "PDone", "CEnd", "CSkip", "Done"},
		Where:   whereSpsc,
		Value: func(at string, v uint64) int {
			if at == "bell" {
				return int(v >> 1) // the flag
			}
			return int(int64(v))
		},
		Nothing: []Nothing{
			{"light", "", nil, "a light fence belongs to the access before it"},
			{"write", "slot", nil, "a slot is written for the publish that follows, or cleared"},
			{"read", "slot", nil, "a slot is read for the release that follows"},
			{"load", "bell", doubled(false), "who looks at the bell twice has looked once, the last time"},
			{"load", "bell", beforeTaking, "a producer that takes a request looks for the close after it"},
			{"update", "bell", taking, "nobody has asked"},
			{"load", "bell", drained, "the consumer looks for the close again that it has seen"},
			{"load", "final", drained, "the same"},
			{"load", "final", afterDecision, "the compare-and-swap has seen the decision"},
			{"load", "space", nil, "nobody waits for space"},
			{"update", "space", nil, "the same, by the closer"},
			{"update", "room", nil, "the closer wakes nobody"},
			{"load", "room", nil, "the same"},
			{"update", "due", nil, "the same"},
			{"load", "due", nil, "the same"},
		},
	}
	if m == explore.Go {
		p.Nothing = append(p.Nothing, Nothing{"heavy", "", nil, "a heavy fence is nothing where memory has one order"})
	}
	return p
}

// taking: it is the producer that takes a request.
func taking(_, _ []Access, x Access) bool { return x.By == "1" }

// beforeTaking: the producer takes a request next.
func beforeTaking(_, after []Access, x Access) bool {
	return x.By == "1" && len(after) > 0 && after[0].Does == "update" && after[0].At == "bell"
}

// drained: the consumer knows the final tail already.
func drained(before, _ []Access, x Access) bool {
	return x.By == "2" && slices.ContainsFunc(before, func(y Access) bool { return y.At == "final" && y.Wrote != 0 && y.kept })
}
