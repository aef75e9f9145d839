package repocheck

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// grep returns a problem for every line of the files that match finds fault
// with.
func (t Tree) grep(keep func(string) bool, match func(path, line string) string) (problems []string) {
	for _, p := range t.paths(keep) {
		n := 0
		for line := range strings.Lines(t[p]) {
			n++
			if fault := match(p, strings.TrimSuffix(line, "\n")); fault != "" {
				problems = append(problems, fmt.Sprintf("%s:%d: %s", p, n, fault))
			}
		}
	}
	return problems
}

// machine matches what holds on one machine only: somebody's directories, and
// the hosts that packages were fetched through. The brackets keep it from
// matching itself.
var machine = regexp.MustCompile(`(?:^|[^\w.)\]}/-])/(?:[r]oot|[h]ome|[w]ork|[U]sers)/` +
	`|\b[A-Z]:\\[U]sers\\` +
	`|\b(?:[p]roxy\.golang|[s]um\.golang|[r]egistry\.npmjs|[r]egistry\.yarnpkg|[d]eb\.debian)\.org` +
	`|\bGO(?:PROXY|SUMDB|NOSUMDB|INSECURE)=\S`)

// MachinePaths complains about paths and hosts of the machine that something
// was written on.
func MachinePaths(t Tree) []string {
	return t.grep(all, func(_, line string) string {
		if m := machine.FindString(line); m != "" {
			return fmt.Sprintf("%q is of one machine", strings.TrimSpace(m))
		}
		return ""
	})
}

// link matches the target of a Markdown link or image, without its title.
var link = regexp.MustCompile(`\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)`)

// Links complains about relative links in Markdown files to files that are not
// there. Code blocks are not looked at.
func Links(t Tree) []string {
	return t.grepProse(func(p, line string) string {
		for _, m := range link.FindAllStringSubmatch(line, -1) {
			if !t.has(path.Dir(p), m[1]) {
				return "link to " + m[1] + ", which does not exist"
			}
		}
		return ""
	})
}

// grepProse is grep on what is not code in Markdown files.
func (t Tree) grepProse(match func(path, line string) string) []string {
	isMarkdown := func(p string) bool { return strings.HasSuffix(p, ".md") }
	fenced := map[string]bool{} // by file: the line is in a fenced block
	return t.grep(isMarkdown, func(p, line string) string {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced[p] = !fenced[p]
		}
		if fenced[p] || strings.HasPrefix(line, "    ") {
			return ""
		}
		return match(p, line)
	})
}

// has reports whether the link target, seen from dir, is a file or directory of
// the tree, or is none of the tree's business.
func (t Tree) has(dir, target string) bool {
	target, _, _ = strings.Cut(target, "#")
	if target == "" || strings.Contains(target, ":") {
		return true
	}
	full := path.Join(dir, target)
	return full == "." || len(t.paths(func(p string) bool { return under(p, full) })) > 0
}

// Requirements returns the check that complains about modules that go.mod
// requires beyond those allowed, and about directives that concern only the
// main module, which importers would silently not get.
func Requirements(allowed ...string) func(Tree) []string {
	return func(t Tree) []string {
		block := ""
		return t.grep(func(p string) bool { return p == "go.mod" }, func(_, line string) string {
			line, _, _ = strings.Cut(line, "//")
			f := strings.Fields(line)
			switch {
			case len(f) == 0:
				return ""
			case f[0] == ")":
				block = ""
				return ""
			case len(f) == 2 && f[1] == "(":
				block = f[0]
				return ""
			case block != "":
				f = append([]string{block}, f...)
			}
			return directive(f, allowed)
		})
	}
}

// directive says what is wrong with one directive of go.mod.
func directive(f, allowed []string) string {
	switch f[0] {
	case "module", "go", "retract":
		return ""
	case "require":
		if len(f) > 1 && slices.Contains(allowed, f[1]) {
			return ""
		}
	}
	return fmt.Sprintf("%q is not allowed in the library's go.mod", strings.Join(f, " "))
}

// OnlyImporter returns the check that complains about imports of the module
// foreign, or of a package in it, by code outside dir; tests included.
func OnlyImporter(foreign, dir string) func(Tree) []string {
	return func(t Tree) []string {
		files, problems := t.parse(func(p string) bool { return !under(p, dir) })
		for _, f := range files {
			for _, imp := range f.Imports {
				if under(strings.Trim(imp.Path.Value, `"`), foreign) {
					problems = append(problems, f.pos(imp.Pos())+": only "+dir+" may import "+foreign)
				}
			}
		}
		return problems
	}
}

// pinned is an action of a workflow at one commit, with its version beside it.
var pinned = regexp.MustCompile(`^\s*(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v\d`)

// PinnedActions complains about workflow steps that use an action that is not
// pinned by its full commit hash, with the version in a comment.
func PinnedActions(t Tree) []string {
	isWorkflow := func(p string) bool { return under(p, ".github/workflows") }
	return t.grep(isWorkflow, func(_, line string) string {
		if strings.Contains(line, "uses:") && !pinned.MatchString(line) {
			return "the action is not pinned by commit, with its version in a comment"
		}
		return ""
	})
}

// Scripts complains about scripts that are not strict, and about those that
// .ci/run or the workflow does not run.
func Scripts(t Tree) (problems []string) {
	for _, p := range t.paths(func(p string) bool { return path.Dir(p) == "scripts" }) {
		if !strings.HasPrefix(t[p], "#!/usr/bin/env bash\n") || !strings.Contains(t[p], "\nset -euo pipefail\n") {
			problems = append(problems, p+":1: not a strict bash script")
		}
		for _, runner := range []string{".ci/run", ".github/workflows/ci.yml"} {
			if !slices.Contains(words(t[runner]), path.Base(p)) {
				problems = append(problems, p+":1: "+runner+" does not run it")
			}
		}
	}
	return problems
}

// words splits text at whatever cannot be in a script's name.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
