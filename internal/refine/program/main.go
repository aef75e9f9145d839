// Command program explores the ring and replays every execution in its step
// machine. It makes sense only when it is built with the overlay of package
// instrument, as package refine does.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
	"github.com/ringmpsc/ringmpsc-go/model/machine/ringorder"
)

func main() {
	run := flag.String("run", "", "only setups whose name matches this `regexp`")
	flag.Parse()
	re, err := regexp.Compile(*run)
	if err != nil || !explore.Instrumented() {
		fmt.Fprintln(os.Stderr, "refine:", err, "the ring is instrumented:", explore.Instrumented())
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	for _, s := range setups {
		for _, m := range []explore.Model{explore.Go, explore.TSO, explore.RC11} {
			if name := s.name + "/" + m.String(); re.MatchString(name) {
				if err := out.Encode(s.refine(name, m)); err != nil {
					os.Exit(1)
				}
			}
		}
	}
}

// refine explores a setup under a memory model and replays it.
func (s *setup) refine(name string, m explore.Model) (result refine.Result) {
	begin := time.Now()
	result.Setup = name
	built, err := ringorder.New(s.constants(m))
	if err != nil {
		result.Failure = err.Error()
		return result
	}
	r := &refine.Replay{Machine: built.(*ringorder.Machine), Model: m}
	explored := explore.Explore(m, explore.Bounds{}, s.scenario(&r.Names), func(x *explore.Execution) error {
		return r.Execution(x.Events())
	})
	result.Executions, result.Steps = r.Executions, r.Steps
	if explored.Violation != nil {
		result.Failure = explored.Violation.Error()
	} else if !explored.Exhaustive {
		result.Failure = "the exploration is not exhaustive"
	}
	graph, err := machine.Explore(built, 100_000)
	if err != nil {
		result.Failure = err.Error()
		return result
	}
	result.States, result.Edges = len(graph.Nodes), len(graph.Edges)
	for e := range graph.Edges {
		if !r.Covered[e] {
			result.Missing = append(result.Missing, fmt.Sprintf("%s from %s to %s", e.Label, e.From, e.To))
		}
	}
	for e := range r.Covered {
		if !graph.Edges[e] && result.Failure == "" {
			result.Failure = fmt.Sprintf("a step that is not in the machine's graph: %v", e)
		}
	}
	result.Elapsed = time.Since(begin)
	return result
}

// constants are those of the machine for a setup.
func (s *setup) constants(m explore.Model) map[string]string {
	return map[string]string{
		"Cap": fmt.Sprint(s.capacity), "N": fmt.Sprint(s.messages), "Batch": fmt.Sprint(s.batch),
		"Clears": strings.ToUpper(fmt.Sprint(s.pointers)), "Bug": `"none"`,
		"MM":           map[explore.Model]string{explore.Go: "Go", explore.TSO: "TSO", explore.RC11: "RC11"}[m],
		"PublishStore": "release", "PublishLoad": "acquire", "FreeStore": "release", "FreeLoad": "acquire",
	}
}
