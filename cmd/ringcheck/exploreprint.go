package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// printer prints results and counts them.
type printer struct {
	f                    *exploreFlags
	w                    io.Writer
	ran, failed, bounded int
	page                 error // of writing the page
	paged                bool
	terminal             io.Writer // where progress is shown; nil: nowhere
	dirty                bool      // there is some
}

// explore prints a line per scenario and model, and the executions that should
// not be.
func (f *exploreFlags) explore(ctx context.Context, p *subject, stdout io.Writer, stderr *os.File) error {
	if f.weaken != "" && !slices.ContainsFunc(p.sites, func(s instrument.Site) bool { return s.Pos == f.weaken }) {
		return fmt.Errorf("-weaken: no labelled access stands at %s; go run ./cmd/ringcheck explore %s names them: %w", f.weaken, strings.TrimSpace(f.pkg+" -weaken all"), errUsage)
	}
	out := printer{f: f, w: stdout, terminal: terminalOf(stderr)}
	err := p.explore(ctx, f.settings(), out.print)
	switch {
	case err != nil:
		return err
	case out.page != nil:
		return out.page
	case out.ran == 0:
		return fmt.Errorf("no scenario matches %q: %w", f.run, errUsage)
	case out.failed > 0:
		return fmt.Errorf("%d of %d explorations found a violation", out.failed, out.ran)
	case f.replay != "":
		return fmt.Errorf("-replay leads to no violation: %w", errUsage)
	case out.bounded > 0:
		return fmt.Errorf("%d of %d explorations are not exhaustive: %w", out.bounded, out.ran, errBounded)
	}
	return nil
}

// progress says on a terminal how far an exploration is.
func (p *printer) progress(r explorer.Result) {
	if p.terminal == nil {
		return
	}
	left := ""
	if r.Explored > 0.001 {
		rest := time.Duration(float64(r.Elapsed) * (1 - r.Explored) / r.Explored)
		left = fmt.Sprintf(", about %.0f%% explored, %v to go", min(99, 100*r.Explored), rest.Round(time.Second))
	}
	fmt.Fprintf(p.terminal, "\r\x1b[K%s %s: %d executions%s", r.Model, r.Scenario, r.Executions, left)
	p.dirty = true
}

// terminalOf returns w if it is a terminal.
func terminalOf(w *os.File) io.Writer {
	if info, err := w.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return w
}

// print prints a result.
func (p *printer) print(r explorer.Result) {
	if r.Running {
		p.progress(r)
		return
	}
	if p.dirty {
		fmt.Fprint(p.terminal, "\r\x1b[K")
		p.dirty = false
	}
	p.ran++
	switch {
	case r.Violation != "" && !r.Expected:
		p.failed++
		p.write(&r)
	case r.Violation == "" && !r.Exhaustive && !r.Stale:
		p.bounded++
	}
	if p.f.json {
		_ = json.NewEncoder(p.w).Encode(r)
		return
	}
	fmt.Fprintln(p.w, describe(r))
	if r.Violation != "" && !r.Expected {
		fmt.Fprintf(p.w, "%s", r.Violation)
		if p.f.pkg == "" {
			fmt.Fprintf(p.w, "replay: %s\n", p.f.command(r))
		}
		fmt.Fprintln(p.w)
	}
}

// write writes the page of the first failure.
func (p *printer) write(r *explorer.Result) {
	if p.f.pkg == "" && r.Failure != nil {
		r.Failure.Replay = p.f.command(*r)
	}
	if p.f.html == "" || r.Failure == nil || p.paged {
		return
	}
	p.paged = true
	file, err := os.Create(p.f.html)
	if err == nil {
		err = r.Failure.HTML(file)
		if e := file.Close(); err == nil {
			err = e
		}
	}
	p.page = err
}

// command is the command that shows the violation of a scenario of the shipped
// types again.
func (f *exploreFlags) command(r explorer.Result) string {
	c := fmt.Sprintf("go run ./cmd/ringcheck explore -models %s -run '^%s$' -budget %d", r.Model, r.Scenario, f.budget)
	if f.weaken != "" {
		c += " -weaken " + f.weaken
	}
	if r.Token != "" {
		c += " -replay " + r.Token
	}
	return c
}

// describe says on one line what was explored.
func describe(r explorer.Result) string {
	kind := "BOUNDED   "
	switch {
	case r.Stale:
		return fmt.Sprintf("STALE      %s: %s", r.Scenario, r.Note)
	case r.Violation != "" && r.Expected:
		kind = "REFUTED   "
	case r.Violation != "":
		kind = "VIOLATION "
	case r.Exhaustive:
		kind = "EXHAUSTIVE"
	}
	var s strings.Builder
	s.WriteString(fmt.Sprintf("%s %-4s %-26s %8d executions, %v", kind, r.Model, r.Scenario, r.Executions, r.Elapsed.Round(time.Millisecond)))
	if r.Violation == "" && !r.Exhaustive && r.Explored > 0 {
		s.WriteString(fmt.Sprintf(", about %.0f%% explored", min(99, 100*r.Explored)))
	}
	for _, more := range []string{r.About, r.Note} {
		if more != "" {
			s.WriteString(" (" + more + ")")
		}
	}
	return s.String()
}
