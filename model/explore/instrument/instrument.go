// Package instrument rewrites packages so that their shared accesses go through
// an explorer, without touching them: it returns an overlay for the go command.
// Line numbers stay as they are.
//
// It replaces the imports of sync/atomic, of sync and of this module's
// internal/order, and passes to every call of an atomic its site: where it
// stands, and the order that its line declares (//mo:ORDER LABEL — sentence;
// without it, seqcst). Fields that are marked //mc:shared, and the elements of
// those that are slices, are read and written through hooks; where a slice of
// such a field leaves the package, the line says how it is used:
//
//	//mc:lend         the slice is handed out to be written
//	//mc:return EXPR  before this statement, the slice EXPR is given back written
//	//mc:show         the slice is handed out to be read
//
// What is made while goroutines run is made known where it is ready:
//
//	//mc:made EXPR    before this statement, what EXPR points to was made
//
// Loops that wait by looking again and again are explored without a bound: loops
// that call runtime.Gosched or time.Sleep and have none, and those marked
//
//	//mc:wait         on the line of the for
//
// Functions without results that let time pass do nothing in an exploration, and a
// loop without a bound that calls one waits, if their comment says so:
//
//	//mc:pause
//
// What it does not understand is an error if the rewritten package would be
// explored wrongly; what an exploration must not come to, like a channel, is a
// warning, and ends an exploration that comes to it. So is a field that looks
// shared and is neither marked nor said to be somebody's by its comment, which
// begins like one of these:
//
//	// constant          // producer: next to write          // under mu
//
// If mu is a sync.Mutex of the same structure, a use of a field that is under mu
// by a goroutine that does not hold it ends an exploration.
package instrument

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
)

const (
	module    = "github.com/ringmpsc/ringmpsc-go"
	shim      = module + "/model/explore/atomic"
	shimSync  = module + "/model/explore/sync"
	shimOrder = module + "/model/explore/order"
	hooks     = "mc" // the name under which rewritten files import shim for its hooks
)

// Overlay is what the go command is to see instead of the files on disk.
type Overlay struct {
	Tags     string            // build tags, separated by commas
	Files    map[string][]byte // by absolute path
	Sites    []Site            // every access of an atomic and every fence, in the order of files
	Warnings []string          // what is not looked into and may matter
	Checks   []string          // tests that reach explore.Check

	exports  map[string]string // export data, by import path
	standard map[string]bool   // import paths of the standard library
	tested   string            // import path of the package under test
}

// Site is an access of an atomic, or a fence.
type Site struct {
	Pos   string // "ring/producer.go:29"
	Func  string // "ring.TrySend"
	Order string
	Label string // "" if its line declares no order
}

// Package adds the package in dir to the overlay. name is how positions begin
// ("ring"). replaced are files whose contents are given, by base name.
func (o *Overlay) Package(dir, name string, replaced map[string][]byte) error {
	files, err := o.sources(dir)
	if err != nil {
		return err
	}
	_, err = o.add(dir, name, files.package_, replaced, nil)
	return err
}

// Tested is Package for one whose tests are explored, and which is imported as
// importPath: its test files are rewritten too, and whatever the goroutines of
// its scenarios refer to is watched.
func (o *Overlay) Tested(dir, name, importPath string) error {
	o.tested = importPath
	files, err := o.sources(dir)
	if err != nil {
		return err
	}
	var under *types.Package
	if inside := slices.Concat(files.package_, files.tests); len(inside) > 0 {
		p, err := o.add(dir, name, inside, nil, nil)
		if err != nil {
			return err
		}
		under = p.types
	}
	if len(files.external) > 0 {
		_, err = o.add(dir, name, files.external, nil, under)
	}
	return err
}

// add rewrites some files of a directory that make a package.
func (o *Overlay) add(dir, name string, files []string, replaced map[string][]byte, under *types.Package) (*pkg, error) {
	if o.Files == nil {
		o.Files = map[string][]byte{}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	p := &pkg{
		overlay: o, dir: abs, name: name, fset: token.NewFileSet(), under: under,
		shared: map[string]bool{}, single: map[string]bool{}, owned: map[types.Object]bool{}, guards: map[types.Object]string{}, marked: map[types.Object]bool{},
		pauses: map[string]bool{}, slept: map[ast.Node]bool{},
	}
	for _, step := range []func() error{
		func() error { return p.parse(files, replaced) }, p.check, p.foreign, p.rewrite,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	p.table()
	return p, nil
}

// pkg is a package that is being rewritten.
type pkg struct {
	overlay   *Overlay
	dir, name string
	fset      *token.FileSet
	files     []*file
	replaced  []*ast.File    // files that are given
	types     *types.Package // what could be found out
	info      *types.Info
	under     *types.Package // the package that an external test is about
	imported  types.Importer // of all others

	shared map[string]bool         // names of the slices that are marked shared
	single map[string]bool         // names of the other fields that are marked shared
	marked map[types.Object]bool   // fields that are marked shared, and whether they are slices
	guards map[types.Object]string // fields that a lock guards, and its name
	owned  map[types.Object]bool   // fields whose comment says whose they are

	literals map[types.Object]ast.Expr // what local variables begin with
	sites    []Site
	globals  []string // package-level variables that hold locations

	pauses map[string]bool   // functions that are marked to pause
	slept  map[ast.Node]bool // uses of time.Sleep in loops that wait
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

func (p *pkg) warn(f *file, n ast.Node, text string) {
	p.overlay.Warnings = append(p.overlay.Warnings, p.pos(f, n)+": "+text)
}

func (p *pkg) refuse(f *file, n ast.Node, why string) error {
	return fmt.Errorf("instrument: %s: %s", p.pos(f, n), why)
}

// rewrite adds the rewritten files to the overlay.
func (p *pkg) rewrite() error {
	if err := p.pausing(); err != nil {
		return err
	}
	for _, f := range p.files {
		for _, step := range []func(*file) error{p.imports, p.plain, p.underLock, p.atomics, p.waits, p.unexplored} {
			if err := step(f); err != nil {
				return err
			}
		}
		p.scenarios(f)
		if f.hooks {
			p.edit(f, f.ast.Name.End(), f.ast.Name.End(), fmt.Sprintf("; import %s %q", hooks, shim))
		}
		if len(f.edits) > 0 {
			p.overlay.Files[filepath.Join(p.dir, f.base)] = apply(f.src, f.edits)
		}
	}
	p.unmarked()
	p.checks()
	return nil
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
