package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// print writes the report as a table.
func (r *report) print(w io.Writer) error {
	fmt.Fprintf(w, "%s\n%v, at the end %s\n%s\n%d rounds\n\n",
		r.Start.Format(time.DateTime+" MST"), r.Machine, orUnknown(r.LoadEnd), r.cores(), r.Rounds)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tmedian M/s\tmin\tmax\tns/msg\tx chan\t")
	var last bench.Scenario
	for _, l := range r.Lines {
		if len(l.Samples) == 0 {
			break
		}
		if l.scenario != last {
			last = l.scenario
			fmt.Fprintln(t, "\t\t\t\t\t\t")
		}
		fmt.Fprintf(t, "%s\t%s\t\n", l.Name, l.figures())
	}
	return t.Flush()
}

// cores says how near the cores are to each other.
func (r *report) cores() string {
	if len(r.Handover) == 0 {
		return "cache line from core to core: not measured, there is one processor"
	}
	return fmt.Sprintf("cache line from core to core: %.0f ns (%.0f to %.0f); near is about 30, far about 150",
		bench.Median(r.Handover), slices.Min(r.Handover), slices.Max(r.Handover))
}

// figures returns the table's columns.
func (l *line) figures() string {
	median := bench.Median(l.Samples)
	s := fmt.Sprintf("%.2f\t%.2f\t%.2f\t%.1f\t", median/1e6, slices.Min(l.Samples)/1e6, slices.Max(l.Samples)/1e6, 1e9/median)
	if l.base == nil {
		return s + "-"
	}
	return s + fmt.Sprintf("%.2f", median/bench.Median(l.base.Samples))
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}
