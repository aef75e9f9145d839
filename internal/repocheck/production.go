package repocheck

import (
	"path"
	"strings"
)

// production says of directories, and what is below them, whether other
// people's programs run their code, or only this repository's tests and tools
// do. What production code imports is production code too: Dependencies.
var production = map[string]bool{
	"ring": true, "channels": true, "pool": true, "shm": true, "numa": true, "internal/unix": true,
	"internal/order": true,

	"channels/channeltest": false, "model": false, "linearizability": false, "fuzz": false, "stress": false,
	"tla": false, "bench": false, "contrib": false, "cmd": false, "examples": false, "docs": false,
	"scripts": false, "tools": false, "internal": false,
}

// role returns what production says of p.
func role(p string) (isProduction, known bool) {
	for ; p != "."; p = path.Dir(p) {
		if is, ok := production[p]; ok {
			return is, true
		}
	}
	return false, false
}

// isProduction reports whether p is a file that importers run.
func isProduction(p string) bool {
	is, _ := role(p)
	return is && isGo(p) && !isTest(p)
}

// Classified complains about Go packages of which nobody has said whether they
// are production code: other checks would pass them over.
func Classified(t Tree) (problems []string) {
	seen := map[string]bool{}
	for _, p := range t.paths(isGo) {
		dir := path.Dir(p)
		if _, known := role(dir); !known && !seen[dir] && dir != "." {
			problems = append(problems, dir+": internal/repocheck/production.go does not say whether this is production code")
		}
		seen[dir] = true
	}
	return problems
}

// Dependencies complains about imports that point up: production code imports
// production code only, and ring of this module internal/order only.
func Dependencies(t Tree) []string {
	files, problems := t.parse(isProduction)
	for _, f := range files {
		for _, imp := range f.Imports {
			dir, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), t.module()+"/")
			if ours && (under(f.path, "ring") && dir != "internal/order" || !isProduction(dir+"/x.go")) {
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
