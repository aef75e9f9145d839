package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// budget is how many executions of a scenario under a memory model are explored at
// most to find a violation.
const budget = 5000

// kill is what a scenario finds in a mutant: under the first of the models go, tso
// and rc11 that shows it, in the nth execution.
type kill struct {
	model string
	n     uint64
}

// matrix is what the explorer finds.
type matrix struct {
	scenarios []string                   // in the order in which they are explored
	kills     map[string]map[string]kill // by mutant and scenario
}

// matrixFile keeps the matrix. The page is made of it.
const matrixFile = "internal/mutants/matrix.txt"

// readMatrix reads the matrix: a line with the scenarios, and one for each mutant.
func readMatrix(file string) (*matrix, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	x := &matrix{kills: map[string]map[string]kill{}}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if x.scenarios == nil {
			x.scenarios = fields
			continue
		}
		found := map[string]kill{}
		for _, f := range fields[1:] {
			parts := strings.Split(f, ":")
			if len(parts) != 3 {
				return nil, fmt.Errorf("%s: %q", file, f)
			}
			n, err := strconv.ParseUint(parts[2], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			found[parts[0]] = kill{parts[1], n}
		}
		x.kills[fields[0]] = found
	}
	return x, nil
}

// write writes what readMatrix reads, of the mutants and scenarios that there are.
func (x *matrix) write(file string) error {
	var b strings.Builder
	fmt.Fprintln(&b, strings.Join(x.scenarios, " "))
	for _, m := range mutants {
		found, ok := x.kills[m.id]
		if !ok {
			continue
		}
		b.WriteString(m.id)
		for _, s := range x.scenarios {
			if k, ok := found[s]; ok {
				fmt.Fprintf(&b, " %s:%s:%d", s, k.model, k.n)
			}
		}
		b.WriteByte('\n')
	}
	return os.WriteFile(file, []byte(b.String()), 0o666)
}

// fillMatrix explores what the options select, on the unbroken copy at dir and on
// each mutant, and writes the matrix and the page, or compares.
func (o *options) fillMatrix(dir string) error {
	x, err := readMatrix(matrixFile)
	if os.IsNotExist(err) && !o.quick {
		x, err = &matrix{kills: map[string]map[string]kill{}}, nil
	}
	if err != nil {
		return err
	}
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := os.Chdir(dir); err != nil { // package explorer builds where it is
		return err
	}
	defer func() { _ = os.Chdir(root) }() // before dir is removed
	if o.quick {
		return x.compare(dir, o)
	}
	save := func() error { return x.write(filepath.Join(root, matrixFile)) }
	if err := x.fill(dir, o, save); err != nil {
		return err
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	return os.WriteFile(o.page, []byte(x.page()), 0o666)
}

// fill explores, and saves what it has after every mutant.
func (x *matrix) fill(dir string, o *options, save func() error) error {
	if !slices.ContainsFunc(mutants, func(m mutant) bool { return o.run.MatchString(m.id) }) {
		return nil // only the page is to be written again
	}
	all, _, err := explore(models[:1], "", 1)
	if err != nil {
		return err
	}
	x.scenarios = all
	if _, found, err := explore(models, o.scenarios.String(), budget); err != nil || len(found) > 0 {
		return fmt.Errorf("%w: %v, %w", errUnjudged, found, err)
	}
	for _, m := range mutants {
		if !o.run.MatchString(m.id) {
			continue
		}
		found := map[string]kill{}
		var chosen []string
		for _, s := range all {
			if k, ok := x.kills[m.id][s]; o.scenarios.MatchString(s) {
				if m.concerns(s) {
					chosen = append(chosen, s)
				}
			} else if ok {
				found[s] = k // as it was
			}
		}
		if len(chosen) > 0 {
			restore, err := m.apply(dir)
			if err != nil {
				return err
			}
			_, kills, err := explore(models, only(chosen...), budget)
			restore()
			if err != nil {
				return fmt.Errorf("%s: %w", m.id, err)
			}
			maps.Copy(found, kills)
		}
		x.kills[m.id] = found
		if err := save(); err != nil {
			return err
		}
		fmt.Printf("%-36s %d scenarios\n", m.id, len(found))
	}
	return nil
}

// concerns reports whether a scenario may run the mutant: those that are named
// after another package do not.
func (m *mutant) concerns(scenario string) bool {
	of, _, _ := strings.Cut(scenario, "/")
	switch path.Dir(m.file) {
	case "ring":
		return true
	case "channels/spsc":
		return of != "ring" && of != "mpsc"
	case "channels/mpsc":
		return of != "ring" && of != "spsc"
	default:
		return of != "ring"
	}
}

// models are the memory models under which a scenario is explored until one shows
// a violation.
var models = []string{"go", "tso", "rc11"}

// explore explores the scenarios that match the pattern, of the source in the
// working directory, and returns which these were and what it found.
func explore(models []string, pattern string, budget int) (ran []string, found map[string]kill, err error) {
	prog, err := explorer.Build(context.Background())
	if err != nil {
		return nil, nil, err
	}
	defer prog.Close()
	found = map[string]kill{}
	for i, model := range models {
		var left []string // without a violation
		err := prog.Run(context.Background(), func(r explorer.Result) {
			if i == 0 {
				ran = append(ran, r.Scenario)
			}
			if r.Violation == "" {
				left = append(left, r.Scenario)
				return
			}
			found[r.Scenario] = kill{r.Model, r.Executions + r.Stuck + 1}
		}, "-models", model, "-executions", strconv.Itoa(budget), "-run", pattern)
		if err != nil || len(left) == 0 {
			return ran, found, err
		}
		pattern = only(left...)
	}
	return ran, found, nil
}

// only is the pattern that these scenarios match.
func only(scenarios ...string) string { return "^(" + strings.Join(scenarios, "|") + ")$" }
