package instrument_test

import (
	"slices"
	"strings"
	"testing"
)

// Loops that wait get their hooks, others none; what is rewritten compiles.
func TestWaits(t *testing.T) {
	for _, c := range []struct {
		name, line string
		want       []string // in the rewritten line
		absent     string
		fail       string
	}{
		{name: "a loop that pauses", line: "func (b *Box) F() { for b.n.Load() == 0 { runtime.Gosched() } }",
			want: []string{"{ mc.BeginWait(false); for b.n.LoadAt(&mcSites[0]) == 0 { mc.NextWait(); mc.Pause(runtime.Gosched) }; mc.EndWait() }"}},
		{name: "one with a bound", line: "func (b *Box) F() { for i := 0; i < 3; i++ { _ = b.n.Load(); runtime.Gosched() } }",
			want: []string{"mc.Pause(runtime.Gosched)"}, absent: "Wait("},
		{name: "one that ranges", line: "func (b *Box) F() { for range 3 { _ = b.n.Load(); runtime.Gosched() } }", absent: "Wait("},
		{name: "one with a bound that is marked", line: "func (b *Box) F() { for range 3 { _ = b.n.Load() } } //mc:wait",
			want: []string{"mc.BeginWait(true); for range 3 { mc.NextWait();", "}; mc.EndWait() }"}},
		{name: "one that does not pause", line: "func (b *Box) F() { for b.n.Load() == 0 { } }", absent: "Wait("},
		{name: "one that counts", line: "func (b *Box) F() { for i := 1; b.n.Load() == 0; i++ { runtime.Gosched() } }", want: []string{"mc.BeginWait(true); for i"}},
		{name: "one that counts inside", line: "func (b *Box) F(i int) { for b.n.Load() == 0 { i++; runtime.Gosched() } }", want: []string{"mc.BeginWait(true); for b"}},
		{name: "one that is left by return only", line: "func (b *Box) F() int { for { if b.n.Load() == 1 { return 1 }; runtime.Gosched() } }",
			want: []string{"{ mc.EndWait(); return 1 }", "mc.Pause(runtime.Gosched) } }"}},
		{name: "one that is left by break", line: "func (b *Box) F() { for { switch b.n.Load() { case 1: break }; if b.n.Load() == 2 { break }; runtime.Gosched() } }",
			want: []string{"}; mc.EndWait() }"}},
		{name: "a break in it that is not its own", line: "func (b *Box) F() { for { switch b.n.Load() { case 1: break }; runtime.Gosched() } }", absent: "EndWait"},
		{name: "one that is left for another", line: "func (b *Box) F() { L: for range 2 { for b.n.Load() == 0 { if b.n.Load() == 3 { continue L }; runtime.Gosched() } } }",
			want: []string{"{ L: for range 2 { mc.BeginWait(false); for", "{ mc.EndWait(); continue L }"}},
		{name: "one with a label", line: "func (b *Box) F() { L: for { for range 2 { if b.n.Load() == 3 { break L } }; runtime.Gosched() } }",
			want: []string{"{ mc.BeginWait(false); L: for { mc.NextWait();", "{ break L }", "}; mc.EndWait() }"}},
		{name: "one in another", line: "func (b *Box) F() { for { for b.n.Load() == 0 { runtime.Gosched() }; if b.n.CompareAndSwap(0, 1) { return } } }",
			want: []string{"{ for { mc.BeginWait(false); for", "{ return }"}},
		{name: "both of them wait", line: "func (b *Box) F() { for { for b.n.Load() == 0 { if b.n.Load() == 2 { return }; runtime.Gosched() }; runtime.Gosched() } }",
			want: []string{"{ mc.BeginWait(false); for { mc.NextWait(); mc.BeginWait(false); for", "{ mc.EndWait(); mc.EndWait(); return }"}},
		{name: "a function in it", line: "func (b *Box) F() { for b.n.Load() == 0 { func() { return }(); runtime.Gosched() } }", want: []string{"func() { return }()"}},
		{name: "a pause in a function", line: "func (b *Box) F() { for b.n.Load() == 0 { func() { runtime.Gosched() }() } }", absent: "Wait("},
		{name: "one that sleeps", line: "func (b *Box) F() { for b.n.Load() == 0 { time.Sleep(1) } }", want: []string{"mc.BeginWait(false); for", "mc.Slept(time.Sleep)(1)"}},
		{name: "recover", line: "func (b *Box) F() { defer func() { if r := recover(); r != nil { _ = r } }(); for b.n.Load() == 0 { runtime.Gosched() } }",
			want: []string{"if r := mc.Recovered(recover()); r != nil"}},
		{name: "goto", line: "func (b *Box) F() { for b.n.Load() == 0 { runtime.Gosched(); goto L }; L: }", fail: ".go:12: goto in a loop that waits"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := uses(c.line, "runtime", "time") + "\nvar _, _ = runtime.Gosched, time.Nanosecond\n"
			o, got, err := file(t, src)
			if c.fail != "" {
				if err == nil || !strings.Contains(err.Error(), c.fail) {
					t.Errorf("%v, want %s", err, c.fail)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			line := strings.Split(got, "\n")[11]
			for _, want := range c.want {
				if !strings.Contains(line, want) {
					t.Errorf("no %s in\n%s", want, line)
				}
			}
			if c.absent != "" && strings.Contains(line, c.absent) {
				t.Errorf("%s in\n%s", c.absent, line)
			}
			compile(t, o, "")
		})
	}
}

// A function that is marked to pause does so in no exploration, and a loop that
// calls it waits.
func TestPause(t *testing.T) {
	const pause = "\n//mc:pause\nfunc spin() { for range 100 { } }\n"
	o, got, err := file(t, uses("func (b *Box) F() { for b.n.Load() == 0 { spin() } }")+pause)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"func spin() { if mc.Pausing() { return }; for", "mc.BeginWait(false); for"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	compile(t, o, "")
	if _, _, err := file(t, uses("")+strings.Replace(pause, "spin()", "spin() (n int)", 1)); err == nil || !strings.Contains(err.Error(), "has no results") {
		t.Errorf("with a result: %v", err)
	}
}

// What a loop that waits gathers is warned about; what it counts or replaces is
// not.
func TestGathers(t *testing.T) {
	for body, warn := range map[string]bool{
		"sum += b.n.Load()": true, "all = append(all, b.n.Load())": true,
		"sum += 1": false, "sum = b.n.Load()": false, "var local uint64; local += b.n.Load()": false,
	} {
		line := "func (b *Box) F() (sum uint64, all []uint64) { for b.n.Load() == 0 { " + body + "; runtime.Gosched() }; return }"
		o, _, err := file(t, uses(line, "runtime"))
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.ContainsFunc(o.Warnings, func(w string) bool { return strings.Contains(w, "is gathered in a loop that waits") }); got != warn {
			t.Errorf("%s: %q", body, o.Warnings)
		}
	}
}
