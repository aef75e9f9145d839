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
)

const module = "github.com/ringmpsc/ringmpsc-go"

// packages are those that are instrumented.
var packages = []string{"ring", "channels/wait", "channels/internal/lane", "channels/spsc", "channels/mpsc"}

//go:embed parker.go.txt
var parker []byte

// Result is what was explored of one scenario under one memory model.
type Result struct {
	Scenario, About, Model string
	Executions, Stuck      uint64
	Exhaustive             bool
	Elapsed                time.Duration
	Violation              string
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
		replaced := map[string][]byte{}
		if p == "channels/wait" {
			replaced["parker.go"] = parker
		}
		if err := o.Package(filepath.Join(strings.TrimSpace(string(root)), filepath.FromSlash(p)), p, replaced); err != nil {
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
	replace := map[string]string{}
	for name, src := range o.Files {
		replace[name] = filepath.Join(p.dir, fmt.Sprintf("%d.go", len(replace)))
		if err := os.WriteFile(replace[name], src, 0o666); err != nil {
			return err
		}
	}
	spec, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	overlay := filepath.Join(p.dir, "overlay.json")
	if err := os.WriteFile(overlay, spec, 0o666); err != nil {
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
