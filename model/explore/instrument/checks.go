package instrument

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// checks notes the tests that reach explore.Check or CheckFails, directly or through
// functions of their package.
func (p *pkg) checks() {
	calls := map[types.Object][]types.Object{} // by function: what it mentions
	var tests []types.Object
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil || p.info.Defs[fn.Name] == nil {
				continue
			}
			self := p.info.Defs[fn.Name]
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if used, ok := p.info.Uses[id].(*types.Func); ok {
						calls[self] = append(calls[self], used)
					}
				}
				return true
			})
			if strings.HasSuffix(f.base, "_test.go") && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Test") {
				tests = append(tests, self)
			}
		}
	}
	for _, t := range tests {
		if reachesCheck(t, calls, map[types.Object]bool{}) {
			p.overlay.Checks = append(p.overlay.Checks, t.Name())
		}
	}
}

// reachesCheck reports whether a function mentions one of these, or one that
// does.
func reachesCheck(fn types.Object, calls map[types.Object][]types.Object, seen map[types.Object]bool) bool {
	if seen[fn] {
		return false
	}
	seen[fn] = true
	return slices.ContainsFunc(calls[fn], func(c types.Object) bool {
		isCheck := (c.Name() == "Check" || c.Name() == "CheckFails") && c.Pkg() != nil && c.Pkg().Path() == explorePath
		return isCheck || reachesCheck(c, calls, seen)
	})
}
