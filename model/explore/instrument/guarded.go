package instrument

import (
	"fmt"
	"go/ast"
	"go/types"
	"regexp"
)

// guard matches the comment of a field that a lock beside it guards.
var guard = regexp.MustCompile(`//\s*under (\w+)`)

// guarded notes the fields of a structure that are under a lock of it.
func (p *pkg) guarded(f *file, s *ast.StructType) {
	locks := map[string]bool{}
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			if v := p.info.Defs[name]; v != nil && types.Unalias(v.Type()).String() == "sync.Mutex" {
				locks[name.Name] = true
			}
		}
	}
	for _, field := range s.Fields.List {
		m := guard.FindStringSubmatch(p.line(f, field))
		for _, name := range field.Names {
			if v := p.info.Defs[name]; v != nil && m != nil && locks[m[1]] {
				p.guards[v] = m[1]
			}
		}
	}
}

// underLock puts a check that the lock is held around the uses of the fields that
// one guards.
func (p *pkg) underLock(f *file) (err error) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok || err != nil || p.info.Selections[s] == nil {
			return err == nil
		}
		v, ok := p.info.Selections[s].Obj().(*types.Var)
		if !ok || p.guards[v.Origin()] == "" {
			return true
		}
		if !simple(s.X) {
			err = p.refuse(f, n, "a field under a lock is selected from more than a variable or a field")
			return false
		}
		base := string(f.src[p.offset(s.X.Pos()):p.offset(s.X.End())])
		p.edit(f, s.Pos(), s.Pos(), "(*")
		p.hook(f, s.Pos(), s.Pos(), fmt.Sprintf("Under(&%s.%s, &", base, p.guards[v.Origin()]))
		p.edit(f, s.End(), s.End(), fmt.Sprintf(", %q))", p.pos(f, s)+": "+s.Sel.Name))
		return true
	})
	return err
}

// simple reports whether x is a variable, or a field of one.
func simple(x ast.Expr) bool {
	for {
		switch y := x.(type) {
		case *ast.Ident:
			return true
		case *ast.SelectorExpr:
			x = y.X
		default:
			return false
		}
	}
}
