package refine

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

const module = "github.com/ringmpsc/ringmpsc-go"

// Result says how a setup ended under a memory model.
type Result struct {
	Setup         string // "2x3/rc11"
	Executions    int
	Steps         int      // of the machine that executions took, with repetitions
	States, Edges int      // of the machine's graph
	Missing       []string // edges that no execution took
	Failure       string   // what an execution did that the machine cannot, or another violation
	Elapsed       time.Duration
}

// String returns the result on one line.
func (r Result) String() string {
	return fmt.Sprintf("%s: %d executions, %d steps replayed; %d states, %d edges, %d of them not taken",
		r.Setup, r.Executions, r.Steps, r.States, r.Edges, len(r.Missing))
}

// Run builds the ring with instrumented source, explores it and replays every
// execution. edit, which may be nil, is given each file of the ring before, and
// may return another text. Setups are those that the regular expression matches.
// It blocks for seconds.
func Run(ctx context.Context, setups string, edit func(name, text string) string) ([]Result, error) {
	return build(ctx, "program", edit, nil, "-run", setups)
}

// Stress builds the ring with source that records its accesses, lets real
// goroutines send so many messages through it, in several runs, and replays
// what they did. It blocks for seconds.
func Stress(ctx context.Context, messages int, edit func(name, text string) string) ([]Result, error) {
	recorder := strings.NewReplacer(
		module+"/model/explore/atomic", module+"/internal/refine/record/atomic",
		module+"/model/explore/order", module+"/internal/refine/record/order")
	return build(ctx, "stress", edit, recorder, "-messages", strconv.Itoa(messages))
}

// build builds and runs a program over the instrumented ring, in whose source
// replacements are made.
func build(ctx context.Context, name string, edit func(name, text string) string, replacer *strings.Replacer, args ...string) ([]Result, error) {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return nil, fmt.Errorf("refine: the source of %s is not at hand: %w", module, err)
	}
	dir, err := os.MkdirTemp("", "refine")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	overlay, err := instrumented(filepath.Join(strings.TrimSpace(string(root)), "ring"), dir, edit, replacer)
	if err != nil {
		return nil, err
	}
	program := filepath.Join(dir, "refine.exe")
	compile := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-o", program, module+"/internal/refine/"+name)
	if out, err := compile.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("refine: %w\n%s", err, out)
	}
	return run(exec.CommandContext(ctx, program, args...))
}

// instrumented writes the instrumented source of the ring to dir, and returns
// the name of the overlay.
func instrumented(source, dir string, edit func(name, text string) string, replacer *strings.Replacer) (string, error) {
	files, err := filepath.Glob(filepath.Join(source, "*.go"))
	if err != nil {
		return "", err
	}
	edited := filepath.Join(dir, "ring")
	if err := os.Mkdir(edited, 0o777); err != nil {
		return "", err
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		if edit != nil {
			text = []byte(edit(filepath.Base(name), string(text)))
		}
		if err := os.WriteFile(filepath.Join(edited, filepath.Base(name)), text, 0o666); err != nil {
			return "", err
		}
	}
	var o instrument.Overlay
	if err := o.Package(edited, "ring", nil); err != nil {
		return "", err
	}
	replace := map[string]string{}
	for name, text := range o.Files {
		base := filepath.Base(name)
		if replacer != nil {
			text = []byte(replacer.Replace(string(text)))
		}
		replace[filepath.Join(source, base)] = filepath.Join(dir, base)
		if err := os.WriteFile(filepath.Join(dir, base), text, 0o666); err != nil {
			return "", err
		}
	}
	spec, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, spec, 0o666)
}

// run runs the program and reads its results.
func run(cmd *exec.Cmd) (results []Result, err error) {
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var r Result
		if err = json.Unmarshal(lines.Bytes(), &r); err != nil {
			break
		}
		results = append(results, r)
	}
	if e := cmd.Wait(); err == nil && e != nil {
		err = fmt.Errorf("refine: %w", e)
	}
	return results, err
}
