package refine

import (
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// What the bell of a ring holds.
const (
	requested  = 1
	left       = 2 // in the machine
	retiredBit = 4 // in the code
)

// Register reads the goroutines of an mpsc channel that nobody closes as the
// threads of tla/Register.tla: so many producers, and the consumer, which
// receives one message at a time by RecvBatch.
func Register(m explore.Model, consumer string) *Protocol {
	r := registry{consumer}
	p := &Protocol{
		Actions: []Action{
			{"Enter", "", "update", "lock"},
			{"P4", "", "store", "tail#"},
			{"M2", "", "load", "bell#"},
			{"M2t", "", "update", "bell#"},
			{"M3", "", "load", "rung"},
			{"M3s", "", "update or load", "rung"},
			{"M4", "", "update or load", "due"},
			{"Retire", "", "update", "bell#"},
			{"Leave", "", "update", "lock"},
			{"D0", consumer, "update or load", "rung"},
			{"A1", consumer, "load", "rung"},
			{"A1s", consumer, "update", "rung"},
			{"C2", consumer, "load", "tail#"},
			{"C3", consumer, "load", "bell#"},
			{"C3l", consumer, "load", "tail#"},
			{"C3r", consumer, "update", "lock"},
			{"C4", consumer, "store", "head#"},
			{"D1", consumer, "update", "bell#"},
			{"D1f", consumer, "heavy", ""},
			{"D2", consumer, "load", "tail#"},
			{"D2c", consumer, "load", "bell#"},
			{"D2t", consumer, "update", "bell#"},
			{"S3", consumer, "update", "due"},
		},
		Private: []string{"Flush", "Done"},
		Where:   whereMpsc,
		Value:   registerValue,
		Nothing: []Nothing{
			{"light", "", nil, "a light fence belongs to the access before it"},
			{"write", "slot", nil, "a slot is written for the publish that follows, or cleared"},
			{"read", "slot", nil, "a slot is read for the release that follows"},
			{"write", "next", nil, "the link of a ring goes with the push and with the swap"},
			{"read", "next", nil, "the same"},
			{"store", "bell#", r.locked, "a ring is renewed under the lock: it is one step to take that and to do what it is for"},
			{"store", "lock", r.locked, "the same: to give it back"},
			{"store", "tail#", r.locked, "a ring is made under the lock"},
			{"store", "head#", r.locked, "the same"},
			{"load", "closed", nil, "nobody closes"},
			{"update", "closed", nil, "nobody closes"},
			{"load", "space#", nil, "nobody waits for space"},
			{"load", "head#", r.leaving, "the producer that leaves: the newest head, for who asked has stored it before"},
			{"update", "stats", nil, "a statistic"},
			{"load", "stats", nil, "a statistic"},
			{"store", "stats", nil, "a statistic"},
			{"choice", "0", nil, "it waits for the token"},
			{"choice", "1", nil, "the receiver sleeps on, and the exploration ends"},
			{"load", "ended", nil, "the same"},
			{"load", "bell#", r.glanced, "a producer that finds a bell set has looked once, the second time"},
			{"load", "bell#", r.attended, "a producer that has attended to the bell looks for the close"},
			{"load", "bell#", r.retiring, "the update says which bell a producer that leaves has seen"},
			{"load", "bell#", r.doubled, "a consumer that looks at the bell twice has looked once, the last time"},
			{"load", "bell#", r.lastLook, "the consumer looks for the close after its last look at the tail"},
		},
	}
	if m == explore.Go {
		p.Nothing = append(p.Nothing, Nothing{"heavy", "", nil, "a heavy fence is nothing where memory has one order"})
	}
	return p
}

// registerValue translates a value: the numbers of rings are those of whereMpsc.
func registerValue(at string, v uint64) int {
	switch {
	case strings.HasPrefix(at, "bell"):
		w := int(v) &^ retiredBit
		if v&retiredBit != 0 {
			w |= left
		}
		return w
	case at == "rung" && v>>32 > 0:
		return 2 // the number of what a goroutine has made
	case at == "rung" && v > 0:
		return 1
	case at == "lock":
		return 0
	}
	return int(int64(v))
}

// registry is the protocol's rules.
type registry struct{ consumer string }

// locked: the thread holds the lock.
func (registry) locked(before, _ []Access, _ Access) bool {
	i := len(before) - 1
	for i >= 0 && before[i].At != "lock" {
		i--
	}
	return i >= 0 && before[i].Does == "update"
}

// leaving: the producer has just left, and the consumer had asked.
func (r registry) leaving(before, _ []Access, x Access) bool {
	last := &before[len(before)-1]
	return x.By != r.consumer && last.Does == "update" && last.Wrote&left != 0 && last.Read&requested != 0
}

// glanced: it is a producer's first look at the bell since it published, it finds
// it set, and looks again.
func (r registry) glanced(before, after []Access, x Access) bool {
	_, n := firstLook(before, x.At)
	return x.By != r.consumer && n == 0 && x.Read != 0 && len(after) > 0 && after[0].Does == "load" && after[0].At == x.At
}

// decided: a producer has looked at the bell as often as it does after it has
// published.
func (r registry) decided(before []Access, x Access) bool {
	first, n := firstLook(before, x.At)
	return x.By != r.consumer && (n < 0 || n > 1 || n == 1 && first == 0)
}

// firstLook returns what a producer has read when it first accessed a bell after
// it last published, and how often it did; -1 if it has published nothing.
func firstLook(before []Access, bell string) (v, n int) {
	for i := len(before) - 1; i >= 0; i-- {
		switch y := &before[i]; {
		case y.Does == "store" && strings.HasPrefix(y.At, "tail"):
			return v, n
		case y.At == bell:
			v, n = y.Read, n+1
		}
	}
	return 0, -1
}

// attended: a producer has just taken the request, or found none, or woken the
// consumer.
func (r registry) attended(before, _ []Access, x Access) bool {
	last := &before[len(before)-1]
	return (last.Does == "update" && last.At == x.At || last.At == "due") && r.decided(before, x)
}

// retiring: nothing but loads of the bell is between x and its update.
func (r registry) retiring(before, after []Access, x Access) bool {
	for i := range after {
		if y := &after[i]; y.Does != "load" || y.At != x.At {
			return y.Does == "update" && y.At == x.At && y.Wrote&left != 0 && r.decided(before, x)
		}
	}
	return false
}

// doubled: the consumer looks at the bell again.
func (r registry) doubled(_, after []Access, x Access) bool {
	return x.By == r.consumer && len(after) > 0 && after[0].Does == "load" && after[0].At == x.At
}

// lastLook: the consumer has found that the producer has left, and has looked at
// the tail again.
func (r registry) lastLook(before, _ []Access, x Access) bool {
	n := len(before)
	if x.By != r.consumer || n < 3 {
		return false
	}
	bell, tail, light := &before[n-3], &before[n-2], &before[n-1]
	return light.Does == "light" && tail.Does == "load" && strings.HasPrefix(tail.At, "tail") &&
		bell.Does == "load" && bell.At == x.At && bell.Read&left != 0
}
