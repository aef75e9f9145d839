package explorer

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The comments that the explorer reads cost nothing: a program that is built
// from a tree without them is the same, byte by byte.
func TestCommentsCostNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds programs from copies of the tree")
	}
	comments := regexp.MustCompile(`//(mo|mc):.*`)
	removed := 0
	without := func(name string, src []byte) []byte {
		return comments.ReplaceAllFunc(src, func(c []byte) []byte { removed++; return nil })
	}
	as := func(name string, src []byte) []byte { return src }
	program, bare := built(t, as), built(t, without)
	if removed < 40 {
		t.Fatalf("only %d comments were removed", removed)
	}
	if !bytes.Equal(program, bare) {
		t.Errorf("the programs differ: %d and %d bytes", len(program), len(bare))
	}
	other := built(t, func(name string, src []byte) []byte {
		if filepath.Base(name) == "main.go" {
			return bytes.Replace(src, []byte("New[int](64)"), []byte("New[int](32)"), 1)
		}
		return src
	})
	if bytes.Equal(program, other) {
		t.Error("a program with another constant is the same: the comparison sees nothing")
	}
}

// built copies the tree, changes its files, and returns the program of
// examples/firstprogram.
func built(t *testing.T, change func(name string, src []byte) []byte) []byte {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "copy")
	root := moduleRoot(t)
	for _, top := range []string{"go.mod", "go.sum", "ring", "channels", "internal", "examples/firstprogram"} {
		err := filepath.WalkDir(filepath.Join(root, filepath.FromSlash(top)), func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || strings.HasSuffix(name, "_test.go") {
				return err
			}
			src, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			to := filepath.Join(dir, rel)
			if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
				return err
			}
			return os.WriteFile(to, change(name, src), 0o666)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-o", "program.exe", "./examples/firstprogram")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	program, err := os.ReadFile(filepath.Join(dir, "program.exe"))
	if err != nil {
		t.Fatal(err)
	}
	return program
}
