package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"time"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// report is one run of the program.
type report struct {
	Start    time.Time     `json:"start"`
	Machine  bench.Machine `json:"machine"`     // at the start
	LoadEnd  string        `json:"load_at_end"` // load averages
	Rounds   int           `json:"rounds"`      // complete ones
	Handover []float64     `json:"handover_ns"` // cache line from core to core, before each round
	Lines    []*line       `json:"results"`
}

// line is a scenario with one contender.
type line struct {
	Name    string    `json:"name"`
	Samples []float64 `json:"msg_per_s"` // one for each round

	scenario  bench.Scenario
	contender bench.Contender
	base      *line // chan's line for the same scenario; nil if it is not measured
}

// newReport returns a report with the lines that o asks for, still without
// samples.
func newReport(o options) *report {
	r := &report{Start: time.Now().UTC().Truncate(time.Second), Machine: bench.ThisMachine()}
	for _, s := range bench.Scenarios() {
		var base *line
		for i, c := range bench.Contenders() {
			l := &line{Name: string(s.Topology) + "/" + s.Name(c.Name), scenario: s, contender: c}
			if !s.Takes(c) || !o.only.MatchString(l.Name) {
				continue
			}
			if i == 0 {
				base = l
			}
			l.base = base
			r.Lines = append(r.Lines, l)
		}
	}
	return r
}

// measure runs the rounds, or as many as there are before ctx is done. A round
// that is not complete does not count.
func (r *report) measure(ctx context.Context, rounds int, m meter) error {
	defer m.clear()
	for range rounds {
		if ns, ok := bench.Handover(20 * time.Millisecond); ok {
			r.Handover = append(r.Handover, ns)
		}
		samples, err := r.round(ctx, func(done int, name string) {
			m.show(fmt.Sprintf("round %d of %d, %d of %d: %s", r.Rounds+1, rounds, done+1, len(r.Lines), name))
		})
		if err != nil || ctx.Err() != nil {
			return err
		}
		for i, l := range r.Lines {
			l.Samples = append(l.Samples, samples[i])
		}
		r.Rounds++
		r.LoadEnd = bench.Load()
	}
	return nil
}

// round measures every line once, beginning at another one in every round.
func (r *report) round(ctx context.Context, show func(done int, name string)) ([]float64, error) {
	samples := make([]float64, len(r.Lines))
	for i := range r.Lines {
		if ctx.Err() != nil {
			return nil, nil
		}
		at := (i + r.Rounds*7) % len(r.Lines)
		l := r.Lines[at]
		show(i, l.Name)
		rate, err := l.run()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.Name, err)
		}
		samples[at] = rate
	}
	return samples, nil
}

// run measures the line once, with a queue of its own, and returns messages per
// second. A first, unmeasured run touches the memory.
func (l *line) run() (float64, error) {
	course := bench.NewCourse(l.scenario, l.contender)
	if err := course.Run(); err != nil {
		return 0, err
	}
	runtime.GC()
	start := time.Now()
	err := course.Run()
	return math.Round(float64(l.scenario.Messages) / time.Since(start).Seconds()), err
}

// meter shows progress in one line on a terminal. The zero meter shows nothing.
type meter struct {
	w io.Writer
}

// newMeter returns a meter on w if that is a terminal, and else one that shows
// nothing.
func newMeter(w io.Writer) meter {
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return meter{w}
		}
	}
	return meter{}
}

const meterWidth = 78

func (m meter) show(text string) {
	if m.w != nil {
		fmt.Fprintf(m.w, "\r%-*.*s", meterWidth, meterWidth, text)
	}
}

func (m meter) clear() {
	if m.w != nil {
		fmt.Fprintf(m.w, "\r%*s\r", meterWidth, "")
	}
}
