package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// line is what the command prints for each scenario and model, as JSON.
type line struct {
	Scenario, About, Model string
	Executions, Stuck      uint64
	Exhaustive             bool
	Elapsed                time.Duration
	Violation              string `json:",omitempty"`
}

func main() {
	run := flag.String("run", "", "only scenarios whose name matches this `regexp`")
	models := flag.String("models", "go,tso,rc11", "memory models")
	sizes := flag.String("sizes", "small,large", "which scenarios: small ones take less than some seconds")
	limit := flag.Uint64("executions", 0, "stop each exploration after so many executions")
	weaken := flag.String("weaken", "", "take the order of the access at this `position` as relaxed")
	flag.Parse()
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
			begin := time.Now()
			r := explore.Explore(m, explore.Bounds{Executions: *limit, Weaken: *weaken}, s.run, nil)
			l := line{Scenario: s.name, About: s.about, Model: m.String(), Executions: r.Executions, Stuck: r.Stuck,
				Exhaustive: r.Exhaustive, Elapsed: time.Since(begin)}
			if r.Violation != nil {
				l.Violation = r.Violation.Error()
			}
			if err := out.Encode(l); err != nil {
				os.Exit(1)
			}
		}
	}
}
