// Package instrument rewrites production packages so that their shared
// accesses go through an explorer, without touching them: it returns an overlay
// for the go command. Line numbers stay as they are.
//
// It replaces the import of sync/atomic, and that of sync where only Mutex is
// used, and passes to every call that carries a label (//mo:ORDER LABEL —
// sentence) its site. Fields that are marked //mc:shared, and the elements of
// those that are slices, are read and written through hooks; where a slice of
// such a field leaves the package, the line says how it is used:
//
//	//mc:lend         the slice is handed out to be written
//	//mc:return EXPR  before this statement, the slice EXPR is given back written
//	//mc:show         the slice is handed out to be read
//
// A use of a marked field that it does not understand is an error.
package instrument

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const (
	shim     = "github.com/ringmpsc/ringmpsc-go/model/explore/atomic"
	shimSync = "github.com/ringmpsc/ringmpsc-go/model/explore/sync"
	hooks    = "mc" // the name under which rewritten files import shim for its hooks
)

// Overlay is what the go command is to see instead of the files on disk.
type Overlay struct {
	Files    map[string][]byte // by absolute path
	Sites    []Site            // every labelled access, in the order of files
	Warnings []string          // what was left alone and may be shared
}

// Site is a labelled access.
type Site struct {
	Pos   string // "ring/producer.go:29"
	Func  string // "ring.TrySend"
	Order string
	Label string
}

// Package adds the package in dir to the overlay. name is how positions begin
// ("ring"). replaced are files whose contents are given, by base name.
func (o *Overlay) Package(dir, name string, replaced map[string][]byte) error {
	if o.Files == nil {
		o.Files = map[string][]byte{}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	p := &pkg{overlay: o, dir: abs, name: name, fset: token.NewFileSet(), shared: map[string]bool{}, single: map[string]bool{}}
	if err := p.parse(replaced); err != nil {
		return err
	}
	usesAtomic := false
	for _, f := range p.files {
		usesAtomic = p.imports(f) || usesAtomic
	}
	for _, f := range p.files {
		if err := p.rewrite(f, usesAtomic); err != nil {
			return err
		}
	}
	p.table()
	return nil
}

// pkg is a package that is being rewritten.
type pkg struct {
	overlay   *Overlay
	dir, name string
	fset      *token.FileSet
	files     []*file
	shared    map[string]bool // names of the slices that are marked shared
	single    map[string]bool // names of the other fields that are marked shared
	sites     []Site
}

// file is a file that is being rewritten.
type file struct {
	base  string
	src   []byte
	lines []string
	ast   *ast.File
	edits []edit
	hooks bool // it calls hooks
}

// edit replaces the bytes from begin to end.
type edit struct {
	begin, end int
	text       string
}

// parse reads the package's files. A replaced file is taken as it is.
func (p *pkg) parse(replaced map[string][]byte) error {
	names, err := filepath.Glob(filepath.Join(p.dir, "*.go"))
	if err != nil {
		return err
	}
	for _, name := range names {
		base := filepath.Base(name)
		if strings.HasSuffix(base, "_test.go") {
			continue
		}
		if src, ok := replaced[base]; ok {
			p.overlay.Files[name] = src
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
		f := &file{base: base, src: src, lines: strings.Split(string(src), "\n"), ast: parsed}
		p.files = append(p.files, f)
		p.marks(f)
	}
	if len(p.files) == 0 {
		return fmt.Errorf("instrument: no Go files in %s", p.dir)
	}
	return nil
}

// marks collects the fields of f that are marked shared.
func (p *pkg) marks(f *file) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if field, ok := n.(*ast.Field); ok && strings.Contains(p.line(f, field), "//mc:shared") {
			kind := p.single
			if array, ok := field.Type.(*ast.ArrayType); ok && array.Len == nil {
				kind = p.shared
			}
			for _, name := range field.Names {
				kind[name.Name] = true
			}
		}
		return true
	})
}

// line returns the source line that a node begins on.
func (p *pkg) line(f *file, n ast.Node) string {
	return f.lines[p.fset.Position(n.Pos()).Line-1]
}

// pos names the line that a node begins on.
func (p *pkg) pos(f *file, n ast.Node) string {
	return fmt.Sprintf("%s:%d", path.Join(p.name, f.base), p.fset.Position(n.Pos()).Line)
}

func (p *pkg) offset(pos token.Pos) int { return p.fset.Position(pos).Offset }

func (p *pkg) edit(f *file, begin, end token.Pos, text string) {
	f.edits = append(f.edits, edit{p.offset(begin), p.offset(end), text})
}

// rewrite adds the rewritten file to the overlay. Atomics may be used in files
// that do not import their package.
func (p *pkg) rewrite(f *file, usesAtomic bool) error {
	err := p.plain(f)
	if err != nil {
		return err
	}
	if usesAtomic {
		p.atomics(f)
	}
	if f.hooks {
		p.edit(f, f.ast.Name.End(), f.ast.Name.End(), fmt.Sprintf("; import %s %q", hooks, shim))
	}
	if len(f.edits) > 0 {
		p.overlay.Files[filepath.Join(p.dir, f.base)] = apply(f.src, f.edits)
	}
	return nil
}

// imports replaces the imports that have a stand-in, and reports whether
// sync/atomic is one of them.
func (p *pkg) imports(f *file) (found bool) {
	for _, spec := range f.ast.Imports {
		switch spec.Path.Value {
		case `"sync/atomic"`:
			p.edit(f, spec.Path.Pos(), spec.Path.End(), fmt.Sprintf("%q", shim))
			found = true
		case `"sync"`:
			if !f.onlyMutex(spec) {
				p.warn(f, spec, `imports "sync" for more than Mutex, which is not looked into`)
				continue
			}
			p.edit(f, spec.Path.Pos(), spec.Path.End(), fmt.Sprintf("%q", shimSync))
		case `"unsafe"`, `"C"`, `"reflect"`:
			p.warn(f, spec, "imports "+spec.Path.Value+", which is not looked into")
		}
	}
	return found
}

// onlyMutex reports whether nothing but Mutex is used of package sync.
func (f *file) onlyMutex(spec *ast.ImportSpec) bool {
	name, only := "sync", true
	if spec.Name != nil {
		name = spec.Name.Name
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			x, ok := s.X.(*ast.Ident)
			only = only && !(ok && x.Name == name && s.Sel.Name != "Mutex")
		}
		return only
	})
	return only && name != "."
}

func (p *pkg) warn(f *file, n ast.Node, text string) {
	p.overlay.Warnings = append(p.overlay.Warnings, p.pos(f, n)+": "+text)
}

var label = regexp.MustCompile(`//mo:(relaxed|acquire|release|acqrel|seqcst) (\S+) — `)

// accesses are the methods of the atomic types.
var accesses = []string{"Load", "Store", "Swap", "CompareAndSwap", "Add", "Or", "And"}

// atomics passes sites to labelled calls.
func (p *pkg) atomics(f *file) {
	function := ""
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if d, ok := n.(*ast.FuncDecl); ok {
			function = path.Base(p.name) + "." + d.Name.Name
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains(accesses, method.Sel.Name) {
			return true
		}
		m := label.FindStringSubmatch(p.line(f, method.Sel))
		if m == nil {
			p.warn(f, call, method.Sel.Name+" has no label: taken as seqcst if it is atomic")
			return true
		}
		arg := fmt.Sprintf("&mcSites[%d]", len(p.sites))
		if len(call.Args) > 0 {
			arg += ", "
		}
		p.sites = append(p.sites, Site{p.pos(f, method.Sel), function, m[1], m[2]})
		p.edit(f, method.Sel.End(), method.Sel.End(), "At")
		p.edit(f, call.Lparen+1, call.Lparen+1, arg)
		return true
	})
}

// orders are the names of the orders in package explore.
var orders = map[string]string{
	"relaxed": "Relaxed", "acquire": "Acquire", "release": "Release", "acqrel": "AcqRel", "seqcst": "SeqCst",
}

// table adds the file that says which sites and shared fields there are.
func (p *pkg) table() {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t%q\n\t%q\n)\n\n", p.files[0].ast.Name.Name, path.Dir(shim), shim)
	b.WriteString("var mcSites = [...]atomic.Site{\n")
	for _, s := range p.sites {
		fmt.Fprintf(&b, "\t{Label: %q, Pos: %q, Order: explore.%s},\n", s.Label, s.Pos, orders[s.Order])
	}
	b.WriteString("}\n\nvar _ explore.Order\n\nfunc init() {\n")
	for _, kind := range []map[string]bool{p.shared, p.single} {
		for name := range kind {
			fmt.Fprintf(&b, "\tatomic.Shared(%q)\n", name)
		}
	}
	b.WriteString("}\n")
	p.overlay.Files[filepath.Join(p.dir, "mc_sites.go")] = []byte(b.String())
	p.overlay.Sites = append(p.overlay.Sites, p.sites...)
}

// apply makes the edits, which do not overlap.
func apply(src []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.begin - b.begin })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, src[at:e.begin]...), e.text...)
		at = e.end
	}
	return append(out, src[at:]...)
}
