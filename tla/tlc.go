package tla

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// tlc runs TLC.
type tlc struct {
	jar    string
	module string // directory with the modules
}

// answer is what a checker said.
type answer struct {
	kind     Kind
	name     string // of the invariant that fails
	distinct int
	actions  map[string]bool // taken; nil if the checker did not say
	text     string          // everything it printed, for those who want to know more
	graph    string          // the state graph in DOT, if it was asked for
}

// exits are TLC's exit statuses.
var exits = map[int]Kind{0: Holds, 11: FailsDeadlock, 12: FailsInvariant, 13: FailsProperty}

var (
	tlcDistinct  = regexp.MustCompile(`(?m)^\d+ states generated, (\d+) distinct states found, 0 states left on queue`)
	tlcInvariant = regexp.MustCompile(`(?m)^Error: Invariant (\w+) is violated`)
	tlcAction    = regexp.MustCompile(`(?m)^<(\w+) line \d.* of module \w+(?: \([\d ]+\))?>: \d+:(\d+)$`)
)

// run checks a config; with graph the answer holds the state graph.
func (t *tlc) run(ctx context.Context, c *Config, graph bool) (*answer, error) {
	dir, err := os.MkdirTemp("", "tlc")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cfg := filepath.Join(dir, "model.cfg")
	if err := os.WriteFile(cfg, []byte(c.Text), 0o666); err != nil {
		return nil, err
	}
	// Small models end before a compiler or a second worker is worth its start.
	args := []string{"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g"}
	workers := "1"
	if c.Full {
		args, workers = []string{"-XX:+UseParallelGC", "-Xmx3g"}, "auto"
	}
	// TLC unpacks the standard modules into the directory for temporary files.
	args = append(args, "-Djava.io.tmpdir="+dir, "-cp", t.jar, "tlc2.TLC", "-config", cfg, "-workers", workers, "-metadir", filepath.Join(dir, "states"))
	// Which actions are taken is what the edges say, or the step machine, or
	// coverage, which takes longer than all the rest.
	if graph {
		args = append(args, "-dump", "dot,actionlabels", filepath.Join(dir, "graph"))
	} else if machines[c.Module] == nil && c.Expect.Kind == Holds {
		args = append(args, "-coverage", "1")
	}
	cmd := exec.CommandContext(ctx, "java", append(args, c.Module+".tla")...)
	cmd.Dir = t.module
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		return nil, errors.Join(err, ctx.Err())
	}
	a, err := tlcAnswer(cmd.ProcessState.ExitCode(), string(out))
	if err == nil && graph {
		var dot []byte
		dot, err = os.ReadFile(filepath.Join(dir, "graph.dot"))
		a.graph, a.actions = string(dot), taken(string(dot))
	}
	return a, err
}

// tlcAnswer reads TLC's exit status and what it printed.
func tlcAnswer(status int, out string) (*answer, error) {
	kind, ok := exits[status]
	if !ok {
		return nil, fmt.Errorf("TLC exits with %d:\n%s", status, out[:min(len(out), 4000)]) // it may end in a thousand frames
	}
	a := &answer{kind: kind, text: out}
	if m := tlcInvariant.FindStringSubmatch(out); m != nil {
		a.name = m[1]
	}
	if m := tlcDistinct.FindStringSubmatch(out); m != nil {
		a.distinct, _ = strconv.Atoi(m[1])
	}
	i := strings.LastIndex(out, "The coverage statistics") // they are printed every minute, and at the end
	if i < 0 {
		return a, nil
	}
	a.actions = map[string]bool{}
	for _, m := range tlcAction.FindAllStringSubmatch(out[i:], -1) {
		a.actions[m[1]] = a.actions[m[1]] || m[2] != "0"
	}
	delete(a.actions, "Init")
	return a, nil
}
