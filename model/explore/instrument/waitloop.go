package instrument

import (
	"go/ast"
	"go/token"
	"slices"
)

// waitLoop is a loop that may be one that waits.
type waitLoop struct {
	stmt  ast.Stmt
	whole ast.Stmt // with its labels
	body  *ast.BlockStmt
	label string
	loop  *ast.ForStmt // nil: it ranges
}

// newWaitLoop returns the loop that stmt, a ForStmt or RangeStmt, is; around is
// what it is in.
func newWaitLoop(stmt ast.Stmt, around []ast.Node) *waitLoop {
	l := &waitLoop{stmt: stmt, whole: stmt}
	switch s := stmt.(type) {
	case *ast.ForStmt:
		l.loop, l.body = s, s.Body
	case *ast.RangeStmt:
		l.body = s.Body
	}
	for i := len(around) - 1; i >= 0; i-- {
		labelled, ok := around[i].(*ast.LabeledStmt)
		if !ok {
			break
		}
		if l.whole = labelled; l.label == "" {
			l.label = labelled.Label.Name
		}
	}
	return l
}

// marked reports whether the loop is marked as one that waits.
func (l *waitLoop) marked(p *pkg, f *file) bool { return waitMark.MatchString(p.line(f, l.stmt)) }

// bounded reports whether the loop is one that counts to its end: it ranges, or
// compares what its last part changes.
func (l *waitLoop) bounded() bool {
	if l.loop == nil {
		return true
	}
	cond, ok := l.loop.Cond.(*ast.BinaryExpr)
	if !ok || l.loop.Post == nil {
		return false
	}
	changed := ""
	switch post := l.loop.Post.(type) {
	case *ast.IncDecStmt:
		changed = nameOf(post.X)
	case *ast.AssignStmt:
		changed = nameOf(post.Lhs[0])
	}
	compares := cond.Op == token.LSS || cond.Op == token.LEQ || cond.Op == token.GTR || cond.Op == token.GEQ || cond.Op == token.NEQ
	return compares && changed != "" && (nameOf(cond.X) == changed || nameOf(cond.Y) == changed)
}

// nameOf returns the name of a variable, "" for another expression.
func nameOf(x ast.Expr) string {
	if id, ok := x.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// counts reports whether the loop counts its iterations.
func (l *waitLoop) counts() (counts bool) {
	if l.loop == nil || l.loop.Post != nil {
		return true
	}
	l.visit(func(n ast.Node, _ []ast.Node) {
		switch n := n.(type) {
		case *ast.IncDecStmt:
			counts = true
		case *ast.AssignStmt:
			counts = counts || n.Tok != token.ASSIGN && n.Tok != token.DEFINE
		}
	})
	return counts
}

// endless reports whether only a break or a return ends the loop.
func (l *waitLoop) endless() bool { return l.loop != nil && l.loop.Cond == nil }

// pauses reports whether the loop pauses, outside of those in it that wait.
func (l *waitLoop) pauses(p *pkg, f *file, waiting map[ast.Node]bool) (pauses bool) {
	l.visit(func(n ast.Node, inside []ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || slices.ContainsFunc(inside, func(n ast.Node) bool { return waiting[n] }) {
			return
		}
		if p.calls(f, call, "runtime", "Gosched") || p.calls(f, call, "time", "Sleep") || p.pauses[callee(call)] {
			pauses = true
		}
	})
	return pauses
}

// callee returns the name of what is called, without that of what it belongs to.
func callee(call *ast.CallExpr) string {
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
		return sel.Sel.Name
	}
	return nameOf(call.Fun)
}

// visit calls f for what is in the loop, function literals left out, and what
// that is in, up to the loop.
func (l *waitLoop) visit(f func(n ast.Node, inside []ast.Node)) {
	var inside []ast.Node
	ast.Inspect(l.stmt, func(n ast.Node) bool {
		if n == nil {
			inside = inside[:len(inside)-1]
			return true
		}
		if _, is := n.(*ast.FuncLit); is {
			return false
		}
		if n != ast.Node(l.stmt) {
			f(n, inside)
		}
		inside = append(inside, n)
		return true
	})
}

// target reports whether a break ends the loop.
func (l *waitLoop) target(n *ast.BranchStmt, inside []ast.Node) bool {
	if n.Label != nil {
		return n.Label.Name == l.label
	}
	for _, in := range inside[1:] {
		switch in.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return false
		}
	}
	return true
}

// leaves reports whether a break or continue with a label leaves the loop for one
// that it is in.
func (l *waitLoop) leaves(n *ast.BranchStmt, inside []ast.Node) bool {
	if n.Label == nil || n.Label.Name == l.label {
		return false
	}
	return !slices.ContainsFunc(inside, func(in ast.Node) bool {
		labelled, ok := in.(*ast.LabeledStmt)
		return ok && labelled.Label.Name == n.Label.Name
	})
}
