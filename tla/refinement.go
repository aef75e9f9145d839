package tla

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// refinement says which lines of the source an action stands for.
type refinement struct {
	module, action, step string
	dir                  string // of the source; "": the action is a step of memory, or of the world around
	line                 string // a regular expression that these lines match
	note                 string
}

// refinements holds every action of the modules that are mapped.
var refinements = slices.Concat(ringRefinements, channelRefinements)

var ringRefinements = []refinement{
	{"RingOrder", "LoadFree", "P2", "ring", `Load\(\) //mo:\w+ ring\.free`, "the producer looks at head"},
	{"RingOrder", "Write", "P3", "ring", `p\.slots\[p\.tail&p\.mask\] = v|copy\(p\.slots`, "one for each slot"},
	{"RingOrder", "Publish", "P4", "ring", `Store.*//mo:\w+ ring\.publish`, "the producer moves tail"},
	{"RingOrder", "LoadPublish", "C2", "ring", `cachedTail = .*Load\(\) //mo:\w+ ring\.publish`, "the consumer looks at tail"},
	{"RingOrder", "Read", "C3", "ring", `v = c\.slots\[|copy\(dst.*c\.slots`, "one for each slot"},
	{"RingOrder", "Clear", "C3", "ring", `c\.slots\[c\.head&c\.mask\] = zero|clear\(c\.slots`, "one for each slot, if messages hold pointers"},
	{"RingOrder", "Free", "C4", "ring", `Store.*//mo:\w+ ring\.free`, "the consumer moves head"},
	{"RingOrder", "Flush", "", "", "", "memory: the oldest store of a buffer is seen by others (TSO)"},
}

// lines returns the lines of the source that a refinement is about, as
// file:line.
func (r *refinement) lines(root fs.FS) (all []string, err error) {
	if r.dir == "" {
		return nil, nil
	}
	re := regexp.MustCompile(r.line)
	files, err := fs.Glob(root, r.dir+"/*.go")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, e := fs.ReadFile(root, name)
		if e != nil {
			return nil, e
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			if n++; re.MatchString(line) {
				all = append(all, fmt.Sprintf("%s:%d", name, n))
			}
		}
	}
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("tla: no line of %s is action %s.%s: %s", r.dir, r.module, r.action, r.line)
	}
	return all, err
}

// refinementTable returns what every action stands for, in Markdown.
func refinementTable(root fs.FS) (string, error) {
	var b strings.Builder
	b.WriteString("| module | action | step | source | |\n|---|---|---|---|---|\n")
	for i := range refinements {
		r := &refinements[i]
		lines, err := r.lines(root)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.module, r.action, r.step, strings.Join(lines, ", "), r.note)
	}
	return b.String(), nil
}

// configTable returns what every config expects, in Markdown.
func configTable() (string, error) {
	all, err := Configs()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("| module | holds (states) | fails |\n|---|---|---|\n")
	for _, module := range modulesOf(all) {
		var hold, fail []string
		for _, c := range all {
			name := path.Base(c.Name)
			switch {
			case c.Module != module:
			case c.Expect.Kind == Holds:
				hold = append(hold, fmt.Sprintf("%s %d", name, c.Expect.Distinct))
			default:
				fail = append(fail, name+": "+strings.TrimPrefix(strings.TrimPrefix(c.Expect.Text, "fails "), "property "))
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", module, strings.Join(hold, "; "), strings.Join(fail, "; "))
	}
	return b.String(), nil
}

// modulesOf returns the modules of configs, in order.
func modulesOf(all []*Config) (modules []string) {
	for _, c := range all {
		if !slices.Contains(modules, c.Module) {
			modules = append(modules, c.Module)
		}
	}
	return modules
}

var nextDefinition = regexp.MustCompile(`(?m)^Next ==(.*\n(?:[ \t]+.*\n)*)`)

// actions returns the disjuncts of Next in a module.
func actions(module string) []string {
	text, err := fs.ReadFile(specs, module+".tla")
	m := nextDefinition.FindSubmatch(text)
	if err != nil || m == nil {
		return nil
	}
	return regexp.MustCompile(`\w+`).FindAllString(strings.ReplaceAll(string(m[1]), `\/`, " "), -1)
}
