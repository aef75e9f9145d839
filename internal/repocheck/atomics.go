package repocheck

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// site is one use of sync/atomic or internal/order, with what the comment on its
// line says.
type site struct {
	pos           string
	name          string // the function's or method's
	reads, writes bool
	order, label  string // empty without a comment
}

// orders maps each order to whether a read with it acquires, and whether a
// write with it releases.
var orders = map[string]struct{ acquires, releases bool }{
	"relaxed": {},
	"acquire": {acquires: true},
	"release": {releases: true},
	"acqrel":  {true, true},
	"seqcst":  {true, true},
	"light":   {},
	"heavy":   {},
}

func (s site) acquires() bool { return s.reads && orders[s.order].acquires }
func (s site) releases() bool { return s.writes && orders[s.order].releases }

// fits reports whether the operation can have the order.
func (s site) fits() bool {
	if fence := s.name == "Light" || s.name == "Heavy"; fence || s.order == "light" || s.order == "heavy" {
		return fence && s.order == strings.ToLower(s.name)
	}
	switch s.order {
	case "acquire":
		return s.reads
	case "release":
		return s.writes
	case "acqrel":
		return s.reads && s.writes
	default:
		return true
	}
}

// Atomics complains about production code that uses sync/atomic, or the stores
// and fences of internal/order, without saying, on the same line, which order the algorithm needs, under which
// label, and why:
//
//	//mo:ORDER LABEL — a sentence
//
// about orders that the operation cannot have, about more than one operation on
// a line, and about such comments on lines without one.
func Atomics(t Tree) []string {
	_, problems := t.atomics()
	return problems
}

// Pairs complains about labels that do not name both halves of a pair: unless
// all its sites are relaxed, a label's release needs an acquire at another
// site, and the reverse; a light fence needs a heavy one. A read-modify-write that is acqrel or seqcst is both
// halves, and pairs with itself: several goroutines run it.
func Pairs(t Tree) (problems []string) {
	sites, _ := t.atomics()
	byLabel := map[string][]site{}
	for _, s := range sites {
		byLabel[s.label] = append(byLabel[s.label], s)
	}
	delete(byLabel, "") // Atomics complains
	for _, label := range slices.Sorted(maps.Keys(byLabel)) {
		problems = append(problems, unpaired(byLabel[label])...)
	}
	return problems
}

// unpaired says which of one label's sites lack their other half.
func unpaired(sites []site) (problems []string) {
	for i, s := range sites {
		others := slices.Delete(slices.Clone(sites), i, i+1)
		switch {
		case s.releases() && !slices.ContainsFunc(others, site.acquires) && !s.acquires():
			problems = append(problems, s.pos+": "+s.label+": no other site acquires what this one releases")
		case s.order == "light" && !slices.ContainsFunc(others, func(o site) bool { return o.order == "heavy" }):
			problems = append(problems, s.pos+": "+s.label+": no heavy fence for this light one")
		case s.acquires() && !slices.ContainsFunc(others, site.releases) && !s.releases():
			problems = append(problems, s.pos+": "+s.label+": no other site releases what this one acquires")
		}
	}
	return problems
}

// atomics returns every use of sync/atomic in production code, on any system.
func (t Tree) atomics() (sites []site, problems []string) {
	std := standardLibrary()
	var before []string
	for _, goos := range []string{"linux", "darwin", "windows"} {
		files := t.paths(func(p string) bool { return isProduction(p) && t.builds(p, goos) })
		if slices.Equal(files, before) {
			continue
		}
		before = files
		c := t.check(goos, std)
		problems = append(problems, c.problems...)
		for _, dir := range slices.Sorted(maps.Keys(c.files)) {
			if dir == "internal/order" {
				continue // what it is made of is labelled where it is used
			}
			for _, f := range c.files[dir] {
				found, wrong := f.atomics(&c.info)
				sites, problems = append(sites, found...), append(problems, wrong...)
			}
		}
	}
	slices.SortStableFunc(sites, func(a, b site) int { return strings.Compare(a.pos, b.pos) })
	sites = slices.CompactFunc(sites, func(a, b site) bool { return a == b })
	slices.Sort(problems)
	return sites, slices.Compact(problems)
}

// annotation is what a comment must look like.
var annotation = regexp.MustCompile(`^//mo:(relaxed|acquire|release|acqrel|seqcst|light|heavy) ([a-z][a-z0-9]*\.[a-z][a-z0-9]*) — \S.+$`)

// atomics returns the file's uses of sync/atomic.
func (s source) atomics(info *types.Info) (sites []site, problems []string) {
	comments := s.annotations()
	used := map[int]bool{}
	ast.Inspect(s.File, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || !isAtomic(info.Uses[sel.Sel]) {
			return true
		}
		line := s.line(sel.Sel.Pos())
		op := operation(sel.Sel.Name)
		op.pos = s.pos(sel.Sel.Pos())
		if m := annotation.FindStringSubmatch(comments[line]); m != nil {
			op.order, op.label = m[1], m[2]
		}
		switch {
		case op.label == "":
			problems = append(problems, op.pos+": "+op.name+" without //mo:ORDER LABEL — sentence: "+comments[line])
		case !op.fits():
			problems = append(problems, fmt.Sprintf("%s: %s cannot be %s", op.pos, op.name, op.order))
		case used[line]:
			problems = append(problems, op.pos+": two atomic operations on one line")
		}
		used[line] = true
		sites = append(sites, op)
		return true
	})
	for line := range comments {
		if !used[line] {
			problems = append(problems, fmt.Sprintf("%s:%d: //mo: without an atomic operation", s.path, line))
		}
	}
	return sites, problems
}

// annotations returns the file's //mo: comments by line.
func (s source) annotations() map[int]string {
	lines := map[int]string{}
	for _, g := range s.Comments {
		for _, c := range g.List {
			if strings.HasPrefix(c.Text, "//mo:") {
				lines[s.line(c.Pos())] = c.Text
			}
		}
	}
	return lines
}

// isAtomic reports whether o is a function or method of sync/atomic, or one of
// internal/order that orders something.
func isAtomic(o types.Object) bool {
	f, ok := o.(*types.Func)
	return ok && f.Pkg() != nil && (f.Pkg().Path() == "sync/atomic" ||
		strings.HasSuffix(f.Pkg().Path(), "/internal/order") && !slices.Contains(unordered, f.Name()))
}

// unordered are the functions of internal/order that order nothing.
var unordered = []string{"Own", "Want", "Pause"}

// operation says what the function or method of sync/atomic does: Store and
// StoreUint64 write, Load and LoadUint64 read, all others do both.
func operation(name string) site {
	return site{
		name:   name,
		reads:  !strings.HasPrefix(name, "Store"),
		writes: !strings.HasPrefix(name, "Load"),
	}
}

// SharedSlots complains about slices named slots in production structs, the
// elements of which two goroutines hand each other, without //mc:shared; and if
// package ring has none.
func SharedSlots(t Tree) []string {
	files, problems := t.parse(isProduction)
	found := false
	for _, f := range files {
		for _, field := range f.slots() {
			found = found || under(f.path, "ring")
			if !strings.Contains(rawText(field.Comment), "//mc:shared") {
				problems = append(problems, f.pos(field.Pos())+": slots without //mc:shared")
			}
		}
	}
	if !found {
		problems = append(problems, "ring: no field named slots: is the check still right?")
	}
	return problems
}

// slots returns the slices named slots in the file's structs.
func (s source) slots() (fields []*ast.Field) {
	ast.Inspect(s.File, func(n ast.Node) bool {
		if str, ok := n.(*ast.StructType); ok {
			fields = append(fields, slices.DeleteFunc(slices.Clone(str.Fields.List), notSlots)...)
		}
		return true
	})
	return fields
}

func notSlots(f *ast.Field) bool {
	array, ok := f.Type.(*ast.ArrayType)
	named := func(id *ast.Ident) bool { return id.Name == "slots" }
	return !ok || array.Len != nil || !slices.ContainsFunc(f.Names, named)
}

// rawText returns a comment with its slashes; unlike Text it keeps directives.
func rawText(g *ast.CommentGroup) (text string) {
	if g != nil {
		for _, c := range g.List {
			text += c.Text
		}
	}
	return text
}
