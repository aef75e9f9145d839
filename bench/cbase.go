package bench

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed c/baseline.c
var cSource []byte

// C is the baseline in C: a program beside this one. The nil C is missing for a
// reason that is not known.
type C struct {
	path   string // of the program; "" if there is none
	reason string // why not
}

// BuildC builds the baseline in a directory, which the caller removes. Without
// a C compiler its measurements are missing, which is no error.
func BuildC(dir string) *C {
	cc, err := exec.LookPath("cc")
	if err != nil {
		return &C{reason: "no C compiler"}
	}
	source, path := filepath.Join(dir, "baseline.c"), filepath.Join(dir, "baseline")
	if err := os.WriteFile(source, cSource, 0o644); err != nil {
		return &C{reason: err.Error()}
	}
	if out, err := exec.Command(cc, "-std=gnu11", "-O2", "-pthread", "-o", path, source).CombinedOutput(); err != nil {
		return &C{reason: fmt.Sprintf("cc: %v: %.200s", err, out)}
	}
	return &C{path: path}
}

// missing returns why there is no baseline, or "".
func (c *C) missing() string {
	switch {
	case c == nil:
		return "the C baseline was not built"
	case c.path == "":
		return c.reason
	default:
		return ""
	}
}

// seconds runs one measurement of the program.
func (c *C) seconds(args ...any) (float64, error) {
	var list []string
	for _, a := range args {
		list = append(list, fmt.Sprint(a))
	}
	out, err := exec.Command(c.path, list...).Output()
	if err != nil {
		return 0, fmt.Errorf("C baseline %v: %w", list, err)
	}
	return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
}

// cCases: the same ring in C, and what C does with memory.
func cCases(e Effort, c *C) (all []Case) {
	for _, capacity := range []int{64, 1024, 65536} {
		all = append(all,
			c.transfer("c", e, capacity, 1, eager.of(capacity)),
			c.transfer("c-gather", e, capacity, 1, gather.of(capacity)))
	}
	for _, capacity := range []int{1024, 65536} {
		for _, batch := range []int{8, 64, 1024, 32768} {
			if batch <= capacity {
				all = append(all, c.transfer("c", e, capacity, batch, eager.of(capacity)))
			}
		}
	}
	trips := e.newPace(e.Trips, places, places)
	all = append(all, c.kase("PingPong", "c", "cap=1024", "ns/trip", func() (Sample, error) {
		n := trips.n
		s, err := c.seconds("pingpong", 1024, n, eager.empty)
		trips.took(s)
		return Sample{Metrics: map[string]float64{"ns/trip": s * 1e9 / float64(n)}}, err
	}))
	messages := e.newPace(e.Messages, 2048, 1)
	all = append(all, c.kase("Alone", "c", "cap=1024", "ns/op", func() (Sample, error) {
		n := messages.n
		s, err := c.seconds("alone", 1024, n)
		messages.took(s)
		return Sample{Metrics: map[string]float64{"ns/op": s * 1e9 / float64(n)}}, err
	}))
	return append(all, c.limits()...)
}

// kase returns a case of the baseline.
func (c *C) kase(workload, impl, params, unit string, run func() (Sample, error)) Case {
	return Case{Workload: workload, Impl: impl, Params: params, Unit: unit, Missing: c.missing(), Quick: true, InC: true,
		Start: func() func() (Sample, error) { return run }}
}

// transfer returns the case that moves numbers through the ring in C.
func (c *C) transfer(impl string, e Effort, capacity, batch int, poll Poll) Case {
	pace := e.newPace(e.Messages, 4*capacity, 1)
	some := c.kase("SPSC", impl, params(capacity, batch, 1), "msg/s", func() (Sample, error) {
		n := pace.n
		s, err := c.seconds("spsc", capacity, batch, n, poll.empty, poll.full)
		pace.took(s)
		return rate(n, s), err
	})
	some.Quick = impl == "c" && capacity >= 1024 && batch == 1 || capacity == 65536 && (batch == 64 || batch == 1024)
	return some
}

// limits returns what one core does with memory in C.
func (c *C) limits() (all []Case) {
	for _, kib := range []int{32, 256, 512, 4096} {
		for _, what := range []string{"memset", "memcpy"} {
			repeats := 256 << 10 / kib
			some := c.kase("Limit", what, fmt.Sprintf("bytes=%dKiB", kib), "GB/s", func() (Sample, error) {
				s, err := c.seconds(what, kib<<10, repeats)
				return Sample{Metrics: map[string]float64{"GB/s": float64(repeats) * float64(kib<<10) / 1e9 / s}}, err
			})
			some.Quick = kib == 512
			all = append(all, some)
		}
	}
	return all
}
