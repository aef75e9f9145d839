package instrument

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// waitMark says of a loop that it waits.
var waitMark = regexp.MustCompile(`//mc:wait\b`)

// waits puts hooks around the loops that wait: those that pause and have no
// bound, and those that are marked. Pauses are left out of explorations.
func (p *pkg) waits(f *file) (err error) {
	var around []ast.Node // what n is in
	var loops []*waitLoop
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if n == nil {
			around = around[:len(around)-1]
			return true
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "recover" && !deferred(around, n) {
				p.hook(f, n.Pos(), n.Pos(), "Recovered(")
				p.edit(f, n.End(), n.End(), ")")
			}
			if p.calls(f, n, "runtime", "Gosched") {
				p.hook(f, n.Pos(), n.Pos(), "Pause(")
				p.edit(f, n.Lparen, n.Rparen+1, ")")
			}
		case *ast.ForStmt, *ast.RangeStmt:
			if l := newWaitLoop(n.(ast.Stmt), around); l.marked(p, f) || !l.bounded() {
				loops = append(loops, l)
			}
		}
		around = append(around, n)
		return true
	})
	inner := map[ast.Node]bool{} // loops that wait
	for i := len(loops) - 1; i >= 0 && err == nil; i-- {
		if l := loops[i]; l.marked(p, f) || l.pauses(p, f, inner) {
			inner[l.stmt] = true
			err = p.wait(f, l)
		}
	}
	return err
}

// deferred reports whether the call is all that a defer statement does.
func deferred(around []ast.Node, n *ast.CallExpr) bool {
	d, ok := around[len(around)-1].(*ast.DeferStmt)
	return ok && d.Call == n
}

// pausing leaves functions that are marked to pause out of explorations.
func (p *pkg) pausing() error {
	for _, f := range p.files {
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || d.Body == nil || d.Doc == nil || !slices.ContainsFunc(d.Doc.List, marksPause) {
				continue
			}
			if d.Type.Results != nil {
				return p.refuse(f, d, "a function that pauses has no results")
			}
			f.hooks = true
			p.edit(f, d.Body.Lbrace+1, d.Body.Lbrace+1, fmt.Sprintf(" if %s.Pausing() { return };", hooks))
			p.pauses[d.Name.Name] = true
		}
	}
	return nil
}

func marksPause(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//mc:pause") }

// calls reports whether n calls the function of a package.
func (p *pkg) calls(f *file, n *ast.CallExpr, pkg, name string) bool {
	sel, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	return ok && p.packageOf(f, id) == pkg
}

// wait puts hooks around a loop that waits.
func (p *pkg) wait(f *file, l *waitLoop) error {
	p.hook(f, l.whole.Pos(), l.whole.Pos(), fmt.Sprintf("BeginWait(%t); ", l.counts()))
	p.edit(f, l.body.Lbrace+1, l.body.Lbrace+1, fmt.Sprintf(" %s.NextWait();", hooks))
	ends := !l.endless()
	var err error
	l.visit(func(n ast.Node, inside []ast.Node) {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			p.hook(f, n.Pos(), n.Pos(), "EndWait(); ")
		case *ast.BranchStmt:
			switch {
			case n.Tok == token.GOTO:
				err = p.refuse(f, n, "goto in a loop that waits is not understood")
			case n.Tok == token.BREAK && l.target(n, inside):
				ends = true
			case l.leaves(n, inside):
				p.hook(f, n.Pos(), n.Pos(), "EndWait(); ")
			}
		case *ast.CallExpr:
			if p.calls(f, n, "time", "Sleep") {
				p.slept[n.Fun] = true
			}
		case *ast.AssignStmt:
			p.gathers(f, l, n)
		}
	})
	if ends {
		p.edit(f, l.stmt.End(), l.stmt.End(), fmt.Sprintf("; %s.EndWait()", hooks))
	}
	return err
}

// gathers warns about what iterations that only read leave behind.
func (p *pkg) gathers(f *file, l *waitLoop, n *ast.AssignStmt) {
	id, ok := n.Lhs[0].(*ast.Ident)
	if !ok || p.info.Uses[id] == nil || p.info.Uses[id].Pos() > l.stmt.Pos() {
		return
	}
	again := n.Tok != token.ASSIGN && n.Tok != token.DEFINE
	if _, literal := n.Rhs[0].(*ast.BasicLit); again && literal {
		return // it counts
	}
	if call, ok := n.Rhs[0].(*ast.CallExpr); ok && n.Tok == token.ASSIGN {
		fun, ok := call.Fun.(*ast.Ident)
		_, builtin := p.info.Uses[fun].(*types.Builtin)
		again = ok && builtin && fun.Name == "append"
	}
	if again {
		p.warn(f, n, id.Name+" is gathered in a loop that waits: iterations that only read are explored once, and left out if another one follows")
	}
}
