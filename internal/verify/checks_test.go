package verify

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/linearizability"
	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
	"github.com/ringmpsc/ringmpsc-go/stress"
)

// broken is a type that goes wrong for the seeds that fails says, in every layer.
func broken(fails func(seed uint64) bool) typ {
	return typ{
		name: "ring",
		fuzz: func(data []byte) error {
			if fails(uint64(data[0])) {
				return fmt.Errorf("wrong for a first byte of %d", data[0])
			}
			return nil
		},
		history: func(run linearizability.Run) linearizability.History { return history(fails(run.Seed)) },
		spec:    linearizability.FIFO,
		stress: func(_ context.Context, c stress.Config) (r stress.Report, err error) {
			if fails(c.Seed) {
				return r, fmt.Errorf("ledger: message 3 of producer 1 is lost (seed %d)", c.Seed)
			}
			return r, nil
		},
	}
}

// history is of one message sent and received; if it loses, of one that was
// accepted, and that a receive that came after it did not find.
func history(loses bool) linearizability.History {
	v := linearizability.ValueOf(0, 0)
	h := linearizability.History{
		{Client: 0, Kind: linearizability.Send, Values: []linearizability.Value{v}, N: 1, Call: 0, Return: 10},
		{Client: 1, Kind: linearizability.Recv, Values: []linearizability.Value{v}, N: 1, Call: 20, Return: 30},
	}
	if loses {
		h[1].Values, h[1].N, h[1].Outcome = nil, 0, linearizability.Empty
	}
	return h
}

// replay runs a result's replay command, but on checks, and returns what the
// check then says, and after how many iterations.
func replay(t *testing.T, checks []Check, command string) (r Result, iterations int) {
	t.Helper()
	words := strings.Fields(strings.TrimPrefix(command, "go run ./cmd/ringcheck verify "))
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	only, seed, full := fs.String("only", "", ""), fs.Uint64("seed", 0, ""), fs.Bool("full", false, "")
	if err := fs.Parse(words); err != nil || fs.NArg() > 0 {
		t.Fatalf("the command %q: %v", command, err)
	}
	selected, err := Select(checks, *only)
	if err != nil || len(selected) != 1 {
		t.Fatalf("-only %s: %d checks, %v", *only, len(selected), err)
	}
	env := &Env{Seed: *seed, Full: *full, Progress: func(done, _ int) { iterations = done }}
	return runOne(t.Context(), &selected[0], env), iterations
}

// Each layer that draws from a seed rejects a type that is broken, and the
// command that it prints brings the same failure as the first thing; it accepts
// the type if it is not broken (G6).
func TestSeededLayersRejectAndReplay(t *testing.T) {
	bad := broken(func(seed uint64) bool { return seed%4 == 2 })
	good := broken(func(uint64) bool { return false })
	for name, layer := range map[string]func(*typ) Check{
		"model": (*typ).model, "porcupine": (*typ).porcupine, "monitor": (*typ).monitor,
		"chaos": func(y *typ) Check { return y.chaos()[0] },
	} {
		t.Run(name, func(t *testing.T) {
			check := layer(&bad)
			passed := 0
			env := &Env{Seed: 7, Progress: func(done, _ int) { passed = done }}
			r := runOne(t.Context(), &check, env)
			if r.Verdict != Fail || passed == 0 && name != "model" || r.Seed != 7+uint64(passed) {
				t.Fatalf("%s with seed %d after %d iterations: %s", r.Verdict, r.Seed, passed, r.Detail)
			}
			again, iterations := replay(t, []Check{check}, r.Replay)
			if again.Verdict != Fail || iterations != 0 || again.Seed != r.Seed || first(again.Detail) != first(r.Detail) {
				t.Errorf("%s: %s with seed %d after %d iterations: %s\nwant seed %d at once: %s",
					r.Replay, again.Verdict, again.Seed, iterations, again.Detail, r.Seed, r.Detail)
			}
			check = layer(&good)
			if r := runOne(t.Context(), &check, quiet(7)); r.Verdict != Pass || r.Ran == "" {
				t.Errorf("not broken: %s: %s", r.Verdict, r.Detail)
			}
		})
	}
}

func first(s string) string { line, _, _ := strings.Cut(s, "\n"); return line }

// Seeds count on past the largest number, and the command says so.
func TestReplayAfterLargestSeed(t *testing.T) {
	bad := broken(func(seed uint64) bool { return seed == 0 })
	check := bad.porcupine()
	r := runOne(t.Context(), &check, quiet(^uint64(0)))
	if again, iterations := replay(t, []Check{check}, r.Replay); again.Verdict != Fail || iterations != 0 {
		t.Errorf("%s: %s after %d iterations", r.Replay, again.Verdict, iterations)
	}
}

// What porcupine rejects comes with the run, an explanation and a picture.
func TestPorcupineLeavesSomethingToLookAt(t *testing.T) {
	bad := broken(func(uint64) bool { return true })
	check := bad.porcupine()
	r := runOne(t.Context(), &check, quiet(1))
	for _, want := range []string{"Seed:1", "Operations:200", "Illegal", "Recv: empty"} {
		if !strings.Contains(r.Detail, want) {
			t.Errorf("%q is not in %s", want, r.Detail)
		}
	}
	if !bytes.Contains(r.Picture, []byte("<svg")) {
		t.Errorf("the picture is %.80q", r.Picture)
	}
}

// The explorer's layer fails with the first violation, with executions that
// were not run, and without any scenario.
func TestExplorerLayer(t *testing.T) {
	ok := explorer.Result{Scenario: "ring/try", Model: "go", Executions: 605, Exhaustive: true}
	bounded := explorer.Result{Scenario: "ring/batch", Model: "tso", Executions: 1000, Explored: 0.125}
	lost := explorer.Result{Scenario: "ring/window", Model: "rc11", Executions: 5, Violation: "received 0, want 1\nproducer.0 …"}
	for _, c := range []struct {
		name    string
		results []explorer.Result
		err     error
		verdict Verdict
		want    string // in what was run, or the detail
	}{
		{"all right", []explorer.Result{ok, ok}, nil, Pass, "2 explorations, 1,210 executions, EXHAUSTIVE"},
		{"bounded", []explorer.Result{ok, bounded}, nil, Bounded, "2 explorations, 1,605 executions, BOUNDED: ring/batch under tso (about 12% explored)"},
		{"bounded and violation", []explorer.Result{bounded, lost}, nil, Fail, "received 0"},
		{"bounded and crash", []explorer.Result{bounded}, errors.New("exit status 2"), Fail, "exit status 2"},
		{"violation", []explorer.Result{ok, lost, ok}, nil, Fail, "ring/window under rc11: received 0, want 1"},
		{"command", []explorer.Result{lost}, nil, Fail, "explore -models rc11 -run '^ring/window$'"},
		{"violation and crash", []explorer.Result{lost}, errors.New("exit status 2"), Fail, "received 0"},
		{"crash", []explorer.Result{ok}, errors.New("exit status 2"), Fail, "exit status 2"},
		{"nothing to explore", nil, nil, Fail, "no scenario of ring"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ring := broken(nil)
			check := returns("", nil)
			check.Run = func(ctx context.Context, env *Env) (Outcome, error) {
				return ring.explore(ctx, env, func(_ context.Context, f func(explorer.Result), args ...string) error {
					if s := strings.Join(args, " "); s != "-run ^ring/ -executions 30000 -sizes small" {
						t.Errorf("explored with %s", s)
					}
					for _, r := range c.results {
						f(r)
					}
					return c.err
				})
			}
			r := runOne(t.Context(), &check, quiet(1))
			if got := r.Ran + r.Detail; r.Verdict != c.verdict || !strings.Contains(got, c.want) {
				t.Errorf("%s: %s, want %s: %s", r.Verdict, got, c.verdict, c.want)
			}
		})
	}
}

// The same with the real explorer, and an order taken as weaker than it is
// declared in the shipped source.
func TestExplorerLayerOnWeakenedSource(t *testing.T) {
	p, err := explorer.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	i := slices.IndexFunc(p.Sites, func(s instrument.Site) bool {
		return s.Label == "ring.free" && s.Order == "acquire" && s.Func == "ring.totals"
	})
	if i < 0 {
		t.Fatal("there is no acquire with the label ring.free, by which an observer looks at the totals")
	}
	ring := broken(nil)
	_, err = ring.explore(t.Context(), quiet(1), func(ctx context.Context, f func(explorer.Result), args ...string) error {
		return p.Run(ctx, f, append(args, "-models", "rc11", "-weaken", p.Sites[i].Pos)...)
	})
	if f, ok := errors.AsType[*Failure](err); !ok || !strings.HasPrefix(f.Text, "ring/observer under rc11: observer: sent 0, received 1") {
		t.Errorf("with %s weakened: %v, want a violation", p.Sites[i].Pos, err)
	}
}

func TestWakeupsRejectsAndReplays(t *testing.T) {
	check := wakeups(func(_ context.Context, seed uint64, n int) error {
		if seed%8 == 3 {
			return fmt.Errorf("one of %d races hangs", n)
		}
		return nil
	})
	r := runOne(t.Context(), &check, quiet(20))
	if r.Verdict != Fail || r.Seed != 27 || r.Detail != "one of 10 races hangs" {
		t.Fatalf("%+v, want a failure with seed 27", r)
	}
	if again, iterations := replay(t, []Check{check}, r.Replay); again.Verdict != Fail || iterations != 0 {
		t.Errorf("%s: %s after %d iterations", r.Replay, again.Verdict, iterations)
	}
}

func TestIdleRejects(t *testing.T) {
	for _, c := range []struct {
		used stress.Idleness
		want string
	}{
		{stress.Idleness{Watched: time.Second, CPU: time.Millisecond, Checked: true}, "<nil>"},
		{stress.Idleness{Watched: time.Second, CPU: 900 * time.Millisecond, Checked: true}, "900ms of CPU in 1s"},
		{stress.Idleness{Watched: time.Second, Threads: 1000, Checked: true}, "1000 threads were made"},
		{stress.Idleness{Watched: time.Second, Threads: 1000}, "1000 threads were made"},
	} {
		if got := fmt.Sprint(idleEnough(c.used)); got != c.want {
			t.Errorf("%+v: %s, want %s", c.used, got, c.want)
		}
	}
	if _, ok := errors.AsType[*NotChecked](idleEnough(stress.Idleness{Watched: time.Second})); !ok {
		t.Error("CPU that was not measured is not reported as not checked")
	}
}

func TestChurnRejects(t *testing.T) {
	for _, c := range []struct {
		rings, overtaken int
		want             string
	}{
		{32, 60, "<nil>"},
		{100_000, 60, "100000 rings: memory follows the number of producers there ever were"},
		{32, 20_000, "20000 messages overtook one"},
	} {
		if got := fmt.Sprint(churned(c.rings, c.overtaken)); got != c.want {
			t.Errorf("%d rings, %d overtaken: %s, want %s", c.rings, c.overtaken, got, c.want)
		}
	}
}

// The controls notice a checker that accepts everything, and one that rejects
// everything.
func TestControlsRejectWorthlessCheckers(t *testing.T) {
	for name, verdict := range map[string]error{"blind": nil, "paranoid": errors.New("wrong")} {
		check := controls(porcupine, checker{name, func(linearizability.Spec, linearizability.History) error { return verdict }})
		if r := runOne(t.Context(), &check, quiet(1)); r.Verdict != Fail || !strings.Contains(r.Detail, name+" on a queue") {
			t.Errorf("%s: %s: %s", name, r.Verdict, r.Detail)
		}
	}
	check := controls(porcupine, monitor)
	if r := runOne(t.Context(), &check, quiet(1)); r.Verdict != Pass || r.Ran != "8 verdicts on 4 queues" {
		t.Errorf("%s: %s%s", r.Verdict, r.Ran, r.Detail)
	}
}

// A seed gives the same operations again, and seeds differ.
func TestScriptsFollowTheSeed(t *testing.T) {
	for seed := range uint64(100) {
		a, b := script(seed), script(seed)
		if !bytes.Equal(a, b) || bytes.Equal(a, script(seed+1)) {
			t.Errorf("seed %d: %x, %x", seed, a, b)
		}
		if len(a) < 8 || len(a) > 4*66 || len(a)%4 != 0 {
			t.Errorf("seed %d: %d bytes", seed, len(a))
		}
		for i := range types {
			if r := types[i].run(seed, 10); fmt.Sprintf("%+v", r) != fmt.Sprintf("%+v", types[i].run(seed, 10)) {
				t.Errorf("seed %d: two runs", seed)
			}
		}
	}
}

func TestGroup(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567"} {
		if got := group(n); got != want {
			t.Errorf("group(%d) = %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int]int{1: 1, 2: 2, 3: 4, 8: 8, 9: 16} {
		if got := rounded(n); got != want {
			t.Errorf("rounded(%d) = %d, want %d", n, got, want)
		}
	}
}

// The controls depend on no lucky schedule: each defect is rejected for every
// seed, however goroutines take turns.
func TestControlsDoNotFlake(t *testing.T) {
	check := controls(porcupine, monitor)
	for _, procs := range []int{1, 2, 4} {
		previous := runtime.GOMAXPROCS(procs)
		defer runtime.GOMAXPROCS(previous)
		for seed := range uint64(8) {
			if r := runOne(t.Context(), &check, quiet(seed)); r.Verdict != Pass {
				t.Errorf("seed %d on %d processors: %s", seed, procs, r.Detail)
			}
		}
	}
}
