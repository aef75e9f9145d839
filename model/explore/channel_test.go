package explore_test

import (
	"strings"
	"testing"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// wake is store buffering with a send in place of a load: one changes x and
// wakes the other, who had been woken before and looks at x.
func wake(look func(x *Atomic) uint64) func(*World) {
	return func(w *World) {
		x, due := w.Atomic("x", 0), w.Channel("due")
		goes(w, func() {
			due.Send()
			x.Add(1, SeqCst)
			if due.Send() {
				w.Out(1)
			} else {
				w.Out(0)
			}
		}, func() { due.Receive(); w.Out(look(x)) })
	}
}

// A send that finds the channel full orders nothing under Go and RC11: the
// sleeper has taken the token and sees nothing of what it was to be woken for. If
// the look replaces the word as well, the one of the two that comes later knows of
// the other.
func TestFailedSendOrdersNothing(t *testing.T) {
	load := func(x *Atomic) uint64 { return x.Load(SeqCst) }
	replace := func(x *Atomic) uint64 { return x.Update(SeqCst, func(v uint64) uint64 { return v }) }
	for _, m := range models {
		weak := m == Go || m == RC11
		if g, i := compare(t, "load", m, wake(load)); g.has("00") != weak || i.has("00") != weak {
			t.Errorf("%v: %v, want the lost wake-up: %t", m, g, weak)
		}
		if g, i := compare(t, "replace", m, wake(replace)); g.has("00") || i.has("00") {
			t.Errorf("%v: %v, want no lost wake-up", m, g)
		}
	}
}

// The report of a wake-up that is lost by a send that fails says why, and its token
// leads there again.
func TestFailedSendIsExplained(t *testing.T) {
	scenario := func(w *World) {
		x, due := w.Atomic("x", 0), w.Channel("due")
		w.Go("waker", func() { due.Send(); x.Add(1, SeqCst); due.Send() })
		w.Go("sleeper", func() {
			if due.Receive(); x.Load(SeqCst) == 0 {
				due.Receive()
			}
		})
	}
	for _, m := range []Model{Go, RC11} {
		v := find(t, m, scenario)
		const why = "a send that finds the channel full orders nothing"
		if text := v.Failure.Text(); !strings.Contains(strings.Join(strings.Fields(text), " "), why) {
			t.Errorf("%v: %s is not said\n%s", m, why, text)
		}
		if r, err := Replay(Bounds{}, v.Token, scenario); err != nil || r.Violation.Reason != v.Reason {
			t.Errorf("%v: %s: %v, %+v", m, v.Token, err, r.Violation)
		}
	}
	for _, m := range []Model{SC, TSO} {
		if r := Explore(m, Bounds{}, scenario, nil); r.Violation != nil || !r.Exhaustive {
			t.Errorf("%v: %v %v", m, r, r.Violation)
		}
	}
}

// What a channel orders: a send that succeeds the receive of its element, and a
// receive the next send, under Go; RC11 needs the first only. A send that fails
// learns nothing of the one that was quicker, but under TSO, where every load does.
func TestChannelOrders(t *testing.T) {
	for _, c := range []struct {
		name  string
		races []Model
		body  func(w *World, ch *Channel, p *Plain)
	}{
		{"send before receive", nil, func(w *World, ch *Channel, p *Plain) {
			goes(w, func() { p.Write(1); ch.Send() }, func() { ch.Receive(); p.Read() })
		}},
		{"receive before the next send", []Model{RC11}, func(w *World, ch *Channel, p *Plain) {
			goes(w, func() {
				if ch.Send(); ch.Send() {
					p.Read()
				}
			}, func() { p.Write(1); ch.Receive() })
		}},
		{"a send that fails", []Model{Go, RC11}, func(w *World, ch *Channel, p *Plain) {
			goes(w, func() { p.Write(1); ch.Send() }, func() {
				if !ch.Send() {
					p.Read()
				}
			})
		}},
	} {
		for _, m := range models {
			race := false
			for _, r := range c.races {
				race = race || r == m
			}
			g, _ := compare(t, c.name, m, func(w *World) { c.body(w, w.Channel("ch"), w.Plain("p", 0)) })
			if (g.kind() == "data") != race {
				t.Errorf("%s, %v: %v, want a race: %t", c.name, m, g, race)
			}
		}
	}
}

// A send finds the channel full for a while after it is not, but not once it
// knows of the receive.
func TestFailedSendIsCoherent(t *testing.T) {
	scenario := func(w *World) {
		ch, y := w.Channel("ch"), w.Atomic("y", 0)
		goes(w, func() { ch.Send() }, func() { ch.Receive(); y.Store(1, SeqCst) }, func() {
			if y.Load(SeqCst) == 1 && !ch.Send() {
				w.Out(1)
			}
		})
	}
	for _, m := range []Model{SC, Go, TSO} {
		if g, _ := compare(t, "coherent", m, scenario); g.has("1") {
			t.Errorf("%v: %v", m, g)
		}
	}
}

// TestOracleChannels: both engines find the same outcomes of random programs that
// send and receive. Under Go one of them knows an order of all but sends that
// fail, the other one RC11's axiom.
func TestOracleChannels(t *testing.T) {
	for _, m := range models {
		const seed = 6
		programs := scaled(2000)
		c := against(m)
		c.counts = func(graphs, interleavings uint64) bool { return graphs <= interleavings }
		c.report(t, seed, c.run(seed, programs, 3, telling, telling, waiting))
		if c.unknown > programs/50 {
			t.Errorf("%v: %d programs of %d not compared", m, c.unknown, programs)
		}
		t.Logf("%v: agreed %v, too many executions %d", m, c.agreed, c.unknown)
	}
}

// The comparison notices memories in which a send that fails orders something, in
// one way or the other, and one in which channels order nothing.
func TestOracleNoticesChannels(t *testing.T) {
	for name := range WrongChannels {
		if bad := over(Go, name).run(7, 3000, 1, telling); len(bad) == 0 {
			t.Errorf("%s: not noticed", name)
		}
	}
}

// TestSameChannels is TestSameRandom for programs that send and receive.
func TestSameChannels(t *testing.T) {
	for _, m := range models {
		const seed = 8
		programs := scaled(1000)
		c := tally{}
		if bad := c.run(Explore, m, seed, programs, telling); bad != nil {
			p := bad.shrink(func(q program) bool { return c.differ(Explore, m, Bounds{Executions: few}, q) != "" })
			t.Errorf("%v: seed %d, shrunk:\n%v%s", m, seed, &p, c.differ(Explore, m, Bounds{}, p))
		}
		if c.unknown > programs/10 || c.condemned > programs*3/4 {
			t.Errorf("%v: %+v", m, c)
		}
		t.Logf("%v: %+v", m, c)
	}
}
