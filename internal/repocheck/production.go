package repocheck

import (
	"path"
	"slices"
	"strings"
)

// production lists the directories whose code other people's programs run;
// helpers those whose code only this repository's tests and tools run, and
// exceptions in the former.
var (
	production = []string{"ring", "channels", "pool", "shm", "numa", "internal/unix"}
	helpers    = []string{
		"channels/channeltest", "model", "linearizability", "fuzz", "stress", "tla",
		"bench", "contrib", "cmd", "examples", "tools", "scripts", "docs", "internal/testmain", "internal/mutants", "internal/repocheck", "internal/verify",
	}
)

// isProduction reports whether p is a file that importers run.
func isProduction(p string) bool {
	in := func(dir string) bool { return under(p, dir) }
	return isGo(p) && !isTest(p) && slices.ContainsFunc(production, in) && !slices.ContainsFunc(helpers, in)
}

// Classified complains about Go packages of which nobody has said whether they
// are production code: other checks would pass them over.
func Classified(t Tree) (problems []string) {
	seen := map[string]bool{}
	for _, p := range t.paths(isGo) {
		dir := path.Dir(p)
		in := func(d string) bool { return under(dir, d) }
		if seen[dir] || dir == "." || slices.ContainsFunc(production, in) || slices.ContainsFunc(helpers, in) {
			continue
		}
		seen[dir] = true
		problems = append(problems, p+":1: internal/repocheck/production.go does not say whether this directory is production code")
	}
	return problems
}

// Dependencies complains about imports that point up: production code imports
// production code only, and ring nothing of this module.
func Dependencies(t Tree) []string {
	files, problems := t.parse(isProduction)
	for _, f := range files {
		for _, imp := range f.Imports {
			dir, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), t.module()+"/")
			if ours && (under(f.path, "ring") || !isProduction(dir+"/x.go")) {
				problems = append(problems, f.pos(imp.Pos())+": must not import "+dir)
			}
		}
	}
	return problems
}

// topOf returns the first element of p.
func topOf(p string) string {
	top, _, _ := strings.Cut(p, "/")
	return top
}
