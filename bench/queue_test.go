package bench

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// small returns scenarios in which rings wrap and fill many times, for each
// topology: capacities and batches that divide the messages and that do not.
func small() (all []Scenario) {
	for _, capacity := range []int{1, 2, 7, 64} {
		for _, batch := range []int{1, 3, 64, 100} {
			all = append(all, Scenario{SPSC, capacity, batch, 1, 600})
			for _, producers := range []int{1, 2, 5} {
				all = append(all, Scenario{MPSC, capacity, batch, producers, 600})
			}
		}
		all = append(all, Scenario{PingPong, capacity, 1, 1, 200}, Scenario{Alone, capacity, 1, 1, 200})
	}
	return all
}

// TestContenders: every contender delivers everything, in order, run after run.
func TestContenders(t *testing.T) {
	for _, c := range Contenders() {
		for _, s := range small() {
			if !s.Takes(c) {
				continue
			}
			r := NewCourse(s, c)
			for range 3 {
				if err := r.Run(); err != nil {
					t.Fatalf("%s %s: %v", s.Topology, s.Name(c.Name), err)
				}
			}
			for i := range s.Producers {
				if n, want := r.order.Next(i)-First(i), uint64(3*s.Messages/s.Producers); n != want {
					t.Errorf("%s %s: sender %d: %d messages received, want %d", s.Topology, s.Name(c.Name), i, n, want)
				}
			}
		}
	}
}

// TestBatchesFromManySenders: also what no scenario does, batches from several
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

// TestScenarios: every contender takes part in something, every scenario has
// chan to compare with, and its rings wrap.
func TestScenarios(t *testing.T) {
	part := map[string]int{}
	for _, s := range Scenarios() {
		if !s.Takes(chanContender) {
			t.Errorf("%s: chan does not take part", s.Name("chan"))
		}
		if s.Messages/s.Producers < 2*s.Cap || s.Messages%s.Producers != 0 {
			t.Errorf("%s: %d messages do not wrap its rings", s.Name("any"), s.Messages)
		}
		for _, c := range Contenders() {
			if s.Takes(c) {
				part[c.Name]++
			}
		}
	}
	for _, c := range Contenders() {
		if part[c.Name] == 0 {
			t.Errorf("%s takes part in nothing", c.Name)
		}
	}
}

// faulty is a queue that does something wrong to the numbers on their way.
type faulty struct {
	chanQueue
	wrong func(vs []uint64) []uint64
}

func (q faulty) Recv(n, batch int, o *Order) {
	vs := make([]uint64, n)
	for i := range vs {
		vs[i] = <-q.chanQueue
	}
	vs = q.wrong(vs)
	if batch > 1 {
		o.CheckAll(vs)
		return
	}
	for _, v := range vs {
		o.Check(v)
	}
}

// TestFaultsAreFound is the negative control of the check that runs while
// measuring.
func TestFaultsAreFound(t *testing.T) {
	for _, c := range []struct {
		what, err string
		wrong     func(vs []uint64) []uint64
	}{
		{"nothing", "", func(vs []uint64) []uint64 { return vs }},
		{"two changed places", "received number 8 of sender 0 instead of 7", func(vs []uint64) []uint64 {
			vs[7], vs[8] = vs[8], vs[7]
			return vs
		}},
		{"one lost", "received number 8 of sender 0 instead of 7", func(vs []uint64) []uint64 { return append(vs[:7], vs[8:]...) }},
		{"one repeated", "received number 6 of sender 0 instead of 7", func(vs []uint64) []uint64 {
			vs[7] = vs[6]
			return vs
		}},
		{"the last repeated", "received number 99 of sender 0 instead of 100", func(vs []uint64) []uint64 { return append(vs, vs[99]) }},
		{"one of a sender that is not there", "of sender 1 instead of", func(vs []uint64) []uint64 {
			vs[7] = First(1)
			return vs
		}},
	} {
		for _, batch := range []int{1, 10} {
			t.Run(fmt.Sprintf("%s/batch=%d", c.what, batch), func(t *testing.T) {
				r := NewCourse(Scenario{SPSC, 100, batch, 1, 100}, Contender{New: func(capacity, _ int) Queue {
					return faulty{make(chanQueue, capacity), c.wrong}
				}})
				err := r.Run()
				if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
					t.Errorf("error %v, want %q", err, c.err)
				}
			})
		}
	}
}
