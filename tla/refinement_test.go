package tla

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables of docs/specs.md anew")

const document = "../docs/specs.md"

// TestTablesOfTheDocument compares the generated parts of docs/specs.md with
// what they say now.
func TestTablesOfTheDocument(t *testing.T) {
	refined, err := refinementTable(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	configs, err := configTable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	old := strings.ReplaceAll(string(b), "\r\n", "\n")
	text := old
	for name, table := range map[string]string{"refinement": refined, "configs": configs} {
		begin, end := "<!-- "+name+" -->\n", "<!-- end -->"
		before, rest, ok := strings.Cut(text, begin)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("%s has no place for the table %s", document, name)
		}
		text = before + begin + "\n" + table + "\n" + end + after
	}
	if text == old {
		return
	}
	if !*update {
		t.Fatalf("%s is not up to date: go test ./tla -run Tables -update", document)
	}
	if err := os.WriteFile(document, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// refinedAs are modules whose actions are those of another one.
var refinedAs = map[string]string{"RingRelative": "RingOrder", "RingOrderFIFO": "RingOrder"}

// TestEveryActionIsRefined demands that the map has every action of every
// module that is in it, and no other.
func TestEveryActionIsRefined(t *testing.T) {
	all, err := Configs()
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range modulesOf(all) {
		if refinedAs[module] != "" {
			continue
		}
		mapped := []string{}
		for _, r := range refinements {
			if r.module == module {
				mapped = append(mapped, r.action)
			}
		}
		want := actions(module)
		if len(mapped) == 0 {
			t.Logf("not mapped: %s, %d actions", module, len(want))
			continue
		}
		slices.Sort(mapped)
		slices.Sort(want)
		if !slices.Equal(mapped, want) || len(want) == 0 {
			t.Errorf("%s: Next has %v, the map %v", module, want, mapped)
		}
	}
}

// elsewhere are labels of package ring that RingOrder is not about.
var elsewhere = []string{"ring.make", "ring.observe", "ring.seal", "ring.fence"}

// TestEveryLabelOfTheRingIsRefined demands that every labelled line of package
// ring is in the map, or has a label that is left to others, or stands in a
// function that others use.
func TestEveryLabelOfTheRingIsRefined(t *testing.T) {
	mapped := map[string]bool{}
	for i := range ringRefinements {
		lines, err := ringRefinements[i].lines(os.DirFS(".."))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			mapped[l] = true
		}
	}
	label := regexp.MustCompile(`//mo:\w+ ([\w.]+)`)
	unmapped := map[string]bool{}
	files, _ := filepath.Glob("../ring/*.go")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			n++
			m := label.FindStringSubmatch(line)
			pos := "ring/" + filepath.Base(name) + ":" + strconv.Itoa(n)
			if m != nil && !mapped[pos] && !slices.Contains(elsewhere, m[1]) {
				unmapped[strings.TrimSpace(line)] = true
			}
		}
	}
	// Sealing and the totals look at the positions too; CloseDrain is about them.
	for line := range unmapped {
		if !strings.Contains(line, "received = s.head.Load()") && !strings.Contains(line, "tail := s.tail.Load()") {
			t.Errorf("no action for %s", line)
		}
	}
}
