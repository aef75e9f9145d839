package instrument

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// fileSet is what a directory holds for this platform, by base name.
type fileSet struct{ package_, tests, external []string }

// sources sorts the Go files of a directory.
func (o *Overlay) sources(dir string) (s fileSet, err error) {
	context := o.context()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return s, err
	}
	for _, name := range names {
		base := filepath.Base(name)
		if ok, err := context.MatchFile(dir, base); err != nil || !ok {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly)
		switch {
		case err != nil:
			return s, err
		case !strings.HasSuffix(base, "_test.go"):
			s.package_ = append(s.package_, base)
		case strings.HasSuffix(parsed.Name.Name, "_test"):
			s.external = append(s.external, base)
		default:
			s.tests = append(s.tests, base)
		}
	}
	if len(s.package_)+len(s.tests)+len(s.external) == 0 {
		return s, fmt.Errorf("instrument: no Go files in %s", dir)
	}
	return s, nil
}

// context says which files are built.
func (o *Overlay) context() *build.Context {
	c := build.Default
	c.BuildTags = strings.FieldsFunc(o.Tags, func(r rune) bool { return r == ',' })
	return &c
}

// parse reads the package's files. A replaced file is taken as it is.
func (p *pkg) parse(files []string, replaced map[string][]byte) error {
	for _, base := range files {
		name := filepath.Join(p.dir, base)
		if src, ok := replaced[base]; ok {
			p.overlay.Files[name] = src
			if f, err := parser.ParseFile(p.fset, name, src, 0); err == nil {
				p.replaced = append(p.replaced, f)
			}
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(p.fset, name, src, parser.ParseComments)
		if err != nil {
			return err
		}
		p.files = append(p.files, &file{base: base, src: src, lines: strings.Split(string(src), "\n"), ast: parsed})
	}
	if len(p.files) == 0 {
		return fmt.Errorf("instrument: no Go files in %s", p.dir)
	}
	return nil
}

// check finds out the types, as far as the source has them, and the marks.
func (p *pkg) check() error {
	p.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	files := slices.Clone(p.replaced)
	imports := map[string]bool{}
	for _, f := range p.files {
		files = append(files, f.ast)
	}
	for _, f := range files {
		for _, spec := range f.Imports {
			imports[strings.Trim(spec.Path.Value, `"`)] = true
		}
	}
	delete(imports, "C")
	if err := p.overlay.export(p.dir, slices.Sorted(maps.Keys(imports))); err != nil {
		return err
	}
	c := types.Config{Importer: p, FakeImportC: true, Error: func(error) {}} // the compiler says what is wrong
	p.types, _ = c.Check(p.dir, p.fset, files, p.info)
	p.literals = map[types.Object]ast.Expr{}
	for _, f := range p.files {
		p.marks(f)
		p.beginnings(f)
	}
	return nil
}

// beginnings notes what local variables begin with.
func (p *pkg) beginnings(f *file) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == len(a.Rhs) {
			for i, x := range a.Lhs {
				if id, ok := x.(*ast.Ident); ok && p.info.Defs[id] != nil {
					p.literals[p.info.Defs[id]] = a.Rhs[i]
				}
			}
		}
		return true
	})
}

// export finds the export data of packages and of what they import.
func (o *Overlay) export(dir string, paths []string) error {
	missing := slices.DeleteFunc(paths, func(path string) bool { return o.exports[path] != "" })
	if len(missing) == 0 {
		return nil
	}
	args := []string{"list", "-e", "-export", "-deps", "-tags", o.Tags, "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Standard}}"}
	list := exec.Command("go", append(args, missing...)...)
	list.Dir = dir
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("instrument: go list in %s: %w", dir, err)
	}
	if o.exports == nil {
		o.exports, o.standard = map[string]string{}, map[string]bool{}
	}
	for l := range strings.Lines(string(out)) {
		if parts := strings.Split(strings.TrimSpace(l), "\t"); len(parts) == 3 {
			o.exports[parts[0]], o.standard[parts[0]] = parts[1], parts[2] == "true"
		}
	}
	return nil
}

// Import is for package types.
func (p *pkg) Import(path string) (*types.Package, error) {
	if p.imported == nil {
		p.imported = importer.ForCompiler(p.fset, "gc", func(path string) (io.ReadCloser, error) {
			if p.overlay.exports[path] == "" {
				return nil, fmt.Errorf("no export data of %s", path)
			}
			return os.Open(p.overlay.exports[path])
		})
	}
	if p.under != nil && p.overlay.tested == path {
		return p.under, nil
	}
	return p.imported.Import(path)
}

// owner matches the comment of a field that says whose it is.
var owner = regexp.MustCompile(`//\s*(constant|under|producer|consumer|\w+(:|$|\s*//))`)

// marks collects the fields of f that are marked.
func (p *pkg) marks(f *file) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if s, ok := n.(*ast.StructType); ok {
			p.guarded(f, s)
		}
		field, ok := n.(*ast.Field)
		if !ok {
			return true
		}
		line := p.line(f, field)
		for _, name := range field.Names {
			if owner.MatchString(line) {
				p.owned[p.info.Defs[name]] = true
			}
			if strings.Contains(line, "//mc:shared") {
				p.mark(field, name)
				if name.IsExported() {
					p.warn(f, name, name.Name+" is shared and exported: what other packages do to it is not seen")
				}
			}
		}
		return true
	})
}

// mark notes a field that is marked shared.
func (p *pkg) mark(field *ast.Field, name *ast.Ident) {
	v := p.info.Defs[name]
	_, many := field.Type.(*ast.ArrayType)
	if v != nil {
		switch v.Type().Underlying().(type) {
		case *types.Slice, *types.Array:
			many = true
		}
		p.marked[v] = many
	}
	if many {
		p.shared[name.Name] = true
	} else {
		p.single[name.Name] = true
	}
}

// names reports whether x selects a field that is marked shared and whose name
// is in kind. Without types, the name decides.
func (p *pkg) names(x ast.Expr, kind map[string]bool, many bool) bool {
	s, ok := x.(*ast.SelectorExpr)
	if !ok || !kind[s.Sel.Name] {
		return false
	}
	if sel := p.info.Selections[s]; sel != nil {
		v, ok := sel.Obj().(*types.Var)
		if !ok {
			return false
		}
		is, marked := p.marked[v.Origin()]
		return marked && is == many
	}
	id, ok := s.X.(*ast.Ident)
	if !ok {
		return true
	}
	_, qualified := p.info.Uses[id].(*types.PkgName)
	return !qualified
}
