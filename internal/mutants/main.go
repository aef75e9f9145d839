// Command mutants breaks production source in small ways, one at a time, and
// sees who notices: what nobody notices, nobody tests. It works on a copy of the
// repository.
//
//	go run ./internal/mutants                      # test layer after test layer, until one notices
//	go run ./internal/mutants -quick               # one test each, for mutants that it always notices
//	go run ./internal/mutants -matrix docs/mutants.md          # the explorer, all scenarios
//	go run ./internal/mutants -matrix docs/mutants.md -quick   # compare a part of that; with -all, all evidence
//	go run ./internal/mutants -traces docs/traces.md [-quick]  # write, or compare, executions found
//
// -run REGEXP selects mutants, -layers and -all layers, -scenarios what -matrix
// explores. It exits with 1 if a mutant survives that should not, or what was to
// be compared differs.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
)

// options are the command line.
type options struct {
	quick, all, matrix, traces bool
	page                       string         // the file to write or compare
	run                        *regexp.Regexp // mutants by id
	layers                     string
	scenarios                  *regexp.Regexp
}

func main() {
	var o options
	every := regexp.MustCompile("")
	o.run, o.scenarios = new(regexp.Regexp), new(regexp.Regexp)
	flag.TextVar(o.run, "run", every, "only mutants whose id matches this `regexp`")
	flag.StringVar(&o.layers, "layers", "", "only these layers, separated by commas")
	flag.BoolVar(&o.all, "all", false, "try every layer on every mutant, not only until one notices; with -matrix -quick, compare the evidence for every scenario")
	flag.BoolVar(&o.quick, "quick", false, "what takes a minute or two, and always comes out the same")
	flag.TextVar(o.scenarios, "scenarios", every, "with -matrix: explore only scenarios whose name matches this `regexp`")
	pages := map[string]*bool{"matrix": &o.matrix, "traces": &o.traces}
	for name, about := range map[string]string{
		"matrix": "write which scenario notices which mutant to `file`; with -quick, compare",
		"traces": "write the executions that the explorer finds in some mutants to `file`; with -quick, compare",
	} {
		flag.Func(name, about, func(file string) error {
			*pages[name], o.page = true, file
			return nil
		})
	}
	flag.Parse()
	if err := o.main(); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

// main does what the options say, in a copy of the working directory.
func (o *options) main() error {
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := copyTree(dir); err != nil {
		return fmt.Errorf("run me in the root of the repository: %w", err)
	}
	switch {
	case o.traces:
		return writeTraces(o.page, dir, o.quick)
	case o.matrix:
		return o.fillMatrix(dir)
	case o.quick:
		return o.tryQuick(dir)
	default:
		return o.tryLayers(dir)
	}
}
