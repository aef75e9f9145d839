package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// copied is what a copy of the repository has: the library module.
var copied = []string{"ring", "channels", "model", "linearizability", "fuzz", "stress", "internal", "cmd", "tla"}

// copyTree copies the library module to dir.
func copyTree(dir string) error {
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o666)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range copied {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(name)); err != nil {
			return err
		}
	}
	return nil
}

// apply breaks the copy at dir, until restore is called.
func (m *mutant) apply(dir string) (restore func(), err error) {
	file := filepath.Join(dir, m.file)
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	broken, err := m.edit(src)
	if err == nil {
		err = os.WriteFile(file, broken, 0o666)
	}
	return func() { _ = os.WriteFile(file, src, 0o666) }, err
}

// edit returns the file's source with the mutant in it.
func (m *mutant) edit(src []byte) ([]byte, error) {
	if n := bytes.Count(src, []byte(m.old)); n != 1 {
		return nil, fmt.Errorf("%s is stale: its text stands %d times in %s", m.id, n, m.file)
	}
	return bytes.Replace(src, []byte(m.old), []byte(m.new), 1), nil
}
