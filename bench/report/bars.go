package report

import (
	"fmt"
	"strings"
)

// Verdict says whether something was reached.
type Verdict string

// The verdicts.
const (
	Met         Verdict = "met"
	NotMet      Verdict = "not met"
	NotMeasured Verdict = "not measured"
)

// Bar is a goal, as several conditions.
type Bar struct {
	ID, Text   string
	conditions []condition
}

// Finding is what a condition came to.
type Finding struct {
	What    string
	Value   string // what was measured, or why it was not
	Verdict Verdict
}

// condition is a part of a bar.
type condition struct {
	what  string
	check func(*Results) (value string, v Verdict)
}

// Judge returns what came of the bar's conditions, and its verdict: not met if
// one is not met, and met only if all are.
func (b Bar) Judge(r *Results) ([]Finding, Verdict) {
	verdict, findings := Met, []Finding(nil)
	for _, c := range b.conditions {
		value, v := c.check(r)
		findings = append(findings, Finding{c.what, value, v})
		if v == NotMet || v == NotMeasured && verdict == Met {
			verdict = v
		}
	}
	return findings, verdict
}

// or returns c with what to say if this run has none of the lines.
func (c condition) or(why string) condition {
	return condition{c.what, func(r *Results) (string, Verdict) {
		value, v := c.check(r)
		if value == notInRun {
			value = why
		}
		return value, v
	}}
}

const notInRun = "not in this run"

// best returns the best of the lines whose names are given, separated by "|"; a
// name is workload/impl/params. It is nil, with a reason, if none has a result.
func best(r *Results, names string) (found *Line, reason string) {
	reason = notInRun
	for name := range strings.SplitSeq(names, "|") {
		workload, rest, _ := strings.Cut(name, "/")
		impl, params, _ := strings.Cut(rest, "/")
		l := r.Find(workload + "/impl=" + impl + "/" + params)
		switch {
		case l == nil:
		case l.Failed != "":
			reason = l.Impl + " failed: " + l.Failed
		case l.Missing != "":
			reason = l.Missing
		case len(l.Main()) == 0:
		case found == nil || l.Median() > found.Median() == higherIsBetter(l.Unit):
			found = l
		}
	}
	return found, reason
}

// ratioOf is the condition that the best of a, divided by the best of b, is at
// least, or if the bound is negative at most, so much.
func ratioOf(what, a, b string, bound float64) condition {
	sign := "≥"
	if bound < 0 {
		sign = "≤"
	}
	return condition{fmt.Sprintf("%s %s %.4g", what, sign, max(bound, -bound)), func(r *Results) (string, Verdict) {
		x, why := best(r, a)
		if x == nil {
			return why, NotMeasured
		}
		y, why := best(r, b)
		if y == nil {
			return why, NotMeasured
		}
		ratio, ok := RatioOf(x, y)
		if !ok {
			return "no samples", NotMeasured
		}
		value := fmt.Sprintf("%.2f (%.2f to %.2f): %s against %s", ratio.Median, ratio.Low, ratio.High, x.Impl, y.Impl)
		return value, reached(ratio.Median, bound)
	}}
}

// figureOf is the condition that a metric of a line is at least, or if the
// bound is negative or 0 at most, so much. Scale divides it for people.
func figureOf(what, name, unit string, bound, scale float64) condition {
	return condition{what, func(r *Results) (string, Verdict) {
		l, why := best(r, name)
		if l == nil || len(l.Samples[unit]) == 0 {
			return why, NotMeasured
		}
		v := quantile(l.Samples[unit], 0.5)
		return fmt.Sprintf("%.3g %s (%.3g to %.3g)", v/scale, l.Impl, quantile(l.Samples[unit], 0.25)/scale, quantile(l.Samples[unit], 0.75)/scale), reached(v, bound)
	}}
}

// reached compares with a lower bound, or with an upper one if it is not
// positive.
func reached(v, bound float64) Verdict {
	if bound > 0 && v >= bound || bound <= 0 && v <= -bound {
		return Met
	}
	return NotMet
}

// missing is a condition that nothing measures yet.
func missing(what, why string) condition {
	return condition{what, func(*Results) (string, Verdict) { return why, NotMeasured }}
}

// of returns the names of a workload's lines for several contenders.
func of(workload, params string, impls ...string) string {
	var names []string
	for _, impl := range impls {
		names = append(names, workload+"/"+impl+"/"+params)
	}
	return strings.Join(names, "|")
}
