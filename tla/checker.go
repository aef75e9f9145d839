package tla

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// checker runs tla-checker.
type checker struct {
	dir    string // where the npm package is installed, with check.mjs
	module string // directory with the modules
}

var (
	properties = regexp.MustCompile(`(?m)^PROPERT(Y|IES)\b.*$`)
	violated   = regexp.MustCompile(`^Invariant (\d+) violated`)
	dotLabel   = regexp.MustCompile(`(?m)^\s*s\d+ -> s\d+ \[label="(\w+)`)
)

// run checks a config, but for its properties, which this checker passes over;
// with graph the answer holds the state graph.
func (t *checker) run(ctx context.Context, c *Config, graph bool) (*answer, error) {
	cfg, err := os.CreateTemp("", "model*.cfg")
	if err != nil {
		return nil, err
	}
	defer os.Remove(cfg.Name())
	if _, err := cfg.WriteString(properties.ReplaceAllString(c.Text, "")); err != nil {
		return nil, err
	}
	if err := cfg.Close(); err != nil {
		return nil, err
	}
	args := []string{filepath.Join(t.dir, "check.mjs"), t.dir, filepath.Join(t.module, c.Module+".tla"), cfg.Name()}
	if graph {
		args = append(args, "dot")
	}
	var stderr strings.Builder
	cmd := exec.CommandContext(ctx, "node", args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", errors.Join(err, ctx.Err()), stderr.String())
	}
	return checkerAnswer(c, out)
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
		a.actions = map[string]bool{}
		for _, m := range dotLabel.FindAllStringSubmatch(r.Dot, -1) {
			a.actions[m[1]] = true
		}
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
