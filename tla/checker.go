package tla

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// checker runs tla-checker, in as many processes as are needed at a time. They
// are used again: what the first config has compiled is fast for the next.
type checker struct {
	home   string // where the npm package is installed, with check.mjs
	module string // directory with the modules

	mu   sync.Mutex
	idle []*process // under mu
}

var (
	properties = regexp.MustCompile(`(?m)^PROPERT(Y|IES)\b.*$`)
	violated   = regexp.MustCompile(`^Invariant (\d+) violated`)
)

// run checks a config, but for its properties, which this checker passes over;
// with graph the answer holds the state graph.
func (t *checker) run(ctx context.Context, c *Config, graph bool) (*answer, error) {
	p, err := t.take()
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, p.kill)
	out, err := p.ask(map[string]any{
		"spec": filepath.Join(t.module, c.Module+".tla"),
		"cfg":  properties.ReplaceAllString(c.Text, ""),
		"dot":  graph,
	})
	if !stop() || err != nil || c.Full { // the memory of large models is not given back otherwise
		p.close()
	} else {
		t.give(p)
	}
	if err != nil {
		return nil, err
	}
	return checkerAnswer(c, out)
}

// take returns a process that nobody uses.
func (t *checker) take() (*process, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := len(t.idle); n > 0 {
		p := t.idle[n-1]
		t.idle = t.idle[:n-1]
		return p, nil
	}
	return start("node", filepath.Join(t.home, "check.mjs"), t.home)
}

func (t *checker) give(p *process) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.idle = append(t.idle, p)
}

// close ends the processes.
func (t *checker) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, p := range t.idle {
		p.close()
	}
	t.idle = nil
}

// checkerAnswer reads what check.mjs printed.
func checkerAnswer(c *Config, out []byte) (*answer, error) {
	var r struct {
		Success      bool
		ErrorType    string   `json:"error_type"`
		ErrorMessage string   `json:"error_message"`
		States       int      `json:"states_explored"`
		Trace        []string `json:"trace"`
		Dot          string   `json:"dot"`
		Warnings     []string `json:"warnings"`
	}
	if err := json.Unmarshal(out, &r); err != nil {
		return nil, fmt.Errorf("tla-checker: %w: %s", err, out)
	}
	a := &answer{distinct: r.States, text: strings.Join(append(r.Trace, r.ErrorMessage), "\n"), graph: r.Dot}
	if r.Dot != "" {
		a.actions = taken(r.Dot)
	}
	number := violated.FindStringSubmatch(r.ErrorMessage)
	switch {
	case len(r.Warnings) > 0:
		return nil, fmt.Errorf("tla-checker warns: %s", strings.Join(r.Warnings, "; "))
	case r.Success:
		a.kind = Holds
	case r.ErrorType == "Deadlock":
		a.kind = FailsDeadlock
	case r.ErrorType == "InvariantViolation" && number != nil:
		a.kind = FailsInvariant
		if i, _ := strconv.Atoi(number[1]); i < len(c.Invariants) {
			a.name = c.Invariants[i]
		}
	default:
		return nil, fmt.Errorf("tla-checker: %s: %s", r.ErrorType, r.ErrorMessage)
	}
	return a, nil
}
