package main

import "fmt"

// evidence is the mutant that shows best that a scenario can fail.
type evidence struct {
	mutant string
	kill
	rank   rank
	others int // scenarios that notice the mutant too
}

// rank says how good evidence is.
type rank int

const (
	alone rank = iota // no other scenario notices the mutant
	first             // all others need more executions
	among             // others notice it as soon, or sooner
)

// evidence returns the best for the scenario: that which the fewest others notice,
// and of these one that it notices first. It has no mutant if the scenario notices
// none.
func (x *matrix) evidence(scenario string) (best evidence) {
	for _, m := range mutants {
		k, ok := x.kills[m.id][scenario]
		if !ok {
			continue
		}
		e := evidence{mutant: m.id, kill: k, rank: first, others: len(x.kills[m.id]) - 1}
		if e.others == 0 {
			e.rank = alone
		}
		for s, other := range x.kills[m.id] {
			if s != scenario && other.n <= k.n {
				e.rank = among
			}
		}
		if best.mutant == "" || e.others < best.others || e.others == best.others && e.rank < best.rank {
			best = e
		}
	}
	return best
}

// String says how good it is.
func (e evidence) String() string {
	switch {
	case e.rank == alone:
		return "alone"
	case e.rank == first:
		return fmt.Sprintf("first of %d", e.others+1)
	default:
		return fmt.Sprintf("one of %d", e.others+1)
	}
}

// compare explores again, in the copy at dir, scenarios with the mutants that are
// the evidence for them, and under the models that show these: all of them, or for
// each source file one scenario that is alone.
func (x *matrix) compare(dir string, o *options) error {
	missed, seen := 0, map[string]bool{}
	for _, m := range mutants {
		by := x.evidenceOf(m.id)
		if !o.run.MatchString(m.id) || len(by) == 0 {
			continue
		}
		if !o.all && (seen[m.file] || x.evidence(by[0]).rank != alone) {
			continue
		}
		seen[m.file] = true
		n, err := x.again(dir, &m, by)
		if err != nil {
			return fmt.Errorf("%s: %w", m.id, err)
		}
		missed += n
	}
	if len(seen) == 0 {
		return fmt.Errorf("no evidence in %s was chosen: nothing was compared", matrixFile)
	}
	if missed > 0 {
		return fmt.Errorf("%d scenarios did not notice what %s says they do", missed, matrixFile)
	}
	return nil
}

// evidenceOf returns the scenarios for which the mutant is the evidence.
func (x *matrix) evidenceOf(id string) (scenarios []string) {
	for _, s := range x.scenarios {
		if x.evidence(s).mutant == id {
			scenarios = append(scenarios, s)
		}
	}
	return scenarios
}

// again explores scenarios with the mutant in the copy at dir, and returns how many
// do not notice it under the model that should show it.
func (x *matrix) again(dir string, m *mutant, scenarios []string) (missed int, err error) {
	restore, err := m.apply(dir)
	if err != nil {
		return 0, err
	}
	defer restore()
	_, found, err := explore(models, only(scenarios...), budget)
	if err != nil {
		return 0, err
	}
	for _, s := range scenarios {
		text, ok := found[s].as(x.kills[m.id][s])
		if !ok {
			missed++
		}
		fmt.Printf("%-40s %-28s %s\n", m.id, s, text)
	}
	return missed, nil
}

// as says what was found, and whether that is what it was before. In which
// execution it is found changes with the source.
func (k kill) as(before kill) (text string, ok bool) {
	switch k.model {
	case "":
		return "SURVIVED", false
	case before.model:
		return fmt.Sprintf("violation under %s in execution %d", k.model, k.n), true
	default:
		return fmt.Sprintf("violation under %s, NOT %s", k.model, before.model), false
	}
}
