package instrument

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

var given = regexp.MustCompile(`//mc:return (.+)$`)

// plain puts hooks around the accesses to elements of shared fields.
func (p *pkg) plain(f *file) (err error) {
	covered := map[ast.Node]bool{} // expressions that an edit has dealt with
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			p.assignment(f, n, covered)
		case *ast.CallExpr:
			p.builtin(f, n, covered)
		case *ast.ExprStmt:
			if m := given.FindStringSubmatch(p.line(f, n)); m != nil {
				p.hook(f, n.Pos(), n.Pos(), "Return("+m[1]+"); ")
			}
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
				err = fmt.Errorf("instrument: %s: a range over a shared field is not understood", p.pos(f, n))
			}
		case *ast.UnaryExpr:
			if x, ok := n.X.(*ast.IndexExpr); ok && n.Op == token.AND && p.element(x) && err == nil {
				err = fmt.Errorf("instrument: %s: the address of a shared element is not followed", p.pos(f, n))
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

// field reports whether x is a shared field.
func (p *pkg) field(x ast.Expr) bool {
	s, ok := x.(*ast.SelectorExpr)
	return ok && p.shared[s.Sel.Name]
}

// element reports whether n is an element of a shared field.
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

// assignment turns the assignment to an element into a write.
func (p *pkg) assignment(f *file, n *ast.AssignStmt, covered map[ast.Node]bool) {
	if x, ok := n.Lhs[0].(*ast.IndexExpr); ok && len(n.Lhs) == 1 && n.Tok == token.ASSIGN && p.element(x) {
		covered[x] = true
		p.hook(f, n.Pos(), n.Pos(), "Write(&")
		p.edit(f, x.End(), n.Rhs[0].Pos(), ", ")
		p.edit(f, n.End(), n.End(), ")")
	}
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
		return fmt.Errorf("instrument: %s: a slice of a shared field is handed out; say //mc:lend or //mc:show", p.pos(f, n))
	}
	p.edit(f, n.End(), n.End(), ")")
	return nil
}
