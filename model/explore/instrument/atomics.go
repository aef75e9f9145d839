package instrument

import (
	"fmt"
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// standIns are the imports that are replaced.
var standIns = map[string]string{
	"sync/atomic": shim, "sync": shimSync, module + "/internal/order": shimOrder,
}

// imports replaces the imports that have a stand-in.
func (p *pkg) imports(f *file) error {
	for _, spec := range f.ast.Imports {
		from := strings.Trim(spec.Path.Value, `"`)
		if to := standIns[from]; to != "" {
			p.edit(f, spec.Path.Pos(), spec.Path.End(), fmt.Sprintf("%q", to))
			if spec.Name != nil && spec.Name.Name == "." {
				return p.refuse(f, spec, "a dot import of "+from+" is not understood")
			}
		}
		switch from {
		case "unsafe", "reflect":
			p.warn(f, spec, "imports "+spec.Path.Value+": accesses through it are not seen")
		}
	}
	return nil
}

var (
	label = regexp.MustCompile(`//mo:(\w+)(?: +(\S+))?`)
	// accesses are the methods of the atomic types.
	accesses = []string{"Load", "Store", "Swap", "CompareAndSwap", "Add", "Or", "And"}
	// undeclared are the orders that the functions of internal/order have by their names.
	undeclared = map[string]string{"StoreRelease": "release", "Light": "light", "Heavy": "heavy"}
	ordered    = []string{"relaxed", "acquire", "release", "acqrel", "seqcst", "light", "heavy"}
)

// declared returns what the line of a node says of its order and label.
func (p *pkg) declared(f *file, n *ast.Ident) (order, name string, err error) {
	m := label.FindStringSubmatch(p.line(f, n))
	switch {
	case m == nil && undeclared[n.Name] != "":
		return undeclared[n.Name], "", nil
	case m == nil:
		return "seqcst", "", nil
	case !slices.Contains(ordered, m[1]):
		return "", "", p.refuse(f, n, fmt.Sprintf("//mo:%s: the orders are %s", m[1], strings.Join(ordered, ", ")))
	}
	return m[1], m[2], nil
}

// called says what a selected method or function is.
type called uint8

const (
	other    called = iota
	method          // of an atomic type
	function        // of package internal/order
)

// called finds out what is called.
func (p *pkg) called(f *file, sel *ast.SelectorExpr) (called, error) {
	fn, ok := p.info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil {
		if p.info.Uses[sel.Sel] == nil && slices.Contains(accesses, sel.Sel.Name) && p.usesAtomic() {
			return method, nil // by its name: there are no types
		}
		return other, nil
	}
	isMethod := fn.Signature().Recv() != nil
	switch fn.Pkg().Path() {
	case "sync/atomic":
		switch {
		case !isMethod:
			return other, p.refuse(f, sel, "atomic."+fn.Name()+" is not understood: only the types of sync/atomic are, like atomic.Uint64")
		case slices.Contains(accesses, fn.Name()):
			return method, nil
		}
	case module + "/internal/order":
		if undeclared[fn.Name()] != "" {
			return function, nil
		}
	}
	return other, nil
}

// usesAtomic reports whether a file of the package imports sync/atomic: the
// others may use atomics without.
func (p *pkg) usesAtomic() bool {
	return slices.ContainsFunc(p.files, func(f *file) bool {
		return slices.ContainsFunc(f.ast.Imports, func(s *ast.ImportSpec) bool { return s.Path.Value == `"sync/atomic"` })
	})
}

// atomics passes sites to calls of atomics and fences.
func (p *pkg) atomics(f *file) (err error) {
	where := ""
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if d, ok := n.(*ast.FuncDecl); ok {
			where = f.ast.Name.Name + "." + d.Name.Name
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || err != nil {
			return err == nil
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		kind, e := p.called(f, sel)
		if e != nil {
			err = e
		} else if kind != other {
			err = p.site(f, call, sel, where)
		}
		return err == nil
	})
	return err
}

// site passes its site to a call.
func (p *pkg) site(f *file, call *ast.CallExpr, sel *ast.SelectorExpr, where string) error {
	order, name, err := p.declared(f, sel.Sel)
	if err != nil {
		return err
	}
	if !label.MatchString(p.line(f, sel.Sel)) {
		p.warn(f, call, sel.Sel.Name+" declares no order: taken as "+order)
	}
	arg := fmt.Sprintf("&mcSites[%d]", len(p.sites))
	if len(call.Args) > 0 {
		arg += ", "
	}
	p.sites = append(p.sites, Site{p.pos(f, sel.Sel), where, order, name})
	p.edit(f, sel.Sel.End(), sel.Sel.End(), "At")
	p.edit(f, call.Lparen+1, call.Lparen+1, arg)
	return nil
}
