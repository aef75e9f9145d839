package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// tables returns what can be written, by name.
func (r *Results) tables() map[string]func() string {
	return map[string]func() string{
		"facts":    r.factsTable,
		"bars":     r.barsTable,
		"one":      func() string { return r.comparison("SPSC", oneParams...) },
		"batches":  func() string { return r.comparison("SPSC", batchParams...) },
		"many":     func() string { return r.comparison("MPSC", manyParams...) },
		"headline": func() string { return r.comparison("Headline", r.paramsOf("Headline")...) },
		"alone": func() string {
			return r.comparison("Alone", "cap=1024") + "\n" + r.comparison("PingPong", "cap=1024", "cap=1024/procs=1")
		},
		"waiting": func() string {
			return r.comparison("Wake", "sender=works", "sender=sleeps") + "\n" + r.comparison("Idle", "consumers=1000")
		},
		"limits": func() string { return r.comparison("Limit", r.paramsOf("Limit")...) },
		"sizes":  func() string { return r.comparison("Sizes", r.paramsOf("Sizes")...) },
		"absent": r.absentTable,
		"model":  r.modelTable,
		"cores":  r.coresTable,
	}
}

var (
	oneParams = []string{
		"cap=64/batch=1/producers=1", "cap=1024/batch=1/producers=1", "cap=65536/batch=1/producers=1",
		"cap=64/batch=1/producers=1/procs=1", "cap=1024/batch=1/producers=1/procs=1",
	}
	batchParams = []string{"cap=65536/batch=8/producers=1", "cap=65536/batch=64/producers=1", "cap=65536/batch=1024/producers=1", "cap=65536/batch=32768/producers=1"}
	manyParams  = []string{
		"cap=1024/batch=1/producers=1", "cap=1024/batch=1/producers=8",
		"cap=65536/batch=1/producers=1", "cap=65536/batch=1/producers=2", "cap=65536/batch=1/producers=4", "cap=65536/batch=1/producers=8",
		"cap=65536/batch=64/producers=1", "cap=65536/batch=64/producers=8",
	}
)

// paramsOf returns the parameters of a workload's lines.
func (r *Results) paramsOf(workload string) (all []string) {
	for _, l := range r.Of(workload, "") {
		if !slices.Contains(all, l.Params) {
			all = append(all, l.Params)
		}
	}
	return all
}

// factsTable says where and when.
func (r *Results) factsTable() string {
	m := r.Machine
	return fmt.Sprintf("Measured %s, %d rounds in %.0f s. %s, %d cores, %s %s, GOMAXPROCS %d, governor %s.\nLoad average %s at the start, %s at the end. %s.\n",
		r.Start.Format(time.DateTime+" MST"), r.Rounds, r.Took, m.CPU, m.Cores, m.Go, m.Platform, m.GOMAXPROCS, cmp.Or(m.Governor, "unknown"),
		cmp.Or(m.Load, "unknown"), cmp.Or(r.LoadEnd, "unknown"), strings.ToUpper(r.Cores()[:1])+r.Cores()[1:])
}

// barsTable judges the bars.
func (r *Results) barsTable() string {
	var b strings.Builder
	b.WriteString("| | bar | verdict | measured: median (quartiles of the rounds) |\n|---|---|---|---|\n")
	for _, bar := range Bars() {
		findings, verdict := bar.Judge(r)
		var parts []string
		for _, f := range findings {
			part := f.What + ": " + f.Value
			if f.Verdict == NotMet {
				part = "**" + part + "**"
			}
			parts = append(parts, part)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", bar.ID, bar.Text, verdict, strings.Join(parts, "<br>"))
	}
	return b.String()
}

// comparison is a table of contenders by parameters: medians and ratios.
func (r *Results) comparison(workload string, params ...string) string {
	var impls []string
	unit := ""
	for _, l := range r.Of(workload, "") {
		if slices.Contains(params, l.Params) && !slices.Contains(impls, l.Impl) {
			impls = append(impls, l.Impl)
		}
		_, unit = scaleOf(l.Unit)
	}
	if len(impls) == 0 {
		return workload + ": not in this run.\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| %s, %s | %s |\n|---|%s\n", workload, unit, strings.ReplaceAll(strings.Join(params, " | "), "/", " "), strings.Repeat("---|", len(params)))
	for _, impl := range impls {
		fmt.Fprintf(&b, "| %s |", impl)
		for _, p := range params {
			fmt.Fprintf(&b, " %s |", r.cell(r.Find(workload+"/impl="+impl+"/"+p)))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// cell is a figure with its ratio.
func (r *Results) cell(l *Line) string {
	switch {
	case l == nil:
		return ""
	case l.Missing != "":
		return "not measured: " + l.Missing
	case l.Failed != "":
		return "failed: " + l.Failed
	case len(l.Main()) == 0:
		return "no round"
	}
	scale, _ := scaleOf(l.Unit)
	text := figure(l.Median() / scale)
	if x, ok := RatioOf(l, r.Base(l)); ok && l.Impl != "chan" {
		text += fmt.Sprintf(" (%.2fx)", x.Median)
	}
	return text
}

// absentTable lists what was not measured.
func (r *Results) absentTable() string {
	var b strings.Builder
	b.WriteString("| not measured | why |\n|---|---|\n")
	for _, a := range append(slices.Clone(r.Absent), r.missing()...) {
		fmt.Fprintf(&b, "| %s | %s |\n", a.Name, a.Reason)
	}
	return b.String()
}
