package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// Print writes the results as a table.
func (r *Results) Print(w io.Writer) error {
	fmt.Fprintf(w, "%s\n%v, at the end %s\n%s\n%d rounds in %.0f s\n",
		r.Start.Format(time.DateTime+" MST"), r.Machine, cmp.Or(r.LoadEnd, "unknown"), r.Cores(), r.Rounds, r.Took)
	last := ""
	for _, l := range r.Lines {
		if group := l.Workload + l.Params; group != last {
			last = group
			fmt.Fprintf(w, "\n%-72s %9s %9s %9s %-10s %s\n", "", "median", "quartile", "quartile", "", "x chan or limit")
		}
		if _, err := fmt.Fprintf(w, "%-72s %s\n", l.Name, r.figures(l)); err != nil {
			return err
		}
	}
	fmt.Fprintln(w)
	for _, b := range Bars() {
		_, v := b.Judge(r)
		fmt.Fprintf(w, "%-4s %-13s %s\n", b.ID, v, b.Text)
	}
	for _, a := range r.Absent {
		fmt.Fprintf(w, "not measured: %s: %s\n", a.Name, a.Reason)
	}
	return nil
}

// Cores says how near the cores are to each other.
func (r *Results) Cores() string {
	if len(r.Handover) == 0 {
		return "cache line from core to core: not measured, there is one processor"
	}
	return fmt.Sprintf("cache line from core to core: %.0f ns (%.0f to %.0f); near is about 30, far about 150",
		bench.Median(r.Handover), slices.Min(r.Handover), slices.Max(r.Handover))
}

// figures returns the table's columns: the median, its spread, and its ratio to
// chan's or the limit's.
func (r *Results) figures(l *Line) string {
	switch {
	case l.Missing != "":
		return "not measured: " + l.Missing
	case l.Failed != "":
		return "FAILED: " + l.Failed
	case len(l.Main()) == 0:
		return "no complete round"
	}
	scale, unit := scaleOf(l.Unit)
	s := fmt.Sprintf("%9.4g %9.4g %9.4g %-10s", l.Median()/scale, quantile(l.Main(), 0.25)/scale, quantile(l.Main(), 0.75)/scale, unit)
	if x, ok := RatioOf(l, r.Base(l)); ok {
		s += fmt.Sprintf(" %6.2f (%.2f to %.2f)", x.Median, x.Low, x.High)
	}
	return s
}

// scaleOf returns in what a unit is shown, and what to divide by for that.
func scaleOf(unit string) (float64, string) {
	if unit == "msg/s" {
		return 1e6, "M msg/s"
	}
	return 1, unit
}

// Broken returns the lines of this module's types that failed.
func (r *Results) Broken() (lines []*Line) {
	for _, l := range r.Lines {
		if l.Failed != "" && ours(l.Impl) {
			lines = append(lines, l)
		}
	}
	return lines
}
