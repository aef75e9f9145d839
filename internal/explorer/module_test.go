package explorer

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// stack is somebody's package, without a comment for the explorer.
const stack = `package stack

import (
	"sync/atomic"

	"example.com/theirs/internal/cell"
)

type Stack struct {
	top   atomic.Int32 // one more than the index of the top
	next  [4]atomic.Int32
	value [4]int
	seen  cell.Cell
}

func (s *Stack) Push(i int32, v int) {
	s.value[i] = v
	for {
		top := s.top.Load()
		s.next[i].Store(top)
		if s.top.CompareAndSwap(top, i+1) {
			s.seen.Set()
			return
		}
	}
}

func (s *Stack) Pop() (int, bool) {
	for {
		top := s.top.Load()
		if top == 0 {
			return 0, false
		}
		if s.top.CompareAndSwap(top, s.next[top-1].Load()) {
			return s.value[top-1], true
		}
	}
}
`

const cell = `package cell

import "sync/atomic"

// Cell is in another package of the module.
type Cell struct{ set atomic.Bool }

func (c *Cell) Set()      { c.set.Store(true) }
func (c *Cell) Get() bool { return c.set.Load() }
`

const stackTest = `package stack_test

import (
	"testing"

	"example.com/theirs/stack"
	"github.com/ringmpsc/ringmpsc-go/model/explore"
	"github.com/ringmpsc/ringmpsc-go/ring"
)

var twice stack.Stack

func TestStack(t *testing.T) {
	explore.Check(t, explore.Bounds{}, func(w *explore.World) {
		var s stack.Stack
		w.Go("a", func() { s.Push(0, 10) })
		s.Push(2, 1) // what is done before the goroutines run is not lost
		s.Pop()
		s.Push(3, 100)
		w.Go("b", func() { s.Push(1, 11) })
		w.After(func() {
			v, ok := s.Pop()
			u, also := s.Pop()
			x, last := s.Pop()
			w.Assert(ok && also && last && v+u+x == 121, "popped %d and %d", v, u)
		})
	})
}

func TestGlobalAndShippedTypes(t *testing.T) {
	explore.Check(t, explore.Bounds{Models: []explore.Model{explore.RC11}}, func(w *explore.World) {
		p, c := ring.New[uint64](2)
		send := func() { p.TrySend(7); twice.Push(2, 1) }
		w.Go("producer", send)
		w.Go("consumer", func() {
			if v, ok := c.TryRecv(); ok {
				w.Assert(v == 7, "received %d", v)
			}
			twice.Pop()
		})
	})
}

func TestOther(t *testing.T) { t.Error("not one that explores") }
`

// theirs makes a module that uses this one, and returns its directory.
func theirs(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	root := moduleRoot(t)
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{
		"go.mod": fmt.Sprintf("module example.com/theirs\n\ngo 1.26.0\n\nrequire %s v0.0.0\n\nreplace %s => %s\n", module, module, root),
		"go.sum": string(sum),
	}
	maps.Copy(all, files)
	for name, src := range all {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// gotest runs tests as a user does.
func gotest(t *testing.T, dir string, args ...string) (string, bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"test", "-v", "-count=1"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

var stackFiles = map[string]string{"stack/stack.go": stack, "internal/cell/cell.go": cell, "stack/stack_test.go": stackTest}

// A package of another module is explored as it is: every atomic is seqcst, the
// field that looks shared is named, and what it imports of its module, this
// module's types and package-level variables are explored as well.
func TestOtherModule(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds another module")
	}
	dir := theirs(t, stackFiles)
	tests, err := BuildTests(t.Context(), dir, "./stack", "")
	if err != nil {
		t.Fatal(err)
	}
	defer tests.Close()
	if !slices.Equal(tests.Checks, []string{"TestStack", "TestGlobalAndShippedTypes"}) {
		t.Errorf("tests that explore: %q", tests.Checks)
	}
	for _, want := range []string{"stack/stack.go:17: value looks shared", "stack/stack.go:19: Load declares no order: taken as seqcst"} {
		if !slices.ContainsFunc(tests.Warnings, func(w string) bool { return strings.HasPrefix(w, want) }) {
			t.Errorf("no warning %q in\n%s", want, strings.Join(tests.Warnings, "\n"))
		}
	}
	results := map[string]Result{}
	if err := tests.Explore(t.Context(), Settings{}, func(r Result) { results[r.Scenario+" "+r.Model] = r }); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"TestStack go", "TestStack tso", "TestStack rc11", "TestGlobalAndShippedTypes rc11"} {
		if r := results[want]; !r.Exhaustive || r.Executions < 3 {
			t.Errorf("%s: %v", want, r)
		}
	}
	if len(results) != 4 {
		t.Errorf("%d results: %v", len(results), results)
	}
	out, ok := gotest(t, dir, "-run", "Stack|Types", "./stack")
	if !ok || !strings.Contains(out, "EXHAUSTIVE rc11: ") || !strings.Contains(out, "value looks shared") {
		t.Errorf("go test: %s", out)
	}
}

// Local variables of a scenario are no locations. If goroutines share one that
// changes, that is said; if only After looks at it, it is in order.
func TestCapturedVariables(t *testing.T) {
	const test = `package stack

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

func TestStack(t *testing.T) {
	explore.Check(t, explore.Bounds{}, func(w *explore.World) {
		a, b, c, d, e := 0, 0, 0, 0, 0
		w.Go("1", func() { a++; _ = b; d++ })
		w.Go("2", func() { _ = a; b = 2 })
		for range 2 {
			w.Go("3", func() { c++ })
		}
		w.Same("4", 2, func() { e++ })
		w.After(func() { _ = d })
	})
}
`
	s, err := load(t.Context(), theirs(t, map[string]string{"stack/stack.go": "package stack", "stack/stack_test.go": test}), "./stack", "")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"stack/stack_test.go:13: a is used by the goroutine at stack/stack_test.go:12 as well, and changed",
		"stack/stack_test.go:13: b is used by the goroutine at stack/stack_test.go:12 as well, and changed",
		"stack/stack_test.go:15: c is changed by each of the goroutines",
		"stack/stack_test.go:17: e is changed by each of the goroutines",
	}
	for i, w := range want {
		if got := s.overlay.Warnings; len(got) != len(want) || !strings.HasPrefix(got[i], w) {
			t.Fatalf("%q, want %q", got, want)
		}
	}
}

// Build tags choose the files that are rewritten as they do those that are built.
func TestTags(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds another module")
	}
	files := map[string]string{
		"stack/stack.go": "//go:build !tagged\n\n" + strings.Replace(stack, "s.seen.Set()", "panic(0)", 1), "stack/stack_test.go": stackTest,
		"stack/tagged.go": "//go:build tagged\n\n" + stack, "internal/cell/cell.go": cell,
	}
	dir := theirs(t, files)
	if out, ok := gotest(t, dir, "-run", "TestStack", "-tags", "tagged", "./stack"); !ok || !strings.Contains(out, "stack/tagged.go:21: Load declares no order") {
		t.Errorf("with the tag: %s", out)
	}
	if out, ok := gotest(t, dir, "-run", "TestStack", "./stack"); ok || !strings.Contains(out, "panic: 0") {
		t.Errorf("without: %s", out)
	}
}

// A package that the one under test imports, and that holds more than Go, is
// left as it is, which is said.
func TestForeignImport(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds another module")
	}
	files := map[string]string{"stack/stack.go": stack, "stack/stack_test.go": stackTest, "internal/cell/cell.go": cell, "internal/cell/cell.s": "// nothing\n"}
	out, ok := gotest(t, theirs(t, files), "-run", "TestStack", "./stack")
	if !ok || !strings.Contains(out, "internal/cell/cell.s: assembly cannot be explored; the package is left as it is") || !strings.Contains(out, "EXHAUSTIVE rc11") {
		t.Error(out)
	}
}

// A violation fails the test, is stored, and is tried first the next time; when
// the program is mended, what was stored is said to be of no use.
func TestStoredViolation(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds another module")
	}
	marked := strings.Replace(stack, "value [4]int", "value [4]int //mc:shared", 1)
	late := strings.Replace(marked, "\ts.value[i] = v\n\tfor {", "\tdefer func() { s.value[i] = v }()\n\tfor {", 1)
	files := map[string]string{"internal/cell/cell.go": cell, "stack/stack.go": late, "stack/stack_test.go": strings.Replace(stackTest,
		"w.After(func() {", "w.Go(\"c\", func() { s.Pop() })\n\t\tw.After(func() { return", 1)}
	dir := theirs(t, files)
	out, ok := gotest(t, dir, "-run", "TestStack", "./stack")
	if ok || !strings.Contains(out, "VIOLATION go: ") || !strings.Contains(out, "=> data race on s.value[0]") || !strings.Contains(out, "ringcheck explore example.com/theirs/stack -run '^TestStack$' -replay go:") {
		t.Errorf("with a value that is written late: %s", out)
	}
	if _, err := os.Stat(filepath.Join(dir, "stack/testdata/explore/TestStack.token")); err != nil {
		t.Error(err)
	}
	if out, ok := gotest(t, dir, "-run", "TestStack", "./stack"); ok || !strings.Contains(out, "(replayed from testdata/explore/TestStack.token)") {
		t.Errorf("the second time: %s", out)
	}
	if err := os.WriteFile(filepath.Join(dir, "stack/stack.go"), []byte(marked), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, ok := gotest(t, dir, "-run", "TestStack", "./stack"); !ok || !strings.Contains(out, "testdata/explore/TestStack.token can be removed") {
		t.Errorf("mended: %s", out)
	}
}

// What cannot be explored fails the test with the reason; it does not pass.
func TestCheckDoesNotPassSilently(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds another module")
	}
	channel := strings.Replace(stack, "s.value[i] = v", "if i < 2 { s.value[i] = <-make(chan int, 1) }", 1) // not in what is done before the goroutines run: nobody ends that
	for _, c := range []struct{ name, file, src, want string }{
		{"does not build", "stack/more.go", "package stack\n\nvar mcSites int\n", "does not build"},
		{"assembly", "stack/more_" + runtime.GOARCH + ".s", "// nothing\n", "assembly cannot be explored"},
		{"linkname", "stack/more.go", "package stack\n\nimport _ \"unsafe\"\n\n//go:linkname x y\nvar x int\n", "stack/more.go:5: go:linkname"},
		{"channel", "stack/stack.go", channel, "stack/stack.go:17: a receive from a channel cannot be explored"},
		{"unknown location", "stack/more_test.go", `package stack

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

func lookup() *Stack { return hidden["x"] }

var hidden = map[string]*Stack{"x": {}}

func TestStack(t *testing.T) {
	explore.Check(t, explore.Bounds{}, func(w *explore.World) {
		w.Go("a", func() { lookup().Pop() })
	})
}
`, "touches a location that no Watch reaches"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"internal/cell/cell.go": cell, "stack/stack.go": stack, "stack/stack_test.go": stackTest}
			files[c.file] = c.src
			if c.name == "unknown location" {
				delete(files, "stack/stack_test.go")
			}
			out, ok := gotest(t, theirs(t, files), "-run", "TestStack", "./stack")
			if ok || !strings.Contains(out, c.want) {
				t.Errorf("passed: %t, want %q:\n%s", ok, c.want, out)
			}
		})
	}
}
