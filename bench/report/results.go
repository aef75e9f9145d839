// Package report keeps what a run of ringbench measured, compares it, judges it
// by the bars, and writes it down: as a file, a page, tables, and a verdict
// about a regression.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// Results are one run.
type Results struct {
	Start    time.Time      `json:"start"`
	Took     float64        `json:"took_s"`
	Machine  bench.Machine  `json:"machine"`     // at the start
	LoadEnd  string         `json:"load_at_end"` // load averages
	Rounds   int            `json:"rounds"`      // complete ones
	Handover []float64      `json:"handover_ns"` // cache line from core to core, before each round
	Absent   []bench.Absent `json:"not_measured"`
	Lines    []*Line        `json:"-"` // written one in a line
}

// Line is what was measured of one case.
type Line struct {
	Name     string               `json:"name"`
	Workload string               `json:"workload"`
	Impl     string               `json:"impl"`
	Params   string               `json:"params"`
	Unit     string               `json:"unit"`              // of the metric that is compared
	Missing  string               `json:"missing,omitempty"` // why it was not measured
	Failed   string               `json:"failed,omitempty"`  // what was wrong with the messages; it has no result then
	Samples  map[string][]float64 `json:"samples,omitempty"` // by unit, one for each round
	Bars     []bench.Bar          `json:"latencies,omitempty"`
}

// NewLine returns the line of a case, still without samples.
func NewLine(c bench.Case) *Line {
	return &Line{Name: c.Name(), Workload: c.Workload, Impl: c.Impl, Params: c.Params, Unit: c.Unit, Missing: c.Missing, Samples: map[string][]float64{}}
}

// Add adds a round's sample, with four digits.
func (l *Line) Add(s bench.Sample) {
	for unit, v := range s.Metrics {
		l.Samples[unit] = append(l.Samples[unit], fourDigits(v))
	}
}

func fourDigits(v float64) float64 {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}

// Main returns the samples of the metric that is compared; none if the line was
// not measured or failed.
func (l *Line) Main() []float64 {
	if l == nil || l.Failed != "" {
		return nil
	}
	return l.Samples[l.Unit]
}

// Median returns the median of Main.
func (l *Line) Median() float64 { return bench.Median(l.Main()) }

// higherIsBetter reports whether more of a unit is better.
func higherIsBetter(unit string) bool { return strings.HasSuffix(unit, "/s") }

// Find returns the line of that name, or nil.
func (r *Results) Find(name string) *Line {
	i := slices.IndexFunc(r.Lines, func(l *Line) bool { return l.Name == name })
	if i < 0 {
		return nil
	}
	return r.Lines[i]
}

// Of returns the lines of a workload with the given parameters; "" is any.
func (r *Results) Of(workload, params string) (lines []*Line) {
	for _, l := range r.Lines {
		if l.Workload == workload && (params == "" || l.Params == params) {
			lines = append(lines, l)
		}
	}
	return lines
}

// Base returns what a line's figures are compared with: chan, or the limit of
// the same workload with the same parameters; nil if there is none.
func (r *Results) Base(l *Line) *Line {
	for _, impl := range []string{"chan", "clear", "handover"} {
		if b := r.Find(strings.TrimSuffix(l.Workload+"/impl="+impl+"/"+l.Params, "/")); b != nil {
			return b
		}
	}
	return nil
}

// Ratio is one line's figure divided by another's.
type Ratio struct {
	Median    float64 // of the medians
	Low, High float64 // quartiles of the rounds' ratios
}

// RatioOf compares two lines; false if one of them has no result.
func RatioOf(a, b *Line) (Ratio, bool) { return ratio(a.Main(), b.Main()) }

func ratio(a, b []float64) (Ratio, bool) {
	n := min(len(a), len(b))
	if n == 0 || bench.Median(b) == 0 {
		return Ratio{}, false
	}
	var rounds []float64
	for i := range n {
		if b[i] != 0 {
			rounds = append(rounds, a[i]/b[i])
		}
	}
	return Ratio{bench.Median(a) / bench.Median(b), quantile(rounds, 0.25), quantile(rounds, 0.75)}, true
}

// quantile returns the value that a share q of xs does not exceed, interpolated;
// 0 if there are none.
func quantile(xs []float64, q float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	xs = slices.Sorted(slices.Values(xs))
	at := q * float64(len(xs)-1)
	i := int(at)
	if i+1 == len(xs) {
		return xs[i]
	}
	return xs[i] + (at-float64(i))*(xs[i+1]-xs[i])
}

// Save writes the results to a file: a line of text for each line, so that
// versions can be compared.
func (r *Results) Save(file string) error {
	var b bytes.Buffer
	head, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	b.Write(bytes.TrimSuffix(head, []byte("\n}")))
	b.WriteString(",\n\t\"results\": [")
	for i, l := range r.Lines {
		text, err := json.Marshal(l)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s\n\t\t%s", []string{"", ","}[min(i, 1)], text)
	}
	b.WriteString("\n\t]\n}\n")
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// Load reads results from a file.
func Load(file string) (*Results, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	r := new(Results)
	var lines struct {
		Lines []*Line `json:"results"`
	}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if err := json.Unmarshal(text, &lines); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	r.Lines = lines.Lines
	return r, nil
}
