package bench

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Sample is what one run of a case measured.
type Sample struct {
	Metrics   map[string]float64 // by unit, written as benchmarks do: "msg/s", "p50-ns"
	Latencies *Histogram         // nil unless latencies were measured one by one
}

// rate returns the sample of a run that moved n messages in the given time.
func rate(n int, seconds float64) Sample {
	return Sample{Metrics: map[string]float64{"msg/s": float64(n) / seconds}}
}

// Case is one workload with one contender: a line of results.
type Case struct {
	Workload string
	Impl     string
	Params   string // such as "cap=1024/batch=8"
	Unit     string // the metric that is compared
	Missing  string // why it cannot be measured; "" if it can
	Quick    bool   // belongs to the set that takes about a minute
	InC      bool   // the C baseline measures it

	// Start prepares the case, and returns what measures it once. That may be
	// called again and again; an error is a message that was lost, repeated,
	// altered or out of its sender's order.
	Start func() func() (Sample, error)
}

// Name returns the case's name, as benchstat groups by its parts.
func (c Case) Name() string { return c.Workload + "/" + c.Variation() }

// Variation returns the name without the workload.
func (c Case) Variation() string {
	return strings.TrimSuffix("impl="+c.Impl+"/"+c.Params, "/")
}

// Effort says how much is done in one run.
type Effort struct {
	Time     time.Duration // that a run of a throughput workload is to take
	Messages int           // of the first run, which is not measured
	Trips    int           // round trips of the first run
	Wakes    int           // wake-ups
	Crowd    int           // consumers that idle, producers that are registered
}

// pace keeps the number of messages with which a run takes the time it should,
// whatever the contender's speed. Each run sets it for the next.
type pace struct {
	n     int           // messages, or what else is counted, of the next run
	least int           // never fewer
	unit  int           // always a multiple
	time  time.Duration // that a run is to take
}

// newPace returns a pace whose first run has n messages; all have at least
// least, and a multiple of unit.
func (e Effort) newPace(n, least, unit int) *pace {
	p := &pace{least: least, unit: unit, time: e.Time}
	p.set(float64(n))
	return p
}

// took sets the number for the next run. It changes by at most a factor of 16,
// so that a run in which the machine did something else does no harm for long.
func (p *pace) took(seconds float64) {
	factor := min(16, max(1.0/16, p.time.Seconds()/max(seconds, 1e-9)))
	p.set(float64(p.n) * factor)
}

func (p *pace) set(n float64) {
	p.n = (max(int(n), p.least, 1) + p.unit - 1) / p.unit * p.unit
}

// Usual is the effort of measurements.
var Usual = Effort{Time: 15 * time.Millisecond, Messages: 1 << 17, Trips: 1 << 11, Wakes: 150, Crowd: 1000}

// Cases returns everything there is to measure. c is the C baseline.
func Cases(e Effort, c *C) (all []Case) {
	for _, cases := range [][]Case{
		spscCases(e), mpscCases(e), mpmcCases(e), pingPongCases(e), aloneCases(e),
		headlineCases(e), limitCases(), sizeCases(e), wakeCases(e), idleCases(e), crowdCases(e), memoryCases(e),
		cCases(e, c),
	} {
		all = append(all, cases...)
	}
	return grouped(all)
}

// grouped returns the cases with those side by side that are compared: the same
// workload with the same parameters.
func grouped(cases []Case) []Case {
	first := map[string]int{}
	for i, c := range cases {
		if _, ok := first[c.Workload+c.Params]; !ok {
			first[c.Workload+c.Params] = i
		}
	}
	slices.SortStableFunc(cases, func(a, b Case) int {
		return cmp.Compare(first[a.Workload+a.Params], first[b.Workload+b.Params])
	})
	return cases
}

// quickly reports whether a contender is measured in the quick set: chan and
// this module's.
func quickly(c Contender) bool { return c.Name == "chan" || c.Ours && !c.Variant }

// onOne returns c for GOMAXPROCS=1.
func onOne(c Case) Case {
	start := c.Start
	c.Params += "/procs=1"
	c.Start = func() func() (Sample, error) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		run := start()
		return func() (Sample, error) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			return run()
		}
	}
	return c
}

// params formats the parameters of a transfer.
func params(capacity, batch, producers int) string {
	return fmt.Sprintf("cap=%d/batch=%d/producers=%d", capacity, batch, producers)
}

// sortByImpl sorts cases by their contenders' names; chan comes first.
func sortByImpl(cases []Case) {
	slices.SortFunc(cases, func(a, b Case) int { return cmp.Compare(a.Impl, b.Impl) })
}
