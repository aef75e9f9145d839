package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A witness counts only by what its own test says: not if it hangs, is not there,
// or another one fails.
func TestWitness(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":        "module example.com/m\n\ngo 1.26\n",
		"p/p_test.go":   "package p\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n\nfunc TestB(t *testing.T) { t.Fail() }\n\nfunc TestC(t *testing.T) { panic(1) }\n",
		"bad/b_test.go": "package bad\n\nfunc f() { g() }\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for w, want := range map[witness]string{
		{"p", "TestA"}: "survived", {"p", "TestB"}: "killed", {"p", "TestC"}: "killed", {"p", "TestD"}: "not run", {"bad", "TestA"}: "not compiled",
	} {
		if verdict, _ := w.try(dir); verdict != want {
			t.Errorf("%v: %s, want %s", w, verdict, want)
		}
	}
}
