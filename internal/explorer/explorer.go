// Package explorer builds the scenarios with the instrumented copies of the
// shipped packages, and runs them.
package explorer

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
	"github.com/ringmpsc/ringmpsc-go/model/explore/report"
)

const module = "github.com/ringmpsc/ringmpsc-go"

// packages are those that are instrumented.
var packages = []string{"ring", "channels", "channels/wait", "channels/internal/lane", "channels/spsc", "channels/mpsc"}

//go:embed parker.go.txt
var parker []byte

// Result is what was explored of one scenario under one memory model.
type Result struct {
	Scenario, About, Model string
	Executions, Stuck      uint64
	Exhaustive             bool
	Elapsed                time.Duration
	Violation              string
	Expected               bool            `json:",omitempty"` // the violation was to be found
	Explored               float64         `json:",omitempty"` // of one that is not exhaustive: the share that was explored, as estimated
	Failure                *report.Failure `json:",omitempty"` // the violation with all that is known
	Token                  string          `json:",omitempty"` // what finds the violation again
	Running                bool            `json:",omitempty"` // it goes on: this is how far it is
	Stale                  bool            `json:",omitempty"` // nothing was explored: the token to replay leads nowhere
	Note                   string          `json:",omitempty"` // what else there is to say
}

// String says on one line what was explored.
func (r Result) String() string {
	kind := "BOUNDED"
	switch {
	case r.Violation != "" && r.Expected:
		kind = "REFUTED"
	case r.Violation != "":
		kind = "VIOLATION"
	case r.Exhaustive:
		kind = "EXHAUSTIVE"
	}
	s := fmt.Sprintf("%s %s: %d executions, %v", kind, r.Model, r.Executions, r.Elapsed.Round(time.Millisecond))
	if kind == "BOUNDED" && r.Explored > 0 {
		s += fmt.Sprintf(", about %.2g%% explored", 100*r.Explored)
	}
	if r.Note != "" {
		s += " (" + r.Note + ")"
	}
	return s
}

// Program is the scenarios, built with instrumented packages.
type Program struct {
	Sites    []instrument.Site // every labelled access
	Warnings []string          // what was not instrumented and may be shared
	dir      string
}

// Build builds the scenarios of the module that the working directory is in.
func Build(ctx context.Context) (*Program, error) {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return nil, fmt.Errorf("explorer: the source of %s is not at hand: %w", module, err)
	}
	var o instrument.Overlay
	for _, p := range packages {
		if err := o.Package(filepath.Join(strings.TrimSpace(string(root)), filepath.FromSlash(p)), p, StandIns(p)); err != nil {
			return nil, err
		}
	}
	dir, err := os.MkdirTemp("", "explorer")
	if err != nil {
		return nil, err
	}
	prog := &Program{Sites: o.Sites, Warnings: o.Warnings, dir: dir}
	if err := prog.build(ctx, &o); err != nil {
		prog.Close()
		return nil, err
	}
	return prog, nil
}

// build writes the overlay and compiles.
func (p *Program) build(ctx context.Context, o *instrument.Overlay) error {
	overlay, err := write(o, p.dir)
	if err != nil {
		return err
	}
	build := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-o", p.program(), module+"/internal/scenarios")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("explorer: %w\n%s", err, out)
	}
	return nil
}

func (p *Program) program() string { return filepath.Join(p.dir, "scenarios.exe") }

// Close removes the program.
func (p *Program) Close() { os.RemoveAll(p.dir) }

// Explore runs scenarios, in several processes if the settings say so, and calls f for each result as it comes.
func (p *Program) Explore(ctx context.Context, s Settings, f func(Result)) error {
	return s.share(func(s Settings, f func(Result)) error { return p.Run(ctx, f, s.args()...) }, f)
}

// Run runs scenarios and calls f for every result as it comes.
func (p *Program) Run(ctx context.Context, f func(Result), args ...string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := exec.CommandContext(ctx, p.program(), args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			stop()
			_ = cmd.Wait() // it was killed
			return fmt.Errorf("explorer: %w: %s", err, lines.Bytes())
		}
		f(r)
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("explorer: %w", err)
	}
	return lines.Err()
}
