package repocheck

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"path"
	"slices"
	"strings"
)

// checker type-checks the tree's packages for one system: the standard library
// from its source, the module's own packages from the tree. Packages of other
// modules are taken to be empty.
type checker struct {
	files    map[string][]source // by directory
	module   string
	std      types.Importer
	packages map[string]*types.Package // by import path
	foreign  map[string]bool           // import paths that reach an empty package
	info     types.Info
	problems []string
}

// check type-checks the production code as it is for goos.
func (t Tree) check(goos string, std types.Importer) *checker {
	files, problems := t.parse(func(p string) bool { return isProduction(p) && t.builds(p, goos) })
	c := &checker{
		files:    map[string][]source{},
		module:   t.module(),
		std:      std,
		packages: map[string]*types.Package{},
		foreign:  map[string]bool{},
		info:     types.Info{Uses: map[*ast.Ident]types.Object{}},
		problems: problems,
	}
	for _, f := range files {
		dir := path.Dir(f.path)
		c.files[dir] = append(c.files[dir], f)
	}
	for dir := range c.files {
		c.Import(c.module + "/" + dir) // what is wrong is in c.problems
	}
	return c
}

// builds reports whether the file p is built for goos on amd64.
func (t Tree) builds(p, goos string) bool {
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH, ctx.JoinPath = goos, "amd64", path.Join
	ctx.OpenFile = func(p string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(t[p])), nil
	}
	ok, err := ctx.MatchFile(path.Dir(p), path.Base(p))
	return ok || err != nil // let the parser complain
}

// Import implements [types.Importer].
func (c *checker) Import(importPath string) (*types.Package, error) {
	if pkg := c.packages[importPath]; pkg != nil {
		return pkg, nil
	}
	pkg, err := c.load(importPath)
	if err != nil {
		return nil, err
	}
	c.packages[importPath] = pkg
	return pkg, nil
}

func (c *checker) load(importPath string) (*types.Package, error) {
	dir, ours := strings.CutPrefix(importPath, c.module+"/")
	switch {
	case ours && len(c.files[dir]) > 0:
		return c.loadOwn(importPath, c.files[dir]), nil
	case ours || strings.Contains(topOf(importPath), "."):
		c.foreign[importPath] = true
		pkg := types.NewPackage(importPath, path.Base(importPath))
		pkg.MarkComplete()
		return pkg, nil
	default:
		return c.std.Import(importPath)
	}
}

func (c *checker) loadOwn(importPath string, files []source) *types.Package {
	var errs []string
	conf := types.Config{
		Importer: c,
		Sizes:    types.SizesFor("gc", "amd64"),
		Error:    func(err error) { errs = append(errs, err.Error()) },
	}
	var asts []*ast.File
	for _, f := range files {
		asts = append(asts, f.File)
	}
	pkg, _ := conf.Check(importPath, files[0].fset, asts, &c.info)
	isForeign := func(p *types.Package) bool { return c.foreign[p.Path()] }
	if slices.ContainsFunc(pkg.Imports(), isForeign) {
		c.foreign[importPath] = true // then errors are to be expected
	} else {
		c.problems = append(c.problems, errs...)
	}
	return pkg
}

// standardLibrary returns an importer that reads the standard library's source.
func standardLibrary() types.Importer {
	return importer.ForCompiler(token.NewFileSet(), "source", nil)
}
