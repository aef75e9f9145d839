package instrument

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// ErrForeign is wrapped by the errors about packages that hold something other
// than Go source.
var ErrForeign = errors.New("cannot be explored")

// foreign refuses what the go command compiles and this package cannot read.
func (p *pkg) foreign() error {
	names, err := filepath.Glob(filepath.Join(p.dir, "*.s"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if ok, err := p.overlay.context().MatchFile(p.dir, filepath.Base(name)); err == nil && ok {
			return fmt.Errorf("instrument: %s: assembly %w", path.Join(p.name, filepath.Base(name)), ErrForeign)
		}
	}
	for _, f := range p.files {
		for _, spec := range f.ast.Imports {
			if spec.Path.Value == `"C"` {
				return fmt.Errorf("%w %w", p.refuse(f, spec, "cgo"), ErrForeign)
			}
		}
		for _, group := range f.ast.Comments {
			for _, c := range group.List {
				if strings.HasPrefix(c.Text, "//go:linkname") {
					return fmt.Errorf("%w %w", p.refuse(f, c, "go:linkname"), ErrForeign)
				}
			}
		}
	}
	return nil
}

// unexplored warns about what an exploration must not come to, and puts in
// front of it what ends an exploration that does.
func (p *pkg) unexplored(f *file) (err error) {
	communications := map[ast.Node]bool{} // of a select
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			p.statements(f, n.List)
		case *ast.CaseClause:
			p.statements(f, n.Body)
		case *ast.CommClause:
			p.statements(f, n.Body)
			if n.Comm == nil {
				break // default
			}
			ast.Inspect(n.Comm, func(c ast.Node) bool { communications[c] = true; return true })
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && !communications[n] {
				p.cannot(f, n.X, "a receive from a channel")
			}
		case *ast.SelectorExpr:
			err = p.foreignCall(f, n)
		}
		return err == nil
	})
	return err
}

// statements looks at the statements of a block.
func (p *pkg) statements(f *file, list []ast.Stmt) {
	for _, s := range list {
		inner := s
		for l, ok := inner.(*ast.LabeledStmt); ok; l, ok = inner.(*ast.LabeledStmt) {
			inner = l.Stmt
		}
		what := ""
		switch inner := inner.(type) {
		case *ast.SelectStmt:
			what = "a select"
		case *ast.SendStmt:
			what = "a send to a channel"
		case *ast.GoStmt:
			what = "a go statement"
		case *ast.RangeStmt:
			if t := p.info.TypeOf(inner.X); t != nil {
				if _, is := t.Underlying().(*types.Chan); is {
					what = "a range over a channel"
				}
			}
		}
		if what != "" {
			p.warn(f, inner, what+" cannot be explored")
			p.hook(f, s.Pos(), s.Pos(), fmt.Sprintf("Unexplored(%q); ", p.pos(f, inner)+": "+what))
		}
	}
}

// cannot wraps an expression so that an exploration ends there.
func (p *pkg) cannot(f *file, x ast.Expr, what string) {
	p.warn(f, x, what+" cannot be explored")
	p.hook(f, x.Pos(), x.Pos(), "Cannot(")
	p.edit(f, x.End(), x.End(), fmt.Sprintf(", %q)", p.pos(f, x)+": "+what))
}

// clocks are the functions of package time that wait, or differ each time.
var clocks = []string{"Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Now", "Since", "Until"}

// foreignCall looks at what is used of time, sync and sync/atomic.
func (p *pkg) foreignCall(f *file, n *ast.SelectorExpr) error {
	id, ok := n.X.(*ast.Ident)
	if !ok {
		return nil
	}
	switch path := p.packageOf(f, id); {
	case p.slept[n]:
		p.hook(f, n.Pos(), n.Pos(), "Slept(")
		p.edit(f, n.End(), n.End(), ")")
	case path == "time" && slices.Contains(clocks, n.Sel.Name):
		p.cannot(f, n, "time."+n.Sel.Name)
	case path == "sync" && n.Sel.Name != "Mutex" && n.Sel.Name != "Locker":
		p.warn(f, n, "sync."+n.Sel.Name+" cannot be explored: only sync.Mutex can")
	case path == "sync/atomic" && n.Sel.Name == "Value":
		return p.refuse(f, n, "atomic.Value cannot be explored: atomic.Pointer can")
	case path == "unsafe" && n.Sel.Name == "Pointer":
		p.warn(f, n, "unsafe.Pointer: accesses through it are not seen")
	}
	return nil
}

// packageOf returns the path of the package that id names in f, or "".
func (p *pkg) packageOf(f *file, id *ast.Ident) string {
	if name, ok := p.info.Uses[id].(*types.PkgName); ok {
		return name.Imported().Path()
	}
	if p.info.Uses[id] != nil {
		return ""
	}
	for _, spec := range f.ast.Imports {
		from := strings.Trim(spec.Path.Value, `"`)
		if spec.Name != nil && spec.Name.Name == id.Name || spec.Name == nil && path.Base(from) == id.Name {
			return from
		}
	}
	return ""
}
