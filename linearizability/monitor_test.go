package linearizability_test

import (
	"testing"
	"time"

	lin "github.com/ringmpsc/ringmpsc-go/linearizability"
)

// TestMonitorRules has one history for each rule.
func TestMonitorRules(t *testing.T) {
	for rule, h := range map[lin.Rule]lin.History{
		lin.Reused:      {sent(1, 2, a1), got(3, 4, a1), sent(5, 6, a1)},
		lin.Invented:    {got(1, 2, a1)},
		lin.Duplicated:  {sent(1, 2, a1), got(3, 4, a1), got(5, 6, a1)},
		lin.Early:       {got(1, 2, a1), sent(3, 4, a1)},
		lin.Order:       {sent(1, 2, a1), sent(3, 4, a2), got(5, 6, a2), got(7, 8, a1)},
		lin.Lost:        {sent(1, 2, a1), sent(3, 4, a2), got(5, 6, a2)},
		lin.AfterClose:  {event(lin.Close, lin.OK, 1, 2), sent(3, 4, a1)},
		lin.FalseClosed: {send(1, 2, 0, lin.Closed, a1), event(lin.Close, lin.OK, 3, 4)},
		lin.ClosedSoon:  {sent(1, 2, a1), event(lin.Close, lin.OK, 3, 4), recv(5, 6, lin.Closed), got(7, 8, a1)},
		lin.FalseEmpty:  {sent(1, 2, a1), recv(3, 4, lin.Empty), got(5, 6, a1)},
		lin.FalseFull:   {sent(1, 2, a1), send(3, 4, 0, lin.Full, a2)},
		lin.OverFull:    {sent(1, 2, a1), sent(3, 4, a2), sent(5, 6, lin.ValueOf(0, 3))},
	} {
		v := violation(lin.PerProducer(2).Monitor(h))
		if v == nil || v.Rule != rule || len(v.Operations) == 0 {
			t.Errorf("the monitor says %v, want %q", v, rule)
		}
	}
}

// TestMonitorSeesBetweenConsumers: two consumers, each of which receives in
// order, while together they do not.
func TestMonitorSeesBetweenConsumers(t *testing.T) {
	second := got(5, 6, a2)
	second.Client = 7
	h := lin.History{sent(1, 2, a1), sent(3, 4, a2), second, got(7, 8, a1)}
	if v := violation(lin.Monitor(h)); v == nil || v.Rule != lin.Order {
		t.Errorf("the monitor says %v, want %q", v, lin.Order)
	}
	h[3].Call = 5 // now the receives overlap
	if err := lin.Monitor(h); err != nil {
		t.Errorf("overlapping receives: %v", err)
	}
}

// TestMonitorEmpty: an empty receive is fine while the send is running, and
// wrong once it has returned.
func TestMonitorEmpty(t *testing.T) {
	h := lin.History{sent(1, 6, a1), recv(5, 7, lin.Empty), got(8, 9, a1)}
	if err := lin.Monitor(h); err != nil {
		t.Errorf("empty while the send was running: %v", err)
	}
	h[1].Call, h[1].Return = 7, 7
	if v := violation(lin.Monitor(h)); v == nil || v.Rule != lin.FalseEmpty {
		t.Errorf("the monitor says %v, want %q", v, lin.FalseEmpty)
	}
}

// million returns a correct history of a million operations by eight producers,
// with refused sends and empty receives.
func million() lin.History {
	const producers, rounds, capacity = 8, 50_000, 1
	h := make(lin.History, 0, 20*rounds)
	now := int64(0)
	add := func(o lin.Operation) {
		o.Call, o.Return = now, now+3 // overlaps its neighbours
		now += 2
		h = append(h, o)
	}
	for i := range rounds {
		for p := range producers {
			add(sent(0, 0, lin.ValueOf(p, i)))
		}
		now += 2
		add(send(0, 0, 0, lin.Full, lin.ValueOf(i%producers, i+1)))
		now += 2
		for p := range producers {
			add(got(0, 0, lin.ValueOf((p+i)%producers, i)))
		}
		now += 2
		add(recv(0, 0, lin.Empty))
		add(recv(0, 0, lin.Canceled))
		add(recv(0, 0, lin.Empty))
		now += 2
	}
	return h
}

func TestMonitorMillion(t *testing.T) {
	h := million()
	start := time.Now()
	err := lin.PerProducer(1).Monitor(h)
	t.Logf("%d operations in %v", len(h), time.Since(start))
	if err != nil {
		t.Error(err)
	}
	last := len(h) - 6 // a receive
	h[last].Values = h[last-1].Values
	if err := lin.PerProducer(1).Monitor(h); err == nil {
		t.Error("the same value received twice at the end was accepted")
	}
}

// TestRecorderKeepsWhatNeverReturned: a goroutine that exits in the middle of
// an operation leaves it pending.
func TestRecorderKeepsWhatNeverReturned(t *testing.T) {
	rec := lin.NewRecorder(2, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { _ = recover() }()
		rec.Log(0).TrySend(a1, func(lin.Value) bool { panic("in the middle") })
	}()
	<-done
	rec.Log(1).TryRecv(func() (lin.Value, bool) { return a1, true })
	h := rec.History()
	if len(h) != 2 || h[0].Outcome != lin.Pending || h[0].Return != lin.Never || h[1].Client != 1 {
		t.Fatalf("history:\n%v", h)
	}
	lin.CheckFIFO(t, h, 1)
}

func TestValueOf(t *testing.T) {
	v := lin.ValueOf(65535, 1<<30)
	if v.Producer() != 65535 || v.Seq() != 1<<30 || v.String() != "65535.1073741824" {
		t.Errorf("got %d, %d, %v", v.Producer(), v.Seq(), v)
	}
	defer func() {
		if recover() == nil {
			t.Error("a producer out of range was accepted")
		}
	}()
	lin.ValueOf(1<<16, 0)
}
