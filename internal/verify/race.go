package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const command = "github.com/ringmpsc/ringmpsc-go/cmd/ringcheck"

// underRace runs the check typ/layer in a child process built with the race
// detector, and passes on what it found. In a process that has the detector it
// runs it directly.
func underRace(typ, layer string, run func(context.Context, *Env) (Outcome, error)) func(context.Context, *Env) (Outcome, error) {
	if RaceDetector {
		return run
	}
	return func(ctx context.Context, env *Env) (Outcome, error) {
		return inChild(ctx, env, command, typ+"/"+layer)
	}
}

// inChild builds the program with the race detector and has it run one check.
func inChild(ctx context.Context, env *Env, program, check string) (Outcome, error) {
	dir, err := os.MkdirTemp("", "ringcheck")
	if err != nil {
		return Outcome{}, err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "ringcheck-race.exe")
	build := exec.CommandContext(ctx, "go", "build", "-race", "-o", binary, program)
	if out, err := build.CombinedOutput(); err != nil {
		return Outcome{}, &NotChecked{"no build with the race detector: " + reason(out, err)}
	}
	report := filepath.Join(dir, "report.json")
	args := []string{"verify", "-only", check, "-seed", fmt.Sprint(env.Seed), "-json", report}
	if env.Full {
		args = append(args, "-full")
	}
	var output bytes.Buffer
	child := exec.CommandContext(ctx, binary, args...)
	child.Stdout, child.Stderr = &output, &output
	return readChild(report, env.Seed, child.Run(), output.String())
}

// readChild turns what a child process, which was given the seed, reported into
// the outcome of a check.
func readChild(report string, seed uint64, exit error, output string) (Outcome, error) {
	if i := strings.Index(output, "WARNING: DATA RACE"); i >= 0 {
		return Outcome{}, &Failure{Seed: seed, Text: output[i:]}
	}
	var rep Report
	if data, err := os.ReadFile(report); err != nil || json.Unmarshal(data, &rep) != nil || len(rep.Results) != 1 {
		return Outcome{}, fmt.Errorf("the child process left no report: %v\n%s", exit, output)
	}
	r := &rep.Results[0]
	out := Outcome{Ran: r.Ran}
	switch {
	case !rep.Race:
		return out, &NotChecked{"the child process had no race detector"}
	case r.Verdict == NotRun:
		return out, &NotChecked{r.Detail}
	case r.Verdict == Fail:
		return out, &Failure{Seed: r.Seed, Text: r.Detail}
	case exit != nil: // the detector makes the exit status 66
		return out, fmt.Errorf("the child process failed: %v\n%s", exit, output)
	}
	return out, nil
}

// reason is the first line of the go command's output that says something.
func reason(out []byte, err error) string {
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") { // # heads a package's errors
			return line
		}
	}
	return err.Error()
}
