// Package tla runs the specifications in this directory through two model
// checkers, TLC and tla-checker, and compares them with the step machines of
// package model/machine. README.md says how the files are laid out.
package tla

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"
)

//go:embed *.tla */*.cfg
var specs embed.FS

// Verdict is how a config ended with one checker.
type Verdict string

// The verdicts. A config that could not be checked has not passed.
const (
	Pass       Verdict = "ok"
	Fail       Verdict = "FAIL"
	NotChecked Verdict = "not checked"
)

// Result is what one checker said about one config.
type Result struct {
	Config   string // "RingOrder/rc11-2x5"
	Checker  string // "TLC", "tla-checker" or "machine"
	Expected string // "ok, 1570 distinct" or "fails NoRace"
	Verdict  Verdict
	Detail   string // what was seen, or why nothing was
	Elapsed  time.Duration
	Safety   bool // the config can be checked without TLC
	Full     bool // the config is not in the quick set
	Distinct int  // expected states, if the config holds
}

// newResult is the result of a config that was not checked yet.
func newResult(c *Config, checker string) Result {
	return Result{
		Config: c.Name, Checker: checker, Expected: c.Expect.Text, Verdict: NotChecked,
		Safety: c.Safety(), Full: c.Full, Distinct: c.Expect.Distinct,
	}
}

// String returns the result on one line.
func (r Result) String() string {
	return fmt.Sprintf("%-11s %-12s %-36s %8v  %s", r.Verdict, r.Checker, r.Config, r.Elapsed.Round(10*time.Millisecond), r.Detail)
}

// Configs returns every config there is, in the order of their names.
func Configs() ([]*Config, error) { return configs(specs) }

func configs(files fs.FS) ([]*Config, error) {
	names, err := fs.Glob(files, "*/*.cfg")
	if err != nil {
		return nil, err
	}
	var all []*Config
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		c, err := Parse(strings.TrimSuffix(name, ".cfg"), string(text))
		if err != nil {
			return nil, err
		}
		if _, err := fs.Stat(files, path.Dir(name)+".tla"); err != nil {
			return nil, fmt.Errorf("tla: %s: there is no module %s", name, path.Dir(name))
		}
		all = append(all, c)
	}
	return all, nil
}
