package instrument

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// unmarked warns about fields that look shared: they are changed, and stand in
// a structure beside an atomic or a marked field, without a mark of their own.
func (p *pkg) unmarked() {
	suspects := p.suspects()
	for _, f := range p.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			var changed []ast.Expr
			switch n := n.(type) {
			case *ast.AssignStmt:
				changed = n.Lhs
			case *ast.IncDecStmt:
				changed = []ast.Expr{n.X}
			case *ast.UnaryExpr:
				if n.Op.String() == "&" {
					changed = []ast.Expr{n.X}
				}
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "copy" || id.Name == "clear") && len(n.Args) > 0 {
					changed = n.Args[:1]
				}
			}
			for _, x := range changed {
				p.suspect(f, x, suspects)
			}
			return true
		})
	}
}

// suspect warns, once, if x is a suspected field or an element of one.
func (p *pkg) suspect(f *file, x ast.Expr, suspects map[types.Object]string) {
	for {
		switch y := x.(type) {
		case *ast.IndexExpr:
			x = y.X
			continue
		case *ast.SliceExpr:
			x = y.X
			continue
		case *ast.ParenExpr:
			x = y.X
			continue
		}
		break
	}
	s, ok := x.(*ast.SelectorExpr)
	if !ok || p.info.Selections[s] == nil {
		return
	}
	v, ok := p.info.Selections[s].Obj().(*types.Var)
	if !ok || suspects[v.Origin()] == "" || p.private(s.X) {
		return
	}
	p.warn(f, s, fmt.Sprintf("%s looks shared: it is changed here and stands beside %s; mark it //mc:shared, or begin its comment with whose it is (// producer: …, // constant, // under mu)",
		s.Sel.Name, suspects[v.Origin()]))
	delete(suspects, v.Origin())
}

// private reports whether x is what a function has just made: a variable that
// begins with a composite literal or new.
func (p *pkg) private(x ast.Expr) bool {
	for {
		s, ok := x.(*ast.SelectorExpr)
		if !ok {
			break
		}
		x = s.X
	}
	id, ok := x.(*ast.Ident)
	if !ok {
		return false
	}
	switch made := p.literals[p.info.Uses[id]].(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		_, is := made.X.(*ast.CompositeLit)
		return is && made.Op == token.AND
	case *ast.CallExpr:
		fn, is := made.Fun.(*ast.Ident)
		return is && fn.Name == "new"
	}
	return false
}

// suspects are the unmarked fields of structures that hold atomics or marked
// fields, and what they stand beside.
func (p *pkg) suspects() map[types.Object]string {
	found := map[types.Object]string{}
	for _, f := range p.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if s, ok := n.(*ast.StructType); ok {
				p.beside(s, found)
			}
			return true
		})
	}
	return found
}

// beside adds the fields of s that are suspected.
func (p *pkg) beside(s *ast.StructType, found map[types.Object]string) {
	shared := ""
	var others []types.Object
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			v := p.info.Defs[name]
			if v == nil {
				continue
			}
			_, marked := p.marked[v]
			switch {
			case marked || synchronises(v.Type()):
				shared = name.Name
			case !p.owned[v] && name.Name != "_":
				others = append(others, v)
			}
		}
	}
	if shared != "" {
		for _, v := range others {
			found[v] = shared
		}
	}
}

// synchronises reports whether a type is one of those of sync/atomic or sync.
func synchronises(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && slices.Contains([]string{"sync/atomic", "sync"}, n.Obj().Pkg().Path())
}

// shareable reports whether a variable of this type holds locations.
func (p *pkg) shareable(t types.Type, seen map[types.Type]bool) bool {
	if t == nil || seen[t] {
		return false
	}
	seen[t] = true
	if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil && strings.HasPrefix(n.Obj().Pkg().Path(), "sync") {
		return n.Obj().Pkg().Path() == "sync/atomic" || n.Obj().Name() == "Mutex"
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for field := range u.Fields() {
			if _, marked := p.marked[field.Origin()]; marked || p.shareable(field.Type(), seen) {
				return true
			}
		}
	case *types.Pointer:
		return p.shareable(u.Elem(), seen)
	case *types.Slice:
		return p.shareable(u.Elem(), seen)
	case *types.Array:
		return p.shareable(u.Elem(), seen)
	}
	return false
}
