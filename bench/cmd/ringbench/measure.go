package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/ringmpsc/ringmpsc-go/bench"
	"github.com/ringmpsc/ringmpsc-go/bench/report"
)

// measure runs the rounds, or as many as there are before ctx is done. A round
// that is not complete does not count.
func measure(ctx context.Context, cases []bench.Case, rounds int, m *meter) (*report.Results, error) {
	defer m.clear()
	r := &report.Results{Start: time.Now().UTC().Truncate(time.Second), Machine: bench.ThisMachine(), Absent: bench.AbsentContenders()}
	for _, c := range cases {
		r.Lines = append(r.Lines, report.NewLine(c))
	}
	latencies := make([]bench.Histogram, len(cases))
	for range rounds {
		if ns, ok := bench.Handover(20 * time.Millisecond); ok {
			r.Handover = append(r.Handover, ns)
		}
		samples, err := round(ctx, cases, r, func(done int) { m.show(r.Rounds, rounds, done, len(cases)) })
		if err != nil || ctx.Err() != nil {
			return r, err
		}
		for i, s := range samples {
			r.Lines[i].Add(s)
			if s.Latencies != nil {
				latencies[i].Add(s.Latencies)
			}
		}
		r.Rounds++
		m.round(r.Rounds, rounds)
	}
	for i := range latencies {
		r.Lines[i].Bars = latencies[i].Bars()
	}
	r.LoadEnd, r.Took = bench.Load(), time.Since(r.Start).Round(time.Second).Seconds()
	return r, nil
}

// round measures every case once, beginning at another one in every round. One
// that failed is not measured again.
func round(ctx context.Context, cases []bench.Case, r *report.Results, show func(done int)) ([]bench.Sample, error) {
	samples := make([]bench.Sample, len(cases))
	for i := range cases {
		if ctx.Err() != nil {
			return nil, nil
		}
		at := (i + r.Rounds*len(cases)/7) % len(cases)
		l := r.Lines[at]
		if l.Missing != "" || l.Failed != "" {
			continue
		}
		show(i)
		var err error
		if samples[at], err = within(patience, cases[at]); errors.Is(err, errStuck) {
			return nil, fmt.Errorf("%s: %w", l.Name, err)
		} else if err != nil {
			l.Failed = err.Error()
		}
	}
	return samples, nil
}

// patience is how long a case may take. Its goroutines cannot be ended, so that
// one that takes longer ends the run.
const patience = time.Minute

var errStuck = errors.New("not finished after a minute: a message is lost, or a goroutine gets no processor")

// firstRuns bounds the runs before the one that counts.
const firstRuns = 4

// within measures a case once, with a queue of its own. First runs, which do not
// count, touch the memory, and find how much is to be done: the next run does at
// most sixteen times as much, so there is one more after one that was shorter.
func within(d time.Duration, c bench.Case) (s bench.Sample, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		run := c.Start()
		for range firstRuns {
			start := time.Now()
			if _, err = run(); err != nil || time.Since(start) > bench.Usual.Time/16 {
				break
			}
		}
		if err == nil {
			runtime.GC()
			s, err = run()
		}
	}()
	select {
	case <-done:
		return s, err
	case <-time.After(d):
		return bench.Sample{}, errStuck
	}
}
