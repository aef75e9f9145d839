package bench

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
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
	Messages int // of throughput workloads
	Trips    int // round trips
	Wakes    int // wake-ups
	Crowd    int // consumers that idle, producers that are registered
}

// Usual is the effort of measurements: most runs take 5 to 30 ms.
var Usual = Effort{Messages: 1 << 19, Trips: 1 << 15, Wakes: 150, Crowd: 1000}

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
