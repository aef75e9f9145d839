package report

import (
	"fmt"
	"strings"
)

// tolerance is how far below the lower quartile of the committed rounds a ratio
// may be. Less than that is not told from noise on a shared machine.
const tolerance = 0.8

// Loss is a ratio to chan, or to a limit, that has become worse. Ratios are
// turned so that more is better.
type Loss struct {
	Name, Base string
	Was, Now   Ratio
}

// String says what was lost, in one line.
func (l Loss) String() string {
	return fmt.Sprintf("%s: %.2fx %s, was %.2fx (%.2f to %.2f)", l.Name, l.Now.Median, l.Base, l.Was.Median, l.Was.Low, l.Was.High)
}

// Losses compares the ratios of this module's lines with those of earlier
// results: a loss is a median below the lower quartile of the earlier rounds
// times 0.8, or a line that has no result now and had one. It returns how many
// ratios were compared.
func Losses(was, now *Results) (losses []Loss, compared int) {
	for _, l := range now.Lines {
		old, base := was.Find(l.Name), now.Base(l)
		if old == nil || base == nil || !ours(l.Impl) {
			continue
		}
		before, ok := goodness(old, was.Base(old))
		if !ok {
			continue
		}
		compared++
		after, ok := goodness(l, base)
		if !ok || after.Median < before.Low*tolerance {
			losses = append(losses, Loss{l.Name, base.Impl, before, after})
		}
	}
	return losses, compared
}

// Twice returns those losses that are in both.
func Twice(first, second []Loss) (both []Loss) {
	for _, l := range second {
		for _, f := range first {
			if f.Name == l.Name {
				both = append(both, l)
			}
		}
	}
	return both
}

// ours reports whether a contender is this module's.
func ours(impl string) bool {
	family, _, _ := strings.Cut(impl, "-")
	return family == "ring" || family == "spsc" || family == "mpsc"
}

// goodness is how many times better a is than b.
func goodness(a, b *Line) (Ratio, bool) {
	if b == nil || !higherIsBetter(a.Unit) {
		a, b = b, a
	}
	return RatioOf(a, b)
}

// Incomparable returns why results of two runs cannot be compared, or "": ratios
// depend on the machine, if less than figures do.
func Incomparable(was, now *Results) string {
	a, b := was.Machine, now.Machine
	switch {
	case a.CPU != b.CPU || a.Platform != b.Platform:
		return fmt.Sprintf("the committed ratios are of another machine: %s, %s", a.CPU, a.Platform)
	case a.GOMAXPROCS != b.GOMAXPROCS:
		return fmt.Sprintf("the committed ratios are for GOMAXPROCS %d, this is %d", a.GOMAXPROCS, b.GOMAXPROCS)
	default:
		return ""
	}
}
