package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

func main() {
	debug.SetGCPercent(800) // little is kept: collect less often, and leave the other processor to the other worker
	run := flag.String("run", "", "only scenarios whose name matches this `regexp`")
	models := flag.String("models", "go,tso,rc11", "memory models")
	sizes := flag.String("sizes", "small,large", "which scenarios: small ones take less than some seconds")
	limit := flag.Uint64("executions", 0, "stop each exploration after so many executions")
	weaken := flag.String("weaken", "", "take the order of the access at this `position` as relaxed")
	report := flag.Bool("report", false, "look for a short violation, and say all about it")
	replay := flag.String("replay", "", "run only the execution of this `token`")
	claims := flag.String("claims", "", "the `directory` by which processes share each exploration")
	progress := flag.Bool("progress", false, "say how far it is about once a second")
	flag.Parse()
	share := explorer.Settings{Claims: *claims}
	re, err := regexp.Compile(*run)
	if err != nil {
		fmt.Fprintln(os.Stderr, "scenarios:", err)
		os.Exit(2)
	}
	if !explore.Instrumented() {
		fmt.Fprintln(os.Stderr, "scenarios: the shipped types are not instrumented; run ringcheck explore")
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	for _, s := range scenarios {
		size := "small"
		if s.large {
			size = "large"
		}
		if !re.MatchString(s.name) || !strings.Contains(*sizes, size) {
			continue
		}
		for _, m := range []explore.Model{explore.SC, explore.Go, explore.TSO, explore.RC11} {
			if !strings.Contains(","+*models+",", ","+m.String()+",") {
				continue
			}
			if *replay != "" && !strings.HasPrefix(*replay, m.String()+":") {
				continue
			}
			b := explore.Bounds{Executions: *limit, Weaken: *weaken, Report: *report, Claim: share.Claim(s.name, m.String())}
			if *progress {
				b.Progress = telling(out, s, m)
			}
			r := result(s, m, b, *replay)
			if r.Violation != "" {
				share.Find(s.name, m.String())
			}
			if err := out.Encode(r); err != nil {
				os.Exit(1)
			}
		}
	}
}

// telling tells how far an exploration is.
func telling(out *json.Encoder, s scenario, m explore.Model) func(explore.Progress) {
	begin := time.Now()
	return func(p explore.Progress) {
		_ = out.Encode(explorer.Result{
			Scenario: s.name, Model: m.String(), Running: true, Elapsed: time.Since(begin),
			Executions: p.Executions, Stuck: p.Stuck, Explored: p.Explored,
		}) // the result is what counts
	}
}

// result explores a scenario, or replays an execution of it.
func result(s scenario, m explore.Model, b explore.Bounds, token string) explorer.Result {
	begin := time.Now()
	l := explorer.Result{Scenario: s.name, About: s.covers + ": " + s.about, Model: m.String()}
	var r explore.Result
	if token == "" {
		r = explore.Explore(m, b, s.run, nil)
	} else {
		var err error
		if r, err = explore.Replay(b, token, s.run); err != nil {
			l.Stale, l.Note = true, err.Error()
		}
	}
	l.Executions, l.Stuck, l.Exhaustive, l.Explored, l.Elapsed = r.Executions, r.Stuck, r.Exhaustive, r.Explored, time.Since(begin)
	if v := r.Violation; v != nil {
		if l.Violation, l.Failure, l.Token = v.Error(), v.Failure, v.Token; l.Failure != nil {
			l.Failure.Scenario = s.name
			l.Violation = l.Failure.Text()
		}
	}
	return l
}
