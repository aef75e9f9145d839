package refine

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

const module = "github.com/ringmpsc/ringmpsc-go"

// Result says how a setup ended under a memory model.
type Result struct {
	Setup         string // "2x3/rc11"
	Executions    int
	Distinct      int      // executions of a channel that differ in more than what is nothing
	Steps         int      // of the machine that executions took, with repetitions
	States, Edges int      // of the machine's graph
	Taken         int      // edges that real runs took
	Labels        []string // actions that real runs took
	Tried         int      // states that the search for an order of real runs came to
	Missing       []string // edges that no execution took
	Behind        int      // of a channel: not taken either, for they begin where only missing ones lead; Missing does not have them
	Nothing       []string // why accesses of a channel were no steps; see Protocol
	Failure       string   // what an execution did that the machine cannot, or another violation
	Elapsed       time.Duration
}

// String returns the result on one line.
func (r Result) String() string {
	return fmt.Sprintf("%s: %d executions, %d steps replayed; %d states, %d edges, %d of them not taken",
		r.Setup, r.Executions, r.Steps, r.States, r.Edges, len(r.Missing))
}

// Run builds the ring with instrumented source, explores it and replays every
// execution. edit, which may be nil, is given each file of the ring before, by a
// name like "ring/producer.go", and may return another text. Setups are those that the regular expression matches.
// It blocks for seconds.
func Run(ctx context.Context, setups string, edit func(name, text string) string) ([]Result, error) {
	root, dir, err := places(ctx)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	overlay, err := overlaid(root, dir, []string{"ring"}, edit, explorer.StandIns, nil)
	if err != nil {
		return nil, err
	}
	return compiled(ctx, root, dir, overlay, "program", "-run", setups)
}

// RunChannels is Run for channels: edit is given the files of all packages that
// are instrumented.
func RunChannels(ctx context.Context, setups string, edit func(name, text string) string) ([]Result, error) {
	root, dir, err := places(ctx)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	overlay, err := overlaid(root, dir, packages, edit, explorer.StandIns, nil)
	if err != nil {
		return nil, err
	}
	return compiled(ctx, root, dir, overlay, "channels", "-run", setups)
}

// packages are those that are instrumented for channels.
var packages = []string{"ring", "channels", "channels/wait", "channels/internal/lane", "channels/spsc", "channels/mpsc"}

// overlaid instruments packages, of which standIns may give some files and edit
// others, makes replacements in what comes of it, and returns the name of the
// overlay.
func overlaid(root, dir string, packages []string, edit func(name, text string) string, standIns func(string) map[string][]byte, r *strings.Replacer) (string, error) {
	if edit != nil { // the copies are a module, so that go list finds what they import
		text := fmt.Sprintf("module %s/edited\n\ngo 1.26.0\n\nrequire %[1]s v0.0.0\n\nreplace %[1]s => %q\n", module, root)
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o666); err != nil {
			return "", err
		}
	}
	replace := map[string]string{}
	for _, p := range packages {
		source := filepath.Join(root, filepath.FromSlash(p))
		from, err := edited(source, dir, p, edit)
		if err != nil {
			return "", err
		}
		var o instrument.Overlay
		if err := o.Package(from, p, standIns(p)); err != nil {
			return "", err
		}
		for name, text := range o.Files {
			at := filepath.Join(source, filepath.Base(name))
			replace[at] = filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
			if r != nil {
				text = []byte(r.Replace(string(text)))
			}
			if err := os.WriteFile(replace[at], text, 0o666); err != nil {
				return "", err
			}
		}
	}
	return describeOverlay(dir, replace)
}

// edited returns where the source of a package is: in source, or in a directory
// below dir if edit changes any of it.
func edited(source, dir, name string, edit func(name, text string) string) (string, error) {
	files, err := filepath.Glob(filepath.Join(source, "*.go"))
	if err != nil || edit == nil {
		return source, err
	}
	copied := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(copied, 0o777); err != nil {
		return "", err
	}
	changed := false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		now := edit(name+"/"+filepath.Base(file), string(text))
		changed = changed || now != string(text)
		if err := os.WriteFile(filepath.Join(copied, filepath.Base(file)), []byte(now), 0o666); err != nil {
			return "", err
		}
	}
	if !changed {
		return source, nil
	}
	return copied, nil
}

// places returns where the module is, and a new directory.
func places(ctx context.Context) (root, dir string, err error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", "", fmt.Errorf("refine: the source of %s is not at hand: %w", module, err)
	}
	dir, err = os.MkdirTemp("", "refine")
	return strings.TrimSpace(string(out)), dir, err
}

// compiled compiles a program with an overlay and runs it.
func compiled(ctx context.Context, root, dir, overlay, name string, args ...string) ([]Result, error) {
	for _, d := range []string{"internal/refine", "model"} { // go test notes that its result depends on these
		if err := filepath.WalkDir(filepath.Join(root, d), func(string, fs.DirEntry, error) error { return nil }); err != nil {
			return nil, err
		}
	}
	program := filepath.Join(dir, "refine.exe")
	compile := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-o", program, module+"/internal/refine/"+name)
	if out, err := compile.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("refine: %w\n%s", err, out)
	}
	return run(exec.CommandContext(ctx, program, args...))
}

// describeOverlay writes an overlay for the go command and returns its name.
func describeOverlay(dir string, replace map[string]string) (string, error) {
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
