package instrument_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// head begins the made-up sources: line 20 is the first after it.
const head = `// Package box is made up.
package box

import "sync/atomic"

// Box has everything that is rewritten.
type Box struct {
	n     atomic.Uint64
	slots []uint64 //mc:shared
	other []uint64
	mine  []uint64
	live  bool //mc:shared
	id    int
}

// New returns a box for n.
func New(n int) *Box {
	return &Box{slots: make([]uint64, n), other: make([]uint64, n), live: true}
}
`

// rewrite instruments head and body as a file of package box.
func rewrite(t *testing.T, body string) (*instrument.Overlay, string, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "box.go"), []byte(head+body), 0o666); err != nil {
		t.Fatal(err)
	}
	var o instrument.Overlay
	err := o.Package(dir, "box", nil)
	return &o, dir, err
}

// Every use of a marked field goes through a hook, labelled calls get their
// site, everything else and all line numbers stay, and it compiles.
func TestRewrites(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"load", `func (b *Box) F() uint64 { return b.n.Load() } //mo:acquire box.n — takes`,
			`func (b *Box) F() uint64 { return b.n.LoadAt(&mcSites[0]) } //mo:acquire box.n — takes`},
		{"store", `func (b *Box) F() { b.n.Store(1) } //mo:release box.n — gives`,
			`func (b *Box) F() { b.n.StoreAt(&mcSites[0], 1) } //mo:release box.n — gives`},
		{"unlabelled", `func (b *Box) F() { b.n.Add(1) }`, `func (b *Box) F() { b.n.AddAt(&mcSites[0], 1) }`},
		{"not an atomic", `func (b *Box) F() { b.Load() }; func (b *Box) Load() {}`, ""},
		{"read", `func (b *Box) F(i int) uint64 { return b.slots[i] + b.other[i] }`,
			`func (b *Box) F(i int) uint64 { return mc.Read(&b.slots[i]) + b.other[i] }`},
		{"write", `func (b *Box) F(i int) { b.slots[i] = 7 }`, `func (b *Box) F(i int) { mc.Write(&b.slots[i], 7) }`},
		{"write what is read", `func (b *Box) F(i int) { b.slots[i] = b.slots[i+1] }`,
			`func (b *Box) F(i int) { mc.Write(&b.slots[i], mc.Read(&b.slots[i+1])) }`},
		{"index of an index", `func (b *Box) F(i int) { b.slots[b.slots[i]] = b.other[b.slots[0]] }`,
			`func (b *Box) F(i int) { mc.Write(&b.slots[mc.Read(&b.slots[i])], b.other[mc.Read(&b.slots[0])]) }`},
		{"copy in", `func (b *Box) F(vs []uint64) { copy(b.slots[1:], vs) }`, `func (b *Box) F(vs []uint64) { mc.CopyIn(b.slots[1:], vs) }`},
		{"copy out", `func (b *Box) F(vs []uint64) int { return copy(vs, b.slots) }`, `func (b *Box) F(vs []uint64) int { return mc.CopyOut(vs, b.slots) }`},
		{"clear", `func (b *Box) F() { clear(b.slots[:2]) }`, `func (b *Box) F() { mc.Clear(b.slots[:2]) }`},
		{"lend", `func (b *Box) F() []uint64 { return b.slots[1:2] } //mc:lend`, `func (b *Box) F() []uint64 { return mc.Lend(b.slots[1:2]) } //mc:lend`},
		{"show", `func (b *Box) F() []uint64 { return b.slots[1:2] } //mc:show`, `func (b *Box) F() []uint64 { return mc.Show(b.slots[1:2]) } //mc:show`},
		{"return", "func (b *Box) F() {\n\tb.G() //mc:return b.slots[:1]\n}\nfunc (b *Box) G() {}",
			"func (b *Box) F() {\n\tmc.Return(b.slots[:1]); b.G() //mc:return b.slots[:1]\n}\nfunc (b *Box) G() {}"},
		{"made", "func F(b *Box) {\n\tb.G() //mc:made b\n}\nfunc (b *Box) G() {}",
			"func F(b *Box) {\n\tmc.Made(b); b.G() //mc:made b\n}\nfunc (b *Box) G() {}"},
		{"made and returned", `func F() *Box { b := &Box{}; return b }`, ""},
		{"made before a return", "func F() *Box {\n\tb := &Box{}\n\treturn b //mc:made b\n}", "func F() *Box {\n\tb := &Box{}\n\tmc.Made(b); return b //mc:made b\n}"},
		{"field", `func (b *Box) F() { b.live = !b.live }`, `func (b *Box) F() { mc.Write(&b.live, !mc.Read(&b.live)) }`},
		{"not marked", `func (b *Box) F() { clear(b.other); copy(b.mine, b.other); b.id++; _ = &b.other[0] }`, ""},
		{"length", `func (b *Box) F() int { return len(b.slots) + cap(b.slots) }`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, dir, err := rewrite(t, c.line+"\n")
			if err != nil {
				t.Fatal(err)
			}
			got := string(o.Files[filepath.Join(dir, "box.go")])
			if c.want == "" {
				c.want = c.line
			}
			if tail := lines(got)[19:]; strings.Join(tail, "\n") != c.want+"\n" {
				t.Errorf("from line 20:\n%s\nwant\n%s", strings.Join(tail, "\n"), c.want)
			}
			if a, b := len(lines(got)), len(lines(head+c.line+"\n")); a != b {
				t.Errorf("%d lines, were %d", a, b)
			}
			compile(t, o, dir)
		})
	}
}

func lines(s string) []string { return strings.Split(s, "\n") }

// compile builds the rewritten package, as if it were one of this module.
func compile(t *testing.T, o *instrument.Overlay, dir string) {
	t.Helper()
	moved := instrument.Overlay{Files: map[string][]byte{}}
	for name, src := range o.Files {
		moved.Files[filepath.Join(root(t), "internal", "instrumentedbox", filepath.Base(name))] = src
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay(t, &moved), "./internal/instrumentedbox")
	build.Dir = root(t)
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("go build: %v\n%s", err, out)
	}
}

// overlay writes o as the go command wants it.
func overlay(t *testing.T, o *instrument.Overlay) string {
	t.Helper()
	dir := t.TempDir()
	replace := map[string]string{}
	for name, src := range o.Files {
		replace[name] = filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
		if err := os.WriteFile(replace[name], src, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	spec, err := json.Marshal(map[string]any{"Replace": replace})
	name := filepath.Join(dir, "overlay.json")
	if err == nil {
		err = os.WriteFile(name, spec, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// root is the directory of this module.
func root(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// Sites are listed with their order, label, function and line; what has no
// label, or may be shared in a way that is not looked at, is a warning.
func TestSitesAndWarnings(t *testing.T) {
	o, _, err := rewrite(t, `
func (b *Box) Put(v uint64) {
	b.n.Store(v) //mo:release box.n — gives
	if b.n.CompareAndSwap(v, 0) { //mo:acqrel box.both — gives and takes
		b.n.Add(1)
	}
}
`)
	if err != nil {
		t.Fatal(err)
	}
	want := []instrument.Site{
		{Pos: "box/box.go:22", Func: "box.Put", Order: "release", Label: "box.n"},
		{Pos: "box/box.go:23", Func: "box.Put", Order: "acqrel", Label: "box.both"},
		{Pos: "box/box.go:24", Func: "box.Put", Order: "seqcst"},
	}
	if !slices.Equal(o.Sites, want) {
		t.Errorf("sites: %+v, want %+v", o.Sites, want)
	}
	if len(o.Warnings) != 1 || !strings.HasPrefix(o.Warnings[0], "box/box.go:24: Add declares no order") {
		t.Errorf("warnings: %q, want one for line 24", o.Warnings)
	}
}

// What is not understood is refused, with its line.
func TestRefusals(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{`func (b *Box) F() { for range b.slots { } }`, "range over a shared field"},
		{`func (b *Box) F() *uint64 { return &b.slots[0] }`, "address of a shared"},
		{`func (b *Box) F() *bool { return &b.live }`, "address of a shared"},
		{`func (b *Box) F() []uint64 { return b.slots[1:] }`, "say //mc:lend or //mc:show"},
		{`func (b *Box) F() { b.slots[0]++ }`, "in place"},
		{`func (b *Box) F() { b.slots[0] += 2 }`, "only a plain assignment"},
		{`func (b *Box) F() { b.slots[0], b.other[0] = 1, 2 }`, "only a plain assignment"},
		{`func (b *Box) F() { b.other[0], b.slots[0] = 1, 2 }`, "only a plain assignment"},
	} {
		_, _, err := rewrite(t, "\n"+c.line+"\n")
		if err == nil || !strings.Contains(err.Error(), "instrument: box/box.go:21: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want box/box.go:21: … %s", c.line, err, c.want)
		}
	}
	var o instrument.Overlay
	if err := o.Package(t.TempDir(), "box", nil); err == nil || !strings.Contains(err.Error(), "no Go files") {
		t.Errorf("an empty directory: %v", err)
	}
}

// Uses of a shared slice that would hide accesses are refused.
func TestAliasesAreRefused(t *testing.T) {
	for _, l := range []string{
		`func (b *Box) F() { s := b.slots; s[0] = 1 }`,
		`func (b *Box) F() []uint64 { return b.slots }`,
		`func (b *Box) F() { g(b.slots) }`,
		`func (b *Box) F() { b.slots = append(b.slots, 3) }`,
		`func (b *Box) F() uint64 { return (b.slots)[1] }`,
		`func (b *Box) F() { copy(b.slots[1:], b.slots) }`,
	} {
		if _, _, err := rewrite(t, l+"\n"); err == nil || !strings.Contains(err.Error(), ".go:") {
			t.Errorf("accepted, or refused without a position: %s: %v", l, err)
		}
	}
}
