package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// errNoFiles is wrapped by what is wrong with a directory without .go files.
var errNoFiles = errors.New("no .go files")

// find returns, sorted and without repetition, the files that paths name and
// the .go files below the directories that they name, and what it could not
// look at. It stops early when ctx is done.
func find(ctx context.Context, paths []string) (files []string, problems []error) {
	for _, path := range paths {
		found, failed := findIn(ctx, path)
		if len(found)+len(failed) == 0 && ctx.Err() == nil {
			failed = []error{fmt.Errorf("%w in %s", errNoFiles, path)}
		}
		files = append(files, found...)
		problems = append(problems, failed...)
	}
	slices.Sort(files)
	return slices.Compact(files), problems
}

// findIn is find for one path. Symbolic links are followed where they are
// named, and to files, not to directories below.
func findIn(ctx context.Context, path string) (files []string, problems []error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, []error{err}
	}
	if !info.IsDir() {
		return []string{filepath.Clean(path)}, nil
	}
	root, err := filepath.EvalSymlinks(path) // WalkDir does not enter a link
	if err != nil {
		return nil, []error{err}
	}
	_ = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			problems = append(problems, err)
		case !d.IsDir() && filepath.Ext(name) == ".go":
			files = append(files, name)
		}
		return ctx.Err()
	})
	return files, problems
}

// read returns the contents of a regular file.
func read(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a pipe, for one, could not be read twice
		return nil, fmt.Errorf("%s: not a regular file", name)
	}
	return os.ReadFile(name)
}
