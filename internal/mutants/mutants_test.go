package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// Each mutant is an edit of the source as it is today, and has a name of its own.
func TestMutantsApply(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range mutants {
		src, err := os.ReadFile(filepath.Join(root, m.file))
		if err != nil {
			t.Error(err)
			continue
		}
		if broken, err := m.edit(src); err != nil || string(broken) == string(src) {
			t.Errorf("%s: no change, or %v", m.id, err)
		}
		if seen[m.id] {
			t.Errorf("%s is there twice", m.id)
		}
		seen[m.id] = true
	}
	for id, w := range noticedBy {
		if !seen[id] {
			t.Errorf("%v notices %s, which is no mutant", w, id)
		}
	}
	for _, s := range shown {
		if !seen[s.id] {
			t.Errorf("docs/traces.md shows %s, which is no mutant", s.id)
		}
	}
}

// A mutant whose text is not there, or is there twice, is refused.
func TestStaleMutantIsRefused(t *testing.T) {
	m := mutant{id: "stale", old: "x", new: "y"}
	for src, want := range map[string]bool{"": false, "x": true, "xx": false} {
		if _, err := m.edit([]byte(src)); (err == nil) != want {
			t.Errorf("%q: %v", src, err)
		}
	}
}

// Every scenario has a mutant that it notices, and the page says which.
func TestMatrixIsWhole(t *testing.T) {
	x, err := readMatrix(filepath.Join(root, matrixFile))
	if err != nil {
		t.Fatal(err)
	}
	const renew = "go run ./internal/mutants -matrix docs/mutants.md, with -run or -scenarios for a part"
	for _, s := range scenarioNames(t) {
		switch e := x.evidence(s); {
		case !slices.Contains(x.scenarios, s):
			t.Errorf("%s was not explored on the mutants: %s", s, renew)
		case e.mutant == "":
			t.Errorf("%s notices no mutant: find one, or say what the scenario is for", s)
		}
	}
	for _, m := range mutants {
		if _, ok := x.kills[m.id]; !ok {
			t.Errorf("%s was not explored: %s", m.id, renew)
		}
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "mutants.md"))
	if err != nil || string(page) != x.page() {
		t.Errorf("docs/mutants.md is not what %s says (%v): %s", matrixFile, err, renew)
	}
}

// scenarioNames returns the scenarios that package explorer's test counts, which
// are all.
func scenarioNames(t *testing.T) []string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(root, "internal", "explorer", "counts_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^\t"([^"]+)": +\d+,$`).FindAllStringSubmatch(string(src), -1) {
		names = append(names, m[1])
	}
	if len(names) < 90 {
		t.Fatalf("found %d scenarios", len(names))
	}
	return names
}

// What is written is read again, but for mutants and scenarios that are gone.
func TestMatrixIsReadAsWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "matrix.txt")
	a, b := mutants[0].id, mutants[1].id
	x := &matrix{scenarios: []string{"s1", "s2"}, kills: map[string]map[string]kill{
		a: {"s1": {"go", 7}, "s2": {"rc11", 12}, "gone": {"go", 1}}, b: {}, "gone": {"s1": {"go", 1}},
	}}
	if err := x.write(file); err != nil {
		t.Fatal(err)
	}
	y, err := readMatrix(file)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(y.scenarios, x.scenarios) || len(y.kills) != 2 || len(y.kills[b]) != 0 ||
		!maps.Equal(y.kills[a], map[string]kill{"s1": {"go", 7}, "s2": {"rc11", 12}}) {
		t.Errorf("%+v", y)
	}
	for _, bad := range []string{"s1\nm s1:go", "s1\nm s1:go:x"} {
		if err := os.WriteFile(file, []byte(bad), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := readMatrix(file); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// The evidence for a scenario is the mutant that the fewest notice.
func TestEvidence(t *testing.T) {
	a, b, c := mutants[0].id, mutants[1].id, mutants[2].id
	x := &matrix{scenarios: []string{"s1", "s2", "s3", "s4"}, kills: map[string]map[string]kill{
		a: {"s1": {"go", 5}, "s2": {"go", 3}, "s3": {"go", 9}},
		b: {"s1": {"tso", 8}},
		c: {"s1": {"go", 2}, "s3": {"go", 2}},
	}}
	for s, want := range map[string]string{"s1": b + " alone", "s2": a + " first of 3", "s3": c + " one of 2", "s4": " one of 1"} {
		if e := x.evidence(s); e.mutant+" "+e.String() != want && (s != "s4" || e.mutant != "") {
			t.Errorf("%s: %s %v, want %s", s, e.mutant, e, want)
		}
	}
	if page := x.page(); !strings.Contains(page, "| s4 | no mutant known |") || !strings.Contains(page, "| s1 | "+b+" | alone | tso 8 | 3 |") {
		t.Error(page)
	}
}

// A scenario that notices nothing any more, or under another model only, is told.
func TestComparison(t *testing.T) {
	before := kill{"tso", 9}
	for k, want := range map[kill]bool{{"tso", 9}: true, {"tso", 8}: true, {}: false, {"rc11", 9}: false} {
		if text, ok := k.as(before); ok != want {
			t.Errorf("%+v: %s, %t", k, text, ok)
		}
	}
}
