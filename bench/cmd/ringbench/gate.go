package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/bench/report"
)

// judge compares r with the committed ratios, measures again what seems lost,
// and prints the verdict. Only what is lost in both attempts counts.
func (o options) judge(ctx context.Context, r *report.Results, stdout, stderr io.Writer) (int, error) {
	was, err := report.Load(o.gate)
	if err != nil {
		return exitFailed, err
	}
	if why := report.Incomparable(was, r); why != "" {
		fmt.Fprintf(stdout, "\nnot checked: bench-gate: %s\n", why)
		return exitOK, nil
	}
	losses, compared := report.Losses(was, r)
	if compared == 0 {
		return exitFailed, fmt.Errorf("%s has nothing to compare with", o.gate)
	}
	fmt.Fprintf(stdout, "\n%d ratios compared with %s; a loss is a median below 0.8 of the lower quartile there\n", compared, o.gate)
	if len(losses) > 0 && o.from == "" {
		losses, err = o.again(ctx, was, losses, stdout, stderr)
		if err != nil {
			return exitFailed, err
		}
	}
	if len(losses) == 0 {
		fmt.Fprintln(stdout, "bench-gate: no loss")
		return exitOK, nil
	}
	for _, l := range losses {
		fmt.Fprintln(stdout, "LOSS", l)
	}
	return exitFailed, fmt.Errorf("bench-gate: %d of %d ratios lost", len(losses), compared)
}

// again measures what seems lost, and what it is compared with, once more.
func (o options) again(ctx context.Context, was *report.Results, losses []report.Loss, stdout, stderr io.Writer) ([]report.Loss, error) {
	var names []string
	for _, l := range losses {
		fmt.Fprintln(stdout, "again:", l)
		workload, rest, _ := strings.Cut(l.Name, "/impl=")
		_, params, _ := strings.Cut(rest, "/")
		names = append(names, regexp.QuoteMeta(l.Name),
			regexp.QuoteMeta(strings.TrimSuffix(workload+"/impl="+l.Base+"/"+params, "/")))
	}
	o.only = regexp.MustCompile("^(?:" + strings.Join(names, "|") + ")$")
	r, err := o.results(ctx, stderr)
	if err != nil {
		return nil, err
	}
	second, _ := report.Losses(was, r)
	return report.Twice(losses, second), ctx.Err()
}
