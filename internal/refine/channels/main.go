// Command channels explores channels and replays every execution in the step
// machine of a protocol. It makes sense only when it is built with the overlay of
// package instrument, as package refine does.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// setup is a channel and what its goroutines do, and the machine's constants.
type setup struct {
	name      string
	models    string // "go,tso,rc11"
	build     func(constants map[string]string) (machine.Machine, error)
	constants map[string]string // but for MM and Bug
	protocol  func(explore.Model) *refine.Protocol
	threads   map[string]string
	scenario  func(*explore.World)
}

var setups = slices.Concat(waiting, closing, registering)

func main() {
	run := flag.String("run", "", "only setups whose name matches this `regexp`")
	limit := flag.Uint64("executions", 2_000_000, "give up after so many")
	flag.Parse()
	re, err := regexp.Compile(*run)
	if err != nil || !explore.Instrumented() {
		fmt.Fprintln(os.Stderr, "refine:", err, "the channels are instrumented:", explore.Instrumented())
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	for _, s := range setups {
		for _, m := range []explore.Model{explore.Go, explore.TSO, explore.RC11} {
			if name := s.name + "/" + m.String(); re.MatchString(name) && strings.Contains(s.models, m.String()) {
				if err := out.Encode(s.refine(name, m, *limit)); err != nil {
					os.Exit(1)
				}
			}
		}
	}
}

// modelNames are the names that the specifications have for the models.
var modelNames = map[explore.Model]string{explore.Go: "Go", explore.TSO: "TSO", explore.RC11: "RC11"}

// explored returns the model whose executions the machines have. Under Go, these
// have one order of all that is done, sends that fail included: that is SC.
func explored(m explore.Model) explore.Model {
	if m == explore.Go {
		return explore.SC
	}
	return m
}

// refine explores a setup under a memory model and replays it.
func (s *setup) refine(name string, m explore.Model, limit uint64) (result refine.Result) {
	begin := time.Now()
	result.Setup = name
	constants := map[string]string{"MM": modelNames[m], "Bug": `"none"`}
	maps.Copy(constants, s.constants)
	built, err := s.build(constants)
	if err != nil {
		result.Failure = err.Error()
		return result
	}
	protocol := s.protocol(m)
	r := &refine.Product{Machine: built, Protocol: protocol, Threads: s.threads}
	found := explore.Explore(explored(m), explore.Bounds{Executions: limit}, s.scenario, func(x *explore.Execution) error {
		return r.Execution(x.Events())
	})
	result.Executions, result.Distinct, result.Steps = r.Executions, r.Distinct, r.Steps
	if found.Violation != nil {
		result.Failure = found.Violation.Error()
	} else if !found.Exhaustive {
		result.Failure = "the exploration is not exhaustive"
	}
	graph, err := machine.Explore(built, 300_000)
	if err != nil {
		result.Failure = err.Error()
		return result
	}
	result.States, result.Edges = len(graph.Nodes), len(graph.Edges)
	reached := map[string]bool{graph.Init: true}
	for e := range r.Covered {
		reached[e.To] = true
	}
	for e := range graph.Edges {
		switch {
		case r.Covered[e]:
		case reached[e.From]:
			result.Missing = append(result.Missing, fmt.Sprintf("%s from %s to %s", e.Label, e.From, e.To))
		default:
			result.Behind++
		}
	}
	slices.Sort(result.Missing)
	for i, n := range protocol.Nothing {
		if i < len(r.Used) && r.Used[i] > 0 {
			result.Nothing = append(result.Nothing, n.Why)
		}
	}
	result.Elapsed = time.Since(begin)
	return result
}
