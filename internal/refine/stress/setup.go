package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/refine"
	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

// setup is a channel that real goroutines use, round after round, and the
// constants of its machine.
type setup struct {
	name      string
	build     func(constants map[string]string) (machine.Machine, error)
	constants map[string]string // but for MM and Bug
	protocol  *refine.Protocol
	round     func(all *crew, seed uint64, round int) (*played, error)
}

// played is a round that has ended.
type played struct {
	logs  []*record.Log
	names *names
	start uint64                    // the channel's first position
	ended func(machine.State) error // what is wrong with a state of the machine after it
}

// check plays rounds and replays each.
func (s *setup) check(all *crew, rounds int, seed uint64) (result refine.Result) {
	begin := time.Now()
	result.Setup = s.name
	constants := map[string]string{"MM": "TSO", "Bug": `"none"`}
	maps.Copy(constants, s.constants)
	built, err := s.build(constants)
	if err != nil {
		result.Failure = err.Error()
		return result
	}
	protocol := *s.protocol
	r := &refine.Traced{Machine: built, Protocol: &protocol}
	for round := range rounds {
		if err := s.replay(r, all, seed, round); err != nil {
			result.Failure = fmt.Sprintf("round %d with seed %d: %v", round, seed, err)
			break
		}
	}
	if graph, err := machine.Explore(built, small); err == nil {
		result.States, result.Edges = len(graph.Nodes), len(graph.Edges)
	}
	result.Executions, result.Steps, result.Tried = r.Rounds, r.Steps, r.Tried
	result.Taken, result.Labels = len(r.Covered), labels(r.Covered)
	result.Elapsed = time.Since(begin)
	return result
}

// small is how many states a machine has whose edges are counted.
const small = 2000

// replay plays a round and replays it.
func (s *setup) replay(r *refine.Traced, all *crew, seed uint64, round int) error {
	p, err := s.round(all, seed, round)
	if err != nil {
		return err
	}
	p.names.name(p.logs)
	r.Protocol.Value = func(at string, v uint64) int {
		if at == "tail" || at == "head" {
			v -= p.start
		}
		if at == "rung" {
			v = p.names.members[v]
		}
		if s.protocol.Value != nil {
			return s.protocol.Value(at, v)
		}
		return int(int64(v))
	}
	return r.Round(p.logs, p.ended)
}

// labels are the actions of edges.
func labels(edges map[machine.Edge]bool) (all []string) {
	for e := range edges {
		if !slices.Contains(all, e.Label) {
			all = append(all, e.Label)
		}
	}
	slices.SortFunc(all, strings.Compare)
	return all
}

// start returns where the positions of a round's channel begin.
func start(round int) uint64 {
	if round%2 == 1 {
		return 1<<64 - 3
	}
	return 0
}
