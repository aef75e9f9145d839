package explorer

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func quote(s string) string { return regexp.QuoteMeta(s) }

// uncache copies this module to dir, moves the overlay there, and returns a
// go.mod that replaces the module by the copy: the go command refuses overlays
// of files in its module cache.
func uncache(ctx context.Context, s *source, dir string) (string, error) {
	copied := filepath.Join(dir, "module")
	if err := os.CopyFS(copied, os.DirFS(s.cached)); err != nil {
		return "", err
	}
	for name, src := range s.overlay.Files {
		if rel, inside := strings.CutPrefix(name, s.cached+string(filepath.Separator)); inside {
			delete(s.overlay.Files, name)
			s.overlay.Files[filepath.Join(copied, rel)] = src
		}
	}
	modfile := filepath.Join(dir, "go.mod")
	for from, to := range map[string]string{"go.mod": modfile, "go.sum": filepath.Join(dir, "go.sum")} {
		src, err := os.ReadFile(filepath.Join(s.target.Module.Dir, from))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(to, src, 0o666); err != nil {
			return "", err
		}
	}
	edit := exec.CommandContext(ctx, "go", "mod", "edit", "-replace", module+"="+copied, modfile)
	if out, err := edit.CombinedOutput(); err != nil {
		return "", fmt.Errorf("explorer: go mod edit: %w\n%s", err, out)
	}
	return modfile, nil
}
