package instrument_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// uses makes a source that imports some packages, with the line under test at
// line 12.
func uses(line string, imports ...string) string {
	src := []string{"package box", "import ("}
	for _, i := range append(imports, "sync/atomic") {
		src = append(src, "\t\""+i+"\"")
	}
	src = append(src, ")", "type Box struct {", "\tn atomic.Uint64", "\tplain int", "\tpassed int // producer: its own", "}")
	for len(src) < 11 {
		src = append(src, "")
	}
	return strings.Join(append(src, line, ""), "\n")
}

// What cannot be explored is named with its position, each kind of it; whatever
// an exploration could come to ends it there.
func TestUnexplored(t *testing.T) {
	for _, c := range []struct {
		name, src  string
		warn, fail string // the warning or the error
		guard      string // what ends an exploration
	}{
		{name: "cgo", src: uses("var _ = C.x", "C"), fail: ".go:3: cgo cannot be explored"},
		{name: "linkname", src: uses("//go:linkname f g", "unsafe"), fail: ".go:12: go:linkname cannot be explored"},
		{name: "functions of atomic", src: uses("func f(p *uint64) { atomic.AddUint64(p, 1) }"), fail: ".go:12: atomic.AddUint64 is not understood"},
		{name: "atomic.Value", src: uses("var v atomic.Value"), fail: ".go:12: atomic.Value cannot be explored"},
		{name: "unknown order", src: uses("func (b *Box) F() { b.n.Store(1) } //mo:relase x"), fail: ".go:12: //mo:relase: the orders are relaxed"},
		{name: "dot import", src: strings.Replace(uses(""), "\t\"sync/atomic\"", "\t. \"sync/atomic\"", 1), fail: ".go:3: a dot import"},
		{name: "reflect", src: uses("var _ = reflect.TypeFor[int]()", "reflect"), warn: ".go:3: imports \"reflect\""},
		{name: "unsafe", src: uses("func f(p *int) { _ = (*uint)(unsafe.Pointer(p)) }", "unsafe"), warn: ".go:12: unsafe.Pointer"},
		{name: "WaitGroup", src: uses("var g sync.WaitGroup", "sync"), warn: ".go:12: sync.WaitGroup cannot be explored"},
		{name: "RWMutex", src: uses("var g sync.RWMutex", "sync"), warn: ".go:12: sync.RWMutex cannot be explored"},
		{name: "Cond", src: uses("var g sync.Cond", "sync"), warn: ".go:12: sync.Cond cannot be explored"},
		{name: "Once", src: uses("var g sync.Once", "sync"), warn: ".go:12: sync.Once cannot be explored"},
		{name: "Map", src: uses("var g sync.Map", "sync"), warn: ".go:12: sync.Map cannot be explored"},
		{name: "Pool", src: uses("var g sync.Pool", "sync"), warn: ".go:12: sync.Pool cannot be explored"},
		{name: "send", src: uses("func f(c chan int) { c <- 1 }"), warn: ".go:12: a send to a channel", guard: `mc.Unexplored("box/box.go:12: a send to a channel"); c <- 1`},
		{name: "receive", src: uses("func f(c chan int) { <-c }"), warn: ".go:12: a receive from a channel", guard: `<-mc.Cannot(c, "box/box.go:12: a receive from a channel")`},
		{name: "range", src: uses("func f(c chan int) { for range c { } }"), warn: ".go:12: a range over a channel", guard: `mc.Unexplored("box/box.go:12: a range over a channel"); for`},
		{name: "select", src: uses("func f(c chan int) { select { case <-c: default: } }"), warn: ".go:12: a select", guard: `mc.Unexplored("box/box.go:12: a select"); select { case <-c: default: }`},
		{name: "go", src: uses("func f() { go f() }"), warn: ".go:12: a go statement", guard: `mc.Unexplored("box/box.go:12: a go statement"); go f()`},
		{name: "Sleep", src: uses("func f() { time.Sleep(1) }", "time"), warn: ".go:12: time.Sleep", guard: `mc.Cannot(time.Sleep, "box/box.go:12: time.Sleep")(1)`},
		{name: "After", src: uses("func f() any { return time.After(1) }", "time"), warn: ".go:12: time.After"},
		{name: "unmarked field", src: uses("func (b *Box) F() { b.plain = 1 }"), warn: ".go:12: plain looks shared: it is changed here and stands beside n"},
		{name: "unmarked field, in place", src: uses("func (b *Box) F() { b.plain++ }"), warn: ".go:12: plain looks shared"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, got, err := file(t, c.src)
			if c.fail != "" {
				if err == nil || !strings.Contains(err.Error(), c.fail) {
					t.Errorf("%v, want %s", err, c.fail)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(o.Warnings, func(w string) bool { return strings.Contains(w, c.warn) }) {
				t.Errorf("no %q in %q", c.warn, o.Warnings)
			}
			if !strings.Contains(got, c.guard) {
				t.Errorf("no %s in\n%s", c.guard, got)
			}
			if c.guard != "" {
				compile(t, o, "")
			}
		})
	}
}

// What is somebody's own, or has just been made, is no warning.
func TestNotSuspected(t *testing.T) {
	for _, line := range []string{
		"func (b *Box) F() { b.passed = 1 }", "func F() *Box { b := &Box{}; b.plain = 1; return b }", "func F() *Box { b := new(Box); b.plain = 1; return b }",
		"func (b *Box) F() int { return b.plain }",
	} {
		if o, _, err := file(t, uses(line)); err != nil || len(o.Warnings) != 0 {
			t.Errorf("%s: %v, %q", line, err, o.Warnings)
		}
	}
}

// Assembly is refused; that of another platform is not there.
func TestAssembly(t *testing.T) {
	for name, refused := range map[string]bool{"x.s": true, "x_plan9.s": false} {
		dir := t.TempDir()
		for f, src := range map[string]string{name: "// nothing\n", "box.go": uses("")} {
			if err := os.WriteFile(filepath.Join(dir, f), []byte(src), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		var o instrument.Overlay
		if err := o.Package(dir, "box", nil); (err != nil) != refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// file instruments a source as the only file of package box.
func file(t *testing.T, src string) (*instrument.Overlay, string, error) {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "box.go")
	if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	var o instrument.Overlay
	err := o.Package(dir, "box", nil)
	return &o, string(o.Files[name]), err
}
