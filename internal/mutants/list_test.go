package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a mutant replaces is in the source, once.
func TestMutantsApply(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range mutants {
		text, err := os.ReadFile(filepath.Join("..", "..", m.file))
		if n := strings.Count(string(text), m.old); err != nil || n != 1 {
			t.Errorf("%s: %d times in %s, %v: %q", m.id, n, m.file, err, m.old)
		}
		if seen[m.id] || m.old == m.new {
			t.Errorf("%s: is there twice, or changes nothing", m.id)
		}
		seen[m.id] = true
	}
	for id := range noticedSoon {
		if !seen[id] {
			t.Errorf("%s: in the quick list, but there is no such mutant", id)
		}
	}
}
