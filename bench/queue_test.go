package bench

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tiny is an effort with which rings still wrap and fill many times.
var tiny = Effort{Time: 200 * time.Microsecond, Messages: 1 << 13, Trips: 100, Wakes: 3, Crowd: 20}

// within fails the test if f takes longer than a minute: a contender that loses
// a message waits for it for good.
func within(t *testing.T, f func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Minute):
		return errors.New("not finished after a minute")
	}
}

// TestContenders: every contender delivers everything, in order, run after run,
// with capacities and batches that divide the messages and that do not.
func TestContenders(t *testing.T) {
	const n = 600
	for _, c := range Contenders() {
		for _, capacity := range []int{2, 7, 64} {
			for _, batch := range []int{1, 3, 100} {
				for _, senders := range []int{1, 2, 5} {
					if senders > 1 && !c.ManySenders || c.Variant && capacity != 7 || !c.Batches && batch != 1 {
						continue
					}
					tr := &transfer{q: c.New(capacity, senders), pace: &pace{n: n / senders, least: n / senders, unit: 1}, senders: senders, sendBatch: batch, recvBatch: batch, order: NewOrder(senders)}
					for range 3 {
						if err := within(t, func() error { _, err := tr.run(); return err }); err != nil {
							t.Fatalf("%s cap %d batch %d senders %d: %v", c.Name, capacity, batch, senders, err)
						}
					}
					for i := range senders {
						if got, want := tr.order.Next(i)-First(i), uint64(3*n/senders); got != want {
							t.Errorf("%s: sender %d: %d messages received, want %d", c.Name, i, got, want)
						}
					}
				}
			}
		}
	}
}

// TestManyReceivers: whoever claims it delivers every number to one of many.
func TestManyReceivers(t *testing.T) {
	for _, c := range Contenders() {
		if !c.ManyReceivers {
			continue
		}
		run := sharedCase(c, tiny, 3, 4).Start()
		if err := within(t, func() error { _, err := run(); return err }); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

// TestCases: every case runs, twice, and has the metric that it is compared by;
// every contender takes part; names are unique.
func TestCases(t *testing.T) {
	c := BuildC(t.TempDir())
	seen, part := map[string]bool{}, map[string]bool{}
	for _, s := range Cases(tiny, c) {
		if seen[s.Name()] {
			t.Errorf("%s: twice", s.Name())
		}
		seen[s.Name()], part[s.Impl] = true, true
		if s.Missing != "" {
			continue
		}
		procs := runtime.GOMAXPROCS(0)
		run := s.Start()
		for range 2 {
			var sample Sample
			if err := within(t, func() (err error) { sample, err = run(); return err }); err != nil {
				t.Fatalf("%s: %v", s.Name(), err)
			}
			if v, ok := sample.Metrics[s.Unit]; !ok || v < 0 || v == 0 && s.Unit != "cpu-%" {
				t.Errorf("%s: %s is missing or senseless: %v", s.Name(), s.Unit, sample.Metrics)
			}
		}
		if got := runtime.GOMAXPROCS(0); got != procs {
			t.Fatalf("%s: leaves GOMAXPROCS at %d instead of %d", s.Name(), got, procs)
		}
	}
	for _, c := range Contenders() {
		if !part[c.Name] {
			t.Errorf("%s takes part in nothing", c.Name)
		}
	}
}

// TestComparable: every case has chan, or a limit, under the same parameters.
func TestComparable(t *testing.T) {
	bases := map[string]bool{}
	cases := Cases(tiny, nil)
	for _, s := range cases {
		if slices.Contains([]string{"chan", "clear", "handover"}, s.Impl) {
			bases[s.Workload+s.Params] = true
		}
	}
	for _, s := range cases {
		if s.Workload != "Crowd" && !bases[s.Workload+s.Params] {
			t.Errorf("%s: nothing to compare with", s.Name())
		}
	}
}

// TestAbsent: what is not measured says why.
func TestAbsent(t *testing.T) {
	for _, a := range AbsentContenders() {
		if a.Name == "" || a.Reason == "" {
			t.Errorf("%+v", a)
		}
	}
	for _, s := range Cases(tiny, &C{reason: "no C compiler"}) {
		if strings.HasPrefix(s.Impl, "c-") && s.Missing != "no C compiler" {
			t.Errorf("%s: missing %q", s.Name(), s.Missing)
		}
	}
}

// TestBatchesFromManySenders: also what no case does, batches from several
// senders, keeps their order.
func TestBatchesFromManySenders(t *testing.T) {
	const senders, n = 4, 1000
	for _, c := range Contenders() {
		if !c.ManySenders {
			continue
		}
		q, o := c.New(8, senders), NewOrder(senders)
		var running sync.WaitGroup
		for i := range senders {
			running.Go(func() { q.Send(i, First(i), n, 30) })
		}
		q.Recv(senders*n, 20, o)
		running.Wait()
		if err := o.Err(); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

// TestPace: runs take the time they should, within limits.
func TestPace(t *testing.T) {
	p := Effort{Time: 10 * time.Millisecond}.newPace(1000, 100, 8)
	for _, c := range []struct {
		seconds float64
		want    int
	}{{0.01, 1000}, {0.02, 504}, {0, 8064}, {100, 504}, {1, 104}, {1, 104}} {
		if p.took(c.seconds); p.n != c.want {
			t.Errorf("after %v s: %d, want %d", c.seconds, p.n, c.want)
		}
	}
}
