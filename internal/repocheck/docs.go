package repocheck

import (
	"cmp"
	"fmt"
	"go/ast"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// PackageComments complains about packages without a package comment.
func PackageComments(t Tree) []string {
	files, problems := t.parse(all)
	documented := map[string]bool{}
	for _, f := range files {
		dir := path.Dir(f.path)
		documented[dir] = documented[dir] || f.Doc.Text() != ""
	}
	for _, dir := range slices.Sorted(maps.Keys(documented)) {
		if !documented[dir] {
			problems = append(problems, dir+": no package comment")
		}
	}
	return problems
}

// ExportedDocs complains about exported functions, methods, types, constants
// and variables without a comment, outside internal packages.
func ExportedDocs(t Tree) []string {
	files, problems := t.parse(func(p string) bool {
		return !isTest(p) && !strings.Contains("/"+p, "/internal/")
	})
	for _, f := range files {
		for _, d := range f.Decls {
			for _, id := range undocumented(d) {
				problems = append(problems, fmt.Sprintf("%s: %s is exported and has no comment", f.pos(id.Pos()), id.Name))
			}
		}
	}
	return problems
}

// undocumented returns the exported names that d declares without a comment.
func undocumented(d ast.Decl) (ids []*ast.Ident) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && ast.IsExported(receiver(d)) {
			ids = append(ids, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			ids = append(ids, undocumentedNames(spec, d.Doc != nil)...)
		}
	}
	return ids
}

// undocumentedNames is undocumented for one part of a declaration; grouped says
// that the declaration as a whole has a comment.
func undocumentedNames(spec ast.Spec, grouped bool) (ids []*ast.Ident) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if !grouped && s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
			ids = append(ids, s.Name)
		}
	case *ast.ValueSpec:
		for _, id := range s.Names {
			if !grouped && s.Doc == nil && s.Comment == nil && id.IsExported() {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// receiver returns the name of d's receiver's type, and of d if it has none.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// testName is how a guarantee names the test that shows it.
var testName = regexp.MustCompile(`\b(?:([a-z][a-z0-9]*)\.)?((?:Test|Fuzz)[A-Z]\w*)`)

// Guarantees complains about tests that do not exist and are named in the
// section Guarantees of a package's comment, or anywhere in a Markdown file's
// prose: dir.TestX is in a directory of that name, TestX in the same directory
// or, in Markdown, in any.
func Guarantees(t Tree) []string {
	files, problems := t.parse(all)
	tests := testsByDir(files)
	for _, f := range files {
		for _, m := range testName.FindAllStringSubmatch(section(f.Doc.Text(), "Guarantees"), -1) {
			if !tests[cmp.Or(m[1], path.Base(path.Dir(f.path)))+"."+m[2]] {
				problems = append(problems, f.pos(f.Package)+": Guarantees: there is no test "+m[0])
			}
		}
	}
	slices.Sort(problems)
	return append(slices.Compact(problems), t.grepProse(func(_, line string) string {
		for _, m := range testName.FindAllStringSubmatch(line, -1) {
			if !tests[m[1]+"."+m[2]] {
				return "there is no test " + m[0]
			}
		}
		return ""
	})...)
}

// testsByDir returns the names of all tests: "dir.TestX", with the last element
// of the directory's path, and ".TestX".
func testsByDir(files []source) map[string]bool {
	tests := map[string]bool{}
	for _, f := range files {
		for _, fn := range f.tests() {
			tests[path.Base(path.Dir(f.path))+"."+fn.Name.Name] = true
			tests["."+fn.Name.Name] = true
		}
	}
	return tests
}

// section returns what follows the heading in a doc comment, up to the next.
func section(comment, heading string) string {
	_, rest, _ := strings.Cut("\n"+comment, "\n# "+heading+"\n")
	body, _, _ := strings.Cut(rest, "\n# ")
	return body
}

// tests returns the file's test and fuzz functions.
func (s source) tests() (fns []*ast.FuncDecl) {
	if !isTest(s.path) {
		return nil
	}
	for _, d := range s.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && isTestName(fn.Name.Name) {
			fns = append(fns, fn)
		}
	}
	return fns
}

func isTestName(name string) bool {
	return strings.HasPrefix(name, "Test") && name != "TestMain" || strings.HasPrefix(name, "Fuzz")
}

// citation is how a test says which line of the list of defects it answers.
var citation = regexp.MustCompile(`\bT[1-9][0-9]*\b`)

// Citations returns the check that complains about numbers that no test cites
// in its own comment, such as "T7".
func Citations(numbers ...int) func(Tree) []string {
	return func(t Tree) []string {
		files, problems := t.parse(isTest)
		cited := map[string]bool{}
		for _, f := range files {
			for _, fn := range f.tests() {
				for _, c := range citation.FindAllString(fn.Doc.Text(), -1) {
					cited[c] = true
				}
			}
		}
		for _, n := range numbers {
			if t := fmt.Sprint("T", n); !cited[t] {
				problems = append(problems, t+": no comment of a Test or Fuzz function cites it")
			}
		}
		return problems
	}
}
