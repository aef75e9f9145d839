package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// print writes the report as a table.
func (r *report) print(w io.Writer) error {
	fmt.Fprintf(w, "%s\n%v, at the end %s\n%s\n%d rounds\n",
		r.Start.Format(time.DateTime+" MST"), r.Machine, orUnknown(r.LoadEnd), r.cores(), r.Rounds)
	var last bench.Scenario
	for _, l := range r.Lines {
		if len(l.Samples) == 0 {
			break
		}
		if l.scenario != last {
			last = l.scenario
			fmt.Fprintf(w, "\n%-50s %8s %8s %8s %8s %7s\n", "", "M msg/s", "min", "max", "ns/msg", "x chan")
		}
		if _, err := fmt.Fprintf(w, "%-50s %s\n", l.Name, l.figures()); err != nil {
			return err
		}
	}
	return nil
}

// cores says how near the cores are to each other.
func (r *report) cores() string {
	if len(r.Handover) == 0 {
		return "cache line from core to core: not measured, there is one processor"
	}
	return fmt.Sprintf("cache line from core to core: %.0f ns (%.0f to %.0f); near is about 30, far about 150",
		bench.Median(r.Handover), slices.Min(r.Handover), slices.Max(r.Handover))
}

// figures returns the table's columns: the median, its spread, and its ratio to
// chan's.
func (l *line) figures() string {
	median := bench.Median(l.Samples)
	s := fmt.Sprintf("%8.2f %8.2f %8.2f %8.1f", median/1e6, slices.Min(l.Samples)/1e6, slices.Max(l.Samples)/1e6, 1e9/median)
	if l.base == nil {
		return s + "       -"
	}
	return s + fmt.Sprintf(" %7.2f", median/bench.Median(l.base.Samples))
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}
