package instrument

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

const explorePath = module + "/model/explore"

// scenarios watches what the goroutines of scenarios refer to: in front of
// w.Go, w.Same and w.After it puts a Watch of every variable that the call mentions.
// The package-level variables that hold locations are watched anyway.
func (p *pkg) scenarios(f *file) {
	for _, d := range f.ast.Decls {
		if g, ok := d.(*ast.GenDecl); ok {
			p.global(g)
		}
	}
	if !strings.HasSuffix(f.base, "_test.go") {
		return
	}
	users := map[types.Object]use{}
	var loops []ast.Node
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			loops = append(loops, n)
		}
		s, ok := n.(*ast.ExprStmt)
		if !ok {
			return true
		}
		switch call, name := p.worldCall(s); name {
		case "Go", "Same":
			p.watch(f, s, call)
			p.captured(f, call, users, name == "Same", loops)
		case "After":
			p.watch(f, s, call)
		}
		return true
	})
}

// global notes the package-level variables that hold locations.
func (p *pkg) global(g *ast.GenDecl) {
	for _, s := range g.Specs {
		v, ok := s.(*ast.ValueSpec)
		if !ok || g.Tok.String() != "var" {
			continue
		}
		for _, name := range v.Names {
			if obj := p.info.Defs[name]; name.Name != "_" && obj != nil && p.shareable(obj.Type(), map[types.Type]bool{}) {
				p.globals = append(p.globals, name.Name)
			}
		}
	}
}

// worldCall returns the call of a method of explore.World that s is.
func (p *pkg) worldCall(s *ast.ExprStmt) (*ast.CallExpr, string) {
	call, ok := s.X.(*ast.CallExpr)
	if !ok {
		return nil, ""
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, ""
	}
	fn, ok := p.info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Signature().Recv() == nil || !strings.HasSuffix(fn.Signature().Recv().Type().String(), explorePath+".World") {
		return nil, ""
	}
	return call, fn.Name()
}

// watch puts in front of s a Watch of the variables that the call's arguments
// mention and that are not declared in them.
func (p *pkg) watch(f *file, s *ast.ExprStmt, call *ast.CallExpr) {
	world, ok := call.Fun.(*ast.SelectorExpr).X.(*ast.Ident)
	if !ok {
		return
	}
	var text strings.Builder
	for _, v := range p.mentioned(call) {
		if p.shareableAnywhere(v.Type()) {
			fmt.Fprintf(&text, "%s.Watch(%q, &%s); ", world.Name, v.Name(), v.Name())
		}
	}
	p.edit(f, s.Pos(), s.Pos(), text.String())
}

// mentioned are the local variables that a call mentions and that are declared
// outside of it, and those that the functions among them mention.
func (p *pkg) mentioned(call *ast.CallExpr) (vars []*types.Var) {
	var look func(n ast.Node)
	look = func(within ast.Node) {
		ast.Inspect(within, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			v, ok := p.info.Uses[id].(*types.Var)
			local := ok && !v.IsField() && v.Parent() != nil && p.types != nil && v.Parent() != p.types.Scope()
			if !local || v.Pos() >= within.Pos() && v.Pos() < within.End() || slices.Contains(vars, v) {
				return true
			}
			vars = append(vars, v)
			if lit, ok := p.literals[v].(*ast.FuncLit); ok {
				look(lit)
			}
			return true
		})
	}
	for _, a := range call.Args {
		look(a)
	}
	return slices.DeleteFunc(vars, func(v *types.Var) bool { return !p.visible(v, call) })
}

// visible reports whether a variable can be named where n stands.
func (p *pkg) visible(v *types.Var, n ast.Node) bool {
	scope := p.types.Scope().Innermost(n.Pos())
	if scope == nil {
		return false
	}
	_, found := scope.LookupParent(v.Name(), n.Pos())
	return found == v
}

// shareableAnywhere reports whether a variable may lead to locations: pointers
// and structures of packages that may be rewritten do.
func (p *pkg) shareableAnywhere(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return p.shareableAnywhere(u.Elem())
	case *types.Array:
		return p.shareableAnywhere(u.Elem())
	case *types.Struct:
		n, named := types.Unalias(t).(*types.Named)
		if !named || n.Obj().Pkg() == nil {
			return true
		}
		path := n.Obj().Pkg().Path()
		return path != explorePath && (strings.HasPrefix(path, "sync") || !p.overlay.standard[path])
	}
	return false
}

// use is a goroutine of a scenario that uses a variable.
type use struct {
	call    *ast.CallExpr
	changes bool
}

// captured warns about local variables that one goroutine of a scenario changes
// and another one uses: they are no locations, so that races for them are not
// seen. several says that the call starts several goroutines.
func (p *pkg) captured(f *file, call *ast.CallExpr, users map[types.Object]use, several bool, loops []ast.Node) {
	changes := map[types.Object]bool{}
	ast.Inspect(call, func(n ast.Node) bool {
		var changed []ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			changed = n.Lhs
		case *ast.IncDecStmt:
			changed = []ast.Expr{n.X}
		}
		for _, x := range changed {
			if id, ok := x.(*ast.Ident); ok {
				changes[p.info.Uses[id]] = true
			}
		}
		return true
	})
	for _, v := range p.mentioned(call) {
		again := several || slices.ContainsFunc(loops, func(l ast.Node) bool { // one that starts several goroutines
			return v.Pos() < l.Pos() && l.Pos() < call.Pos() && call.Pos() < l.End()
		})
		if again && changes[v] {
			p.warn(f, call, v.Name()+" is changed by each of the goroutines that are started here: it is no location, so races for it are not seen")
			continue
		}
		if u := users[v]; u.call != nil && (u.changes || changes[v]) {
			p.warn(f, call, fmt.Sprintf("%s is used by the goroutine at %s as well, and changed: it is no location, so races for it are not seen", v.Name(), p.pos(f, u.call)))
		}
		users[v] = use{call, changes[v] || users[v].changes}
	}
}
