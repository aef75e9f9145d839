package explorer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// Tests are the tests of a package, built with instrumented copies of it and of
// what it imports.
type Tests struct {
	Package  string
	Dir      string
	Sites    []instrument.Site // of the package itself
	Warnings []string
	Checks   []string // the tests that explore
	temp     string
}

// BuildTests builds the tests of the package that pattern names, seen from dir,
// with these build tags, separated by commas.
func BuildTests(ctx context.Context, dir, pattern, tags string) (*Tests, error) {
	s, err := load(ctx, dir, pattern, tags)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp("", "explorer")
	if err != nil {
		return nil, err
	}
	t := &Tests{
		Package: s.target.ImportPath, Dir: s.target.Dir, temp: temp,
		Sites: s.sites, Warnings: s.overlay.Warnings, Checks: s.overlay.Checks,
	}
	if err := t.build(ctx, s); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// build compiles the test binary.
func (t *Tests) build(ctx context.Context, s *source) error {
	args := []string{"test", "-c", "-vet=off", "-tags", s.overlay.Tags, "-o", t.program()}
	if s.cached != "" {
		modfile, err := uncache(ctx, s, t.temp)
		if err != nil {
			return err
		}
		args = append(args, "-modfile", modfile)
	}
	overlay, err := write(&s.overlay, t.temp)
	if err != nil {
		return err
	}
	build := exec.CommandContext(ctx, "go", append(args, "-overlay", overlay, ".")...)
	build.Dir = t.Dir
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("explorer: the instrumented copy of %s does not build: %w\n%s", t.Package, err, out)
	}
	return nil
}

func (t *Tests) program() string { return filepath.Join(t.temp, "tests.exe") }

// Close removes the program.
func (t *Tests) Close() { os.RemoveAll(t.temp) }

// Run runs tests, which -test.run selects, and calls f for each result as it
// comes. It returns what the tests printed, and an error if they failed.
func (t *Tests) Run(ctx context.Context, s Settings, run string, f func(Result)) (string, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	out, err := os.CreateTemp(t.temp, "results")
	if err != nil {
		return "", err
	}
	defer out.Close()
	s.Out = out.Name()
	settings, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, t.program(), "-test.run", run, "-test.v", "-test.timeout=0")
	cmd.Dir = t.Dir
	cmd.Env = append(os.Environ(), Environment+"="+string(settings))
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	alive, err := cmd.StdinPipe() // closed when this process ends: see explore/orphan.go
	if err != nil {
		return "", err
	}
	defer alive.Close()
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("explorer: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	results := follower{file: out}
	for {
		select {
		case err := <-ended:
			return printed.String(), errors.Join(results.follow(f), err)
		case <-time.After(20 * time.Millisecond):
			if err := results.follow(f); err != nil {
				stop()
				<-ended
				return printed.String(), err
			}
		}
	}
}

// Explore runs the tests of these names, or all that explore, in several
// processes if the settings say so, and calls f for each result as it comes. That
// violations are found is no error.
func (t *Tests) Explore(ctx context.Context, s Settings, f func(Result), names ...string) error {
	if len(names) == 0 {
		names = t.Checks
	}
	s.Package = t.Package
	return s.share(func(s Settings, f func(Result)) error {
		violated := false
		printed, err := t.Run(ctx, s, Only(names...), func(r Result) {
			violated = violated || r.Violation != "" && !r.Expected
			f(r)
		})
		if err != nil && !violated {
			return fmt.Errorf("%w\n%s", err, printed)
		}
		return nil
	}, f)
}

// follower reads lines from a file that grows.
type follower struct {
	file *os.File
	rest []byte
}

// follow calls f for what has come.
func (l *follower) follow(f func(Result)) error {
	buf := make([]byte, 1<<16)
	for {
		n, _ := l.file.Read(buf) // at the end of the file: no more yet
		if n == 0 {
			return nil
		}
		l.rest = append(l.rest, buf[:n]...)
		for {
			line, rest, whole := bytes.Cut(l.rest, []byte("\n"))
			if !whole {
				break
			}
			l.rest = rest
			var r Result
			if err := json.Unmarshal(line, &r); err != nil {
				return fmt.Errorf("explorer: %w: %s", err, line)
			}
			f(r)
		}
	}
}

// Only returns the regular expression that selects tests, or one subtest, by
// name.
func Only(names ...string) string {
	names = slices.Clone(names)
	for i, n := range names {
		parts := strings.Split(n, "/")
		for j, p := range parts {
			parts[j] = "^" + quote(p) + "$"
		}
		names[i] = strings.Join(parts, "/")
	}
	return strings.Join(names, "|")
}
