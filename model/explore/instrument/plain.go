package instrument

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

var (
	given = regexp.MustCompile(`//mc:return (.+)$`)
	made  = regexp.MustCompile(`//mc:made (.+)$`)
)

// plain puts hooks around the accesses to shared fields and elements.
func (p *pkg) plain(f *file) (err error) {
	covered := map[ast.Node]bool{} // expressions that an edit has dealt with
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if err == nil {
				err = p.assignment(f, n, covered)
			}
		case *ast.IncDecStmt:
			if p.location(n.X) {
				err = p.refuse(f, n, "a change of a shared field in place is not understood")
			}
		case *ast.SelectorExpr:
			if p.location(n) && !covered[n] {
				p.hook(f, n.Pos(), n.Pos(), "Read(&")
				p.edit(f, n.End(), n.End(), ")")
			}
		case *ast.CallExpr:
			p.builtin(f, n, covered)
		case *ast.ExprStmt:
			if m := given.FindStringSubmatch(p.line(f, n)); m != nil {
				p.hook(f, n.Pos(), n.Pos(), "Return("+m[1]+"); ")
			}
			p.made(f, n)
		case *ast.ReturnStmt:
			p.made(f, n)
		case *ast.IndexExpr:
			if p.element(n) && !covered[n] {
				p.hook(f, n.Pos(), n.Pos(), "Read(&")
				p.edit(f, n.End(), n.End(), ")")
			}
		case *ast.SliceExpr:
			if p.sliceOf(n) && !covered[n] && err == nil {
				err = p.window(f, n)
			}
		case *ast.RangeStmt:
			if p.field(n.X) && err == nil {
				err = p.refuse(f, n, "a range over a shared field is not understood")
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND && p.location(n.X) && err == nil {
				err = p.refuse(f, n, "the address of a shared field or element is not followed")
			}
		}
		return err == nil
	})
	if err == nil {
		err = p.aliases(f)
	}
	return err
}

// made makes known what the line of a statement says was made before it.
func (p *pkg) made(f *file, n ast.Stmt) {
	if m := made.FindStringSubmatch(p.line(f, n)); m != nil {
		p.hook(f, n.Pos(), n.Pos(), "Made("+m[1]+"); ")
	}
}

// aliases refuses uses of shared slices other than those that plain has dealt
// with: accesses through a copy of the slice would not be seen.
func (p *pkg) aliases(f *file) (err error) {
	followed := map[ast.Expr]bool{}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IndexExpr:
			followed[n.X] = true
		case *ast.SliceExpr:
			followed[n.X] = true
		case *ast.CallExpr:
			if name, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"len", "cap", "copy", "clear"}, name.Name) {
				for _, a := range n.Args {
					followed[a] = true
				}
				if name.Name == "copy" && p.slice(n.Args[0]) && p.slice(n.Args[1]) && err == nil {
					err = p.refuse(f, n, "a copy from a shared slice to a shared slice is not understood")
				}
			}
		case *ast.SelectorExpr:
			if p.field(n) && !followed[n] && err == nil {
				err = p.refuse(f, n, "a shared slice is passed on; accesses through the copy would not be seen")
			}
		}
		return err == nil
	})
	return err
}

// hook is edit with a call of a hook.
func (p *pkg) hook(f *file, begin, end token.Pos, call string) {
	f.hooks = true
	p.edit(f, begin, end, hooks+"."+call)
}

// location reports whether x is an element of a shared slice, or a shared field
// of another type.
func (p *pkg) location(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.IndexExpr:
		return p.element(x)
	case *ast.SelectorExpr:
		return p.names(x, p.single, false)
	}
	return false
}

// field reports whether x is a shared slice.
func (p *pkg) field(x ast.Expr) bool {
	return p.names(x, p.shared, true)
}

// element reports whether n is an element of a shared slice.
func (p *pkg) element(n *ast.IndexExpr) bool { return p.field(n.X) }

// sliceOf reports whether n is a slice of a shared field.
func (p *pkg) sliceOf(n *ast.SliceExpr) bool { return p.field(n.X) }

// slice reports whether x is a shared field, or a slice of one.
func (p *pkg) slice(x ast.Expr) bool {
	if s, ok := x.(*ast.SliceExpr); ok {
		x = s.X
	}
	return p.field(x)
}

// assignment turns the assignment to a location into a write.
func (p *pkg) assignment(f *file, n *ast.AssignStmt, covered map[ast.Node]bool) error {
	for _, x := range n.Lhs {
		if !p.location(x) {
			continue
		}
		if len(n.Lhs) > 1 || n.Tok != token.ASSIGN {
			return p.refuse(f, n, "only a plain assignment of one value to a shared field or element is understood")
		}
		covered[x] = true
		p.hook(f, n.Pos(), n.Pos(), "Write(&")
		p.edit(f, x.End(), n.Rhs[0].Pos(), ", ")
		p.edit(f, n.End(), n.End(), ")")
	}
	return nil
}

// builtin turns copy and clear into hooks.
func (p *pkg) builtin(f *file, n *ast.CallExpr, covered map[ast.Node]bool) {
	name, ok := n.Fun.(*ast.Ident)
	if !ok {
		return
	}
	call := ""
	switch {
	case name.Name == "clear" && p.slice(n.Args[0]):
		call = "Clear"
	case name.Name == "copy" && p.slice(n.Args[0]):
		call = "CopyIn"
	case name.Name == "copy" && p.slice(n.Args[1]):
		call = "CopyOut"
	default:
		return
	}
	for _, a := range n.Args {
		covered[a] = true
	}
	p.hook(f, name.Pos(), name.End(), call)
}

// window puts the hook that its line asks for around a slice that is handed out.
func (p *pkg) window(f *file, n *ast.SliceExpr) error {
	line := p.line(f, n)
	switch {
	case strings.Contains(line, "//mc:lend"):
		p.hook(f, n.Pos(), n.Pos(), "Lend(")
	case strings.Contains(line, "//mc:show"):
		p.hook(f, n.Pos(), n.Pos(), "Show(")
	default:
		return p.refuse(f, n, "a slice of a shared field is handed out; say //mc:lend or //mc:show")
	}
	p.edit(f, n.End(), n.End(), ")")
	return nil
}
