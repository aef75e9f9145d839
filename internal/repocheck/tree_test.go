package repocheck

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestLoadWithoutGit shows what is read where git has nothing to say, as in the
// module cache.
func TestLoadWithoutGit(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.go":          "package a\r\n",
		"sub/b.md":      "b\n",
		"sub/image.png": "\x89PNG\x00",
		".git/config":   "[core]\n",
	} {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := Tree{"a.go": "package a\n", "sub/b.md": "b\n"}
	if !maps.Equal(got, want) {
		t.Errorf("Load: %q, want %q", got, want)
	}
}

// TestLoadWithGit shows that the checks see this repository, not some of it.
func TestLoadWithGit(t *testing.T) {
	tree, err := Load("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"go.mod", "ring/ring.go", "internal/repocheck/tree.go"} {
		if tree[p] == "" {
			t.Errorf("Load did not read %s", p)
		}
	}
	sites, _ := tree.atomics()
	labels := map[string]bool{}
	for _, s := range sites {
		labels[s.label] = true
	}
	if got := slices.Sorted(maps.Keys(labels)); !labels["ring.publish"] || !labels["wait.bell"] {
		t.Errorf("labels seen: %q", got)
	}
}
