package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

func main() {
	run := flag.String("run", "", "only scenarios whose name matches this `regexp`")
	models := flag.String("models", "go,tso,rc11", "memory models")
	sizes := flag.String("sizes", "small,large", "which scenarios: small ones take less than some seconds")
	limit := flag.Uint64("executions", 0, "stop each exploration after so many executions")
	weaken := flag.String("weaken", "", "take the order of the access at this `position` as relaxed")
	replay := flag.String("replay", "", "run only the execution of this `token`")
	workers := flag.Int("workers", 1, "how many processes share the explorations out")
	part := flag.Int("part", 0, "which of them this is")
	flag.Parse()
	share := explorer.Settings{Workers: *workers, Part: *part}
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
			if !strings.Contains(","+*models+",", ","+m.String()+",") || !share.Mine() {
				continue
			}
			if *replay != "" && !strings.HasPrefix(*replay, m.String()+":") {
				continue
			}
			b := explore.Bounds{Executions: *limit, Weaken: *weaken, Report: true}
			if err := out.Encode(result(s, m, b, *replay)); err != nil {
				os.Exit(1)
			}
		}
	}
}

// result explores a scenario, or replays an execution of it.
func result(s scenario, m explore.Model, b explore.Bounds, token string) explorer.Result {
	begin := time.Now()
	l := explorer.Result{Scenario: s.name, About: s.about, Model: m.String()}
	var r explore.Result
	if token == "" {
		r = explore.Explore(m, b, s.run, nil)
	} else {
		var err error
		if r, err = explore.Replay(b, token, s.run); err != nil {
			l.Stale, l.Note = true, err.Error()
		}
	}
	l.Executions, l.Stuck, l.Exhaustive, l.Elapsed = r.Executions, r.Stuck, r.Exhaustive, time.Since(begin)
	if v := r.Violation; v != nil {
		l.Violation, l.Failure, l.Token = v.Failure.Text(), v.Failure, v.Token
		v.Failure.Scenario = s.name
	}
	return l
}
