// Package repocheck holds the checks that the repository makes of itself: that
// every atomic says what it orders, that documents name tests that exist, that
// dependencies point down, and the like. The tests in the root directory apply
// them to this repository; the tests here apply each to a broken one.
//
// A check is a function from a [Tree] to problems: one line each, beginning
// with file:line where there is one, none if all is well. What cannot be parsed
// is a problem.
//
// # Limitations
//
// Files are read as they are for linux, darwin and windows on amd64; atomics in
// a file for another system alone are not seen.
package repocheck

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Tree is a repository's text files: slash-separated path to content, with
// plain newlines.
type Tree map[string]string

// Load reads the text files under root: those that git tracks or would, or all
// of them where there is no git.
func Load(root string) (Tree, error) {
	paths, err := list(root)
	if err != nil {
		return nil, fmt.Errorf("repocheck: %w", err)
	}
	t := Tree{}
	for _, p := range paths {
		b, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(p)))
		switch {
		case os.IsNotExist(err): // deleted, not yet committed
		case err != nil:
			return nil, fmt.Errorf("repocheck: %w", err)
		case !bytes.ContainsRune(b, 0):
			t[p] = strings.ReplaceAll(string(b), "\r\n", "\n")
		}
	}
	return t, nil
}

func list(root string) ([]string, error) {
	git := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	git.Dir = root
	if out, err := git.Output(); err == nil {
		return strings.Split(strings.TrimRight(string(out), "\x00"), "\x00"), nil
	}
	var paths []string
	err := fs.WalkDir(os.DirFS(root), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == ".git" {
			return fs.SkipDir
		}
		if err == nil && d.Type().IsRegular() {
			paths = append(paths, p)
		}
		return err
	})
	return paths, err
}

// module returns the path that the tree's go.mod declares.
func (t Tree) module() string {
	for line := range strings.Lines(t["go.mod"]) {
		if f := strings.Fields(line); len(f) == 2 && f[0] == "module" {
			return f[1]
		}
	}
	return ""
}

// paths returns the files that keep wants, in order.
func (t Tree) paths(keep func(string) bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(t)), func(p string) bool { return !keep(p) })
}

// nested reports whether p belongs to a module other than the root's.
func (t Tree) nested(p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if _, ok := t[dir+"/go.mod"]; ok {
			return true
		}
	}
	return false
}

// source is a parsed Go file.
type source struct {
	path string
	fset *token.FileSet
	*ast.File
}

// pos returns the file:line of p.
func (s source) pos(p token.Pos) string {
	return fmt.Sprintf("%s:%d", s.path, s.line(p))
}

func (s source) line(p token.Pos) int { return s.fset.Position(p).Line }

// parse parses the Go files of the root module that keep wants.
func (t Tree) parse(keep func(string) bool) (files []source, problems []string) {
	fset := token.NewFileSet()
	for _, p := range t.paths(func(p string) bool { return isGo(p) && !t.nested(p) && keep(p) }) {
		f, err := parser.ParseFile(fset, p, t[p], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		files = append(files, source{p, fset, f})
	}
	return files, problems
}

func isGo(p string) bool {
	return strings.HasSuffix(p, ".go") && !strings.Contains("/"+p, "/testdata/")
}
func isTest(p string) bool { return strings.HasSuffix(p, "_test.go") }
func all(string) bool      { return true }

// under reports whether p is the directory dir or in it.
func under(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }
