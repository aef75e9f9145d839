package tla

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// withMemory are the modules that hold a copy of the memory of several
// locations: tla-checker reads one file, so that they cannot share it.
var withMemory = []string{"WaitWake", "CloseDrain", "Register"}

var (
	definition = regexp.MustCompile(`^(\w+)(\([\w, ]*\))? ==`)
	tuple      = regexp.MustCompile(`<<([^<>]+)>>`)
	ofLocation = regexp.MustCompile(`\b(base|Cut\(v3\)) +==`)
)

// memoryOf returns the definitions of a module's block "memory", by name,
// without those that depend on the number of locations.
func memoryOf(t *testing.T, text string) map[string]string {
	t.Helper()
	_, block, ok := strings.Cut(text, "---- memory ----")
	block, _, ends := strings.Cut(block, `\* ---- common`)
	if !ok || !ends {
		t.Fatal("there is no block of memory")
	}
	all, name, skip := map[string]string{}, "", false
	for line := range strings.Lines(block) {
		if strings.HasPrefix(line, `\*`) || strings.TrimSpace(line) == "" || strings.HasPrefix(line, "RECURSIVE") {
			continue
		}
		if m := definition.FindStringSubmatch(line); m != nil {
			name = m[1]
		}
		of := ofLocation.MatchString(line)
		if skip = of || skip && strings.HasPrefix(strings.TrimSpace(line), "ELSE <<"); !skip {
			all[name] += line
		}
	}
	for _, name := range []string{"Join", "V0", "Flush"} {
		delete(all, name)
	}
	return all
}

// differences says in which definitions two modules' memories differ.
func differences(a, b map[string]string) (names []string) {
	for name := range a {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if a[name] == "" {
			names = append(names, name)
		}
	}
	return names
}

// uneven returns the tuples of a module's block of memory whose element k is not
// the first one with k instead of 1.
func uneven(text string) (wrong []string) {
	_, block, _ := strings.Cut(text, "---- memory ----")
	block, _, _ = strings.Cut(block, `\* ---- common`)
	for _, m := range tuple.FindAllStringSubmatch(block, -1) {
		if !strings.Contains(m[1], "(1") && !strings.Contains(m[1], "[1]") {
			continue
		}
		elements := strings.Split(m[1], "), ")
		for k, e := range elements {
			with := strings.NewReplacer("(1", fmt.Sprintf("(%d", k+1), "[1]", fmt.Sprintf("[%d]", k+1)).Replace(elements[0])
			if strings.TrimSuffix(e, ")") != strings.TrimSuffix(with, ")") {
				wrong = append(wrong, m[0])
				break
			}
		}
	}
	return wrong
}

func module(t *testing.T, name string) string {
	t.Helper()
	b, err := fs.ReadFile(specs, name+".tla")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestMemoriesAgree compares the copies.
func TestMemoriesAgree(t *testing.T) {
	first := memoryOf(t, module(t, withMemory[0]))
	if len(first) < 12 {
		t.Errorf("%d definitions only: %v", len(first), first)
	}
	for _, name := range withMemory {
		text := module(t, name)
		if d := differences(first, memoryOf(t, text)); len(d) > 0 {
			t.Errorf("%s and %s differ in %v", withMemory[0], name, d)
		}
		if w := uneven(text); len(w) > 0 {
			t.Errorf("%s: %v", name, w)
		}
	}
}

// TestOtherMemoriesDiffer is the control of the one above.
func TestOtherMemoriesDiffer(t *testing.T) {
	text := module(t, "Register")
	first := memoryOf(t, text)
	for from, to := range map[string]string{
		"!.heavy = Join(@, u)":    "!.heavy = u",
		"IF acquire THEN Join(u,": "IF TRUE THEN Join(u,",
		"Light(m, t) ==\n":        "Lite(m, t) ==\n",
		"n3 > base[l3]":           "n3 >= base[l3]",
	} {
		if other := strings.Replace(text, from, to, 1); other == text || len(differences(first, memoryOf(t, other))) == 0 {
			t.Errorf("%s instead of %s is not seen", to, from)
		}
	}
	for from, to := range map[string]string{"Least(5)": "Least(4)", "v2[6])": "v2[5])", "Rest(7, v3[7])": "Rest(7, v3[6])"} {
		if other := strings.Replace(text, from, to, 1); other == text || len(uneven(other)) == 0 {
			t.Errorf("%s instead of %s is not seen", to, from)
		}
	}
}
