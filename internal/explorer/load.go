package explorer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// listed is what the go command says of a package.
type listed struct {
	ImportPath string
	Dir        string
	Standard   bool
	ForTest    string
	Module     *struct {
		Path, Dir, Version string
		Replace            *struct{ Version string }
	}
	Error *struct{ Err string }
}

// list runs go list in dir.
func list(ctx context.Context, dir, tags string, args ...string) (ps []listed, err error) {
	args = append([]string{"list", "-e", "-tags", tags, "-json=ImportPath,Dir,Standard,ForTest,Module,Error"}, args...)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("explorer: the go command is needed to build an instrumented copy, and is not in PATH")
	case err != nil:
		return nil, fmt.Errorf("explorer: go list in %s: %w: %s", dir, err, stderr.Bytes())
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return ps, nil
		} else if err != nil {
			return nil, fmt.Errorf("explorer: go list: %w", err)
		}
		ps = append(ps, p)
	}
}

// source is the overlay for a package under test.
type source struct {
	overlay instrument.Overlay
	target  listed
	sites   []instrument.Site // of the target
	known   int               // warnings about the shipped types
	cached  string            // the directory of this module, if the go command keeps it where no overlay may be
}

// load makes the overlay for the package in dir, or at a pattern relative to
// it, and for what it imports of its module and of this one.
func load(ctx context.Context, dir, pattern, tags string) (*source, error) {
	targets, err := list(ctx, dir, tags, pattern)
	switch {
	case err != nil:
		return nil, err
	case len(targets) != 1:
		return nil, fmt.Errorf("explorer: %s is %d packages, want one", pattern, len(targets))
	case targets[0].Dir == "" || targets[0].Module == nil:
		why := "it is in no module"
		if e := targets[0].Error; e != nil {
			why = e.Err
		}
		return nil, fmt.Errorf("explorer: the source of %s is not at hand (%s): run this where the go command finds it", pattern, why)
	}
	s := &source{target: targets[0], overlay: instrument.Overlay{Tags: tags}}
	deps, err := list(ctx, s.target.Dir, tags, "-deps", "-test", ".")
	if err != nil {
		return nil, err
	}
	for _, p := range deps {
		if p.ForTest == "" && p.Module != nil && !strings.HasSuffix(p.ImportPath, ".test") {
			if err := s.add(p); err != nil {
				return nil, err
			}
		}
	}
	if s.known > 0 {
		s.overlay.Warnings = append(s.overlay.Warnings, fmt.Sprintf("%d places in the types of %s; ringcheck explore lists them", s.known, module))
	}
	return s, nil
}

// add instruments a package, if it is one of those that are.
func (s *source) add(p listed) error {
	name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, p.Module.Path), "/")
	err := error(nil)
	switch {
	case p.ImportPath == s.target.ImportPath:
		before := len(s.overlay.Sites)
		err := s.overlay.Tested(p.Dir, name, p.ImportPath)
		for _, site := range s.overlay.Sites[before:] {
			if !strings.Contains(site.Pos, "_test.go:") {
				s.sites = append(s.sites, site)
			}
		}
		return err
	case p.Module.Path == module && slices.Contains(packages, name):
		if r := p.Module.Replace; p.Module.Version != "" && (r == nil || r.Version != "") {
			s.cached = p.Module.Dir
		}
		before := len(s.overlay.Warnings)
		err = s.overlay.Package(p.Dir, name, StandIns(name))
		s.known += len(s.overlay.Warnings) - before
		s.overlay.Warnings = s.overlay.Warnings[:before]
	case p.Module.Path == module || p.Module.Path != s.target.Module.Path:
		return nil
	default:
		err = s.overlay.Package(p.Dir, name, nil)
	}
	if errors.Is(err, instrument.ErrForeign) {
		s.overlay.Warnings = append(s.overlay.Warnings, err.Error()+"; the package is left as it is, and what it does is not explored")
		return nil
	}
	return err
}

// StandIns are the files of a shipped package that are given.
func StandIns(name string) map[string][]byte {
	if name == "channels/wait" {
		return map[string][]byte{"parker.go": parker}
	}
	return nil
}
