package refine

import (
	"slices"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// WaitWake reads the goroutines of an spsc channel as the threads P, C and X of
// tla/WaitWake.tla. Unless spins is true, a receive that looks again before it
// asks has looked once, the last time; closes says whether X is there.
func WaitWake(m explore.Model, spins, closes bool) *Protocol {
	p := &Protocol{
		Actions: []Action{
			{"P4", "P", "store", "tail"},
			{"P2", "P", "load", "head"},
			{"DataW2", "P", "load", "bell"},
			{"DataW3", "P", "update", "bell"},
			{"DataWake", "P", "update or load", "due"},
			{"P5", "P", "load", "bell"},
			{"P5w", "P", "load", "bell"},
			{"SpaceS1", "P", "update", "space"},
			{"SpaceS1f", "P", "heavy", ""},
			{"SpaceS2", "P", "load", "head"},
			{"SpaceS2c", "P", "load", "bell"},
			{"SpaceBack", "P", "update", "space"},
			{"SpaceS3", "P", "update", "room"},
			{"SpaceS4", "P", "load", "head"},
			{"SpaceTimeout", "P", "choice", "1"},
			{"C4", "C", "store", "head"},
			{"C2", "C", "load", "tail"},
			{"C2c", "C", "load", "bell"},
			{"SpaceW2", "C", "load", "space"},
			{"SpaceW3", "C", "update", "space"},
			{"SpaceWake", "C", "update or load", "room"},
			{"DataS1", "C", "update", "bell"},
			{"DataS1f", "C", "heavy", ""},
			{"DataS2", "C", "load", "tail"},
			{"DataS2c", "C", "load", "bell"},
			{"DataS2d", "C", "load", "bell"},
			{"DataBack", "C", "update", "bell"},
			{"DataS3", "C", "update", "due"},
			{"DataTimeout", "C", "choice", "1"},
			{"DataCancel", "C", "load", "ended"},
			{"X1", "X", "update", "bell"},
			{"X2", "", "load", "final"},
			{"X2f", "", "heavy", ""},
			{"X2t", "", "load", "tail"},
			{"X2s", "", "update or load", "final"},
			{"X3", "X", "update", "space"},
			{"X3w", "X", "update or load", "room"},
			{"X3v", "X", "update or load", "due"},
		},
		Private: []string{"Flush", "PDone", "CDone", "Done", "SpaceSpin", "DataSpin"},
		Where:   whereSpsc,
		Value: func(at string, v uint64) int {
			if at == "ended" {
				v-- // DataCancel accesses nothing, which is 0
			}
			return int(int64(v))
		},
		Nothing: []Nothing{
			{"light", "", nil, "a light fence belongs to the access before it"},
			{"write", "slot", nil, "a slot is written for the publish that follows, or cleared"},
			{"read", "slot", nil, "a slot is read for the release that follows"},
			{"update", "stats", nil, "a statistic"},
			{"choice", "1", ends, "a context that ends: the look at it is the step"},
			{"choice", "0", nil, "it waits for the token"},
			{"load", "ended", stillOpen, "the context has not ended, or this is how context.Cause asks"},
			{"load", "bell", sealedAlready, "the consumer looks for the close again that it has seen"},
			{"load", "final", sealedAlready, "the same"},
			{"load", "bell", retired(closes), "has the producer left? It has not"},
			{"load", "bell", doubledBell(spins, closes), "who looks at the bell twice has looked once, the last time"},
			{"load", "space", doubled(closes), "the same for the space"},
			{"load", "final", afterDecision, "the compare-and-swap has seen the decision"},
		},
	}
	if m == explore.Go {
		p.Nothing = append(p.Nothing, Nothing{"heavy", "", nil, "a heavy fence is nothing where memory has one order"})
	}
	if spins {
		p.Nothing = append(p.Nothing, Nothing{"load", "bell", learns, "a poll that finds the close between two looks, and then looks again"})
	} else {
		p.Nothing = append(p.Nothing,
			Nothing{"load", "tail", looksAgain, "an empty look before another one: Recv tries twice, and looks before it says closed"},
			Nothing{"load", "bell", looksAgain, "the same, at the bell"})
	}
	return p
}

// whereSpsc names the locations of an spsc channel as the machines do.
func whereSpsc(name string) string {
	part := func(s string) bool { return strings.Contains(name, s) }
	switch {
	case part("slots["):
		return "slot"
	case part("both.tail"):
		return "tail"
	case part("both.head"):
		return "head"
	case part("both.final"):
		return "final"
	case part("bell.word"):
		return "bell"
	case part("space.word"):
		return "space"
	case part("room.token"):
		return "room"
	case part("parker.token"):
		return "due"
	case part("ctx"):
		return "ended"
	case part("Waits"), part("Batches"):
		return "stats"
	}
	return name
}

// ends: the wait ended by the context, not by a timer.
func ends(_, after []Access, _ Access) bool { return len(after) > 0 && after[0].At == "ended" }

// stillOpen: it was not the first look that found the end of the context.
func stillOpen(before, _ []Access, x Access) bool {
	return x.Read < 0 || before[len(before)-1].At == "ended" && before[len(before)-1].Read == 0
}

// sealedAlready: the consumer knows the final tail, and has not just asked.
func sealedAlready(before, _ []Access, x Access) bool {
	known := x.By == "C" && slices.ContainsFunc(before, func(y Access) bool { return y.At == "final" && y.Wrote != 0 && y.kept })
	return known && (!asked(before) || before[len(before)-1].At == "final")
}

// retired returns what recognises the third look at the bell of a consumer that
// has asked.
func retired(closes bool) func(before, after []Access, x Access) bool {
	return func(before, after []Access, x Access) bool {
		n := len(before)
		return closes && x.By == "C" && asked(before) && n > 1 && before[n-1].At == "bell" && before[n-2].At == "bell" &&
			before[n-1].Does == "load" && before[n-2].Does == "load"
	}
}

// doubled returns what recognises a load that is followed by the same again. If
// the channel may be closed, those of a consumer that has asked count.
func doubled(closes bool) func(before, after []Access, x Access) bool {
	return func(before, after []Access, x Access) bool {
		again := len(after) > 0 && after[0].Does == "load" && after[0].At == x.At
		return again && !(closes && x.By == "C" && asked(before))
	}
}

// doubledBell is doubled, but a consumer that polls and is told of the close by
// the second load has looked with the first one, and found nothing.
func doubledBell(spins, closes bool) func(before, after []Access, x Access) bool {
	is := doubled(closes)
	return func(before, after []Access, x Access) bool {
		return is(before, after, x) && !(spins && learns([]Access{x}, nil, after[0]) && !asked(before))
	}
}

// learns: the consumer has not asked, and this is its second look at the bell in
// a row, and the first that finds the close.
func learns(before, _ []Access, x Access) bool {
	if x.By != "C" || x.Read&2 == 0 || len(before) == 0 || asked(before) {
		return false
	}
	last := before[len(before)-1]
	return last.Does == "load" && last.At == "bell" && last.Read&2 == 0
}

// afterDecision: the access before is the compare-and-swap of the same location.
func afterDecision(before, _ []Access, x Access) bool {
	last := before[len(before)-1]
	return last.At == x.At && (last.Does == "update" || last.kept && x.Read != 0)
}

// looksAgain: it is part of a look at the tail and the bell that finds neither a
// message nor the close, or one of the looks for the close that follow, and
// another look comes before anything else.
func looksAgain(before, after []Access, x Access) bool {
	if asked(before) {
		return false
	}
	for _, y := range after {
		switch {
		case y.Does == "light" || y.Does == "load" && y.At == "bell":
		default:
			return y.Does == "load" && y.At == "tail"
		}
	}
	return false
}

// asked reports whether the thread has asked since it slept or took it back.
func asked(before []Access) bool {
	for i := len(before) - 1; i >= 0; i-- {
		switch y := before[i]; {
		case y.At == "due" || y.Does == "choice" || y.At == "ended":
			return false
		case y.Does == "update" && y.At == "bell":
			return y.Wrote&1 != 0
		}
	}
	return false
}
