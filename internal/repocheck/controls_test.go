package repocheck

import (
	"maps"
	"strings"
	"testing"
)

// sound is a repository that every check is content with.
var sound = Tree{
	"go.mod": `module example.com/q

go 1.26

require pgregory.net/rapid v1.3.0 // tests

require (
	golang.org/x/sys v0.1.0 // indirect
)
`,
	"ring/ring.go": `// Package ring is a ring.
//
// # Guarantees
//
//	G1 order  FIFO  TestFIFO
//	G2 once         stress.TestAll under -race
//
// # Limitations
//
// Nobody wrote TestMissing.
package ring

import "sync/atomic"
import "example.com/q/internal/order"

// Ring is a ring.
type Ring[T any] struct {
	slots      []T // constant //mc:shared
	head, tail atomic.Uint64
	word       uint32
	once       atomic.Uint32
	next       atomic.Pointer[Ring[T]]
}

// Push pushes.
func (r *Ring[T]) Push() {
	r.tail.Store(1) //mo:release ring.publish — hands over the slot
	order.Light()   //mo:light ring.fence — before the look
}

// Close closes.
func (r *Ring[T]) Close() {
	order.Heavy() //mo:heavy ring.fence — before the look
}

// Pop pops.
func (r *Ring[T]) Pop() bool {
	return r.tail.Load() > 0 && //mo:acquire ring.publish — takes the slot
		r.head.Add(1) > 0 && //mo:relaxed ring.count — a statistic
		atomic.AddUint32(&r.word, 1) > 0 && //mo:relaxed ring.count — a statistic
		r.once.CompareAndSwap(0, 1) && //mo:acqrel ring.once — the first decides
		r.once.Load() == 1 //mo:acquire ring.once — everybody learns it
}

func (r *Ring[T]) helper(slots []T) {}
`,
	"ring/ring_test.go": `package ring

import "testing"

// TestFIFO shows the order (T1, T2).
func TestFIFO(t *testing.T) {}
`,
	"stress/doc.go":           "// Package stress is not run by importers.\npackage stress\n\nimport _ \"example.com/q/ring\"\n",
	"stress/stress_test.go":   "package stress\n\nimport \"testing\"\n\n// TestAll is about T13.\nfunc TestAll(t *testing.T) {}\n",
	"internal/order/order.go": "// Package order orders.\npackage order\n\nimport \"sync/atomic\"\n\nvar x atomic.Uint64\n\n// Light is free.\nfunc Light() {}\n\n// Heavy is not.\nfunc Heavy() { x.Add(1) }\n",
	"internal/unix/unix.go":   "// Package unix calls the system.\npackage unix\n\nimport _ \"golang.org/x/sys/unix\"\n\nfunc F() {}\n",
	"README.md": "[ring](ring/ring.go#L1), [here](#top), [tests](stress/), [site](https://example.com/home/x)\n" +
		"TestFIFO and ring.TestFIFO.\n```\n[code](nowhere) TestNothing\n```\n",
	"scripts/test":             "#!/usr/bin/env bash\n# Tests.\nset -euo pipefail\n",
	".ci/run":                  "run test\n",
	".github/workflows/ci.yml": "script: [test, race]\nsteps:\n  - uses: actions/checkout@" + strings.Repeat("0123456789", 4) + " # v5.0.0\n",
	"bench/go.mod":             "module example.com/q/bench\n\nrequire example.com/rival v1.0.0\n",
	"bench/main.go":            "package main\n",
}

// checks are all the checks, configured for the repositories of this file.
var checks = map[string]func(Tree) []string{
	"Atomics":         Atomics,
	"Citations":       Citations(1, 2, 13),
	"Classified":      Classified,
	"Dependencies":    Dependencies,
	"ExportedDocs":    ExportedDocs,
	"Guarantees":      Guarantees,
	"Links":           Links,
	"MachinePaths":    MachinePaths,
	"OnlyImporter":    OnlyImporter("golang.org/x/sys", "internal/unix"),
	"PackageComments": PackageComments,
	"Pairs":           Pairs,
	"PinnedActions":   PinnedActions,
	"Requirements":    Requirements("golang.org/x/sys", "pgregory.net/rapid"),
	"Scripts":         Scripts,
	"SharedSlots":     SharedSlots,
}

// TestSoundRepository shows that a check does not complain without a reason.
func TestSoundRepository(t *testing.T) {
	for name, check := range checks {
		for _, problem := range check(sound) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

// broken lists what each check must notice: in file, old replaced by new; an
// empty old replaces the whole file.
var broken = []struct{ check, file, old, new, want string }{
	{"Atomics", "ring/ring.go", " //mo:release ring.publish — hands over the slot", "", "ring/ring.go:27: Store without"},
	{"Atomics", "ring/ring.go", " //mo:relaxed ring.count — a statistic\n\t\tr.once", "\n\t\tr.once", "AddUint32 without"},
	{"Atomics", "ring/ring.go", "ring.publish — hands over the slot", "ring.publish", "Store without"},
	{"Atomics", "ring/ring.go", "ring.publish — hands", "publish — hands", "Store without"},
	{"Atomics", "ring/ring.go", "mo:release", "mo:strong", "Store without"},
	{"Atomics", "ring/ring.go", "mo:release", "mo:acquire", "Store cannot be acquire"},
	{"Atomics", "ring/ring.go", "mo:acquire ring.publish", "mo:release ring.publish", "Load cannot be release"},
	{"Atomics", "ring/ring.go", "mo:acquire ring.publish", "mo:acqrel ring.publish", "Load cannot be acqrel"},
	{"Atomics", "ring/ring.go", "r.tail.Store(1)", "r.tail.Store(r.head.Add(1))", "two atomic operations"},
	{"Atomics", "ring/ring.go", "mo:light", "mo:heavy", "Light cannot be heavy"},
	{"Atomics", "ring/ring.go", "mo:heavy", "mo:seqcst", "Heavy cannot be seqcst"},
	{"Atomics", "ring/ring.go", "mo:release", "mo:light", "Store cannot be light"},
	{"Atomics", "ring/ring.go", " //mo:heavy ring.fence — before the look", "", "Heavy without"},
	{"Pairs", "ring/ring.go", "\torder.Heavy() //mo:heavy ring.fence — before the look\n", "", "no heavy fence for this light one"},
	{"Atomics", "ring/ring.go", "r.tail.Store(1)", "_ = r.tail", "//mo: without an atomic"},
	{"Atomics", "ring/ring.go", "slots []T) {}", "slots []T) {\n\tp := &r.tail\n\tp.Add(1)\n}", "Add without"},
	{"Atomics", "ring/ring.go", "slots []T) {}", "slots []T) { f := r.next.Swap; f(nil) }", "Swap without"},
	{"Atomics", "ring/ring.go", "slots []T) {}", "slots []T) { undefined() }", "undefined: undefined"},
	{"Atomics", "ring/ring.go", "slots []T) {}", "slots []T) {", "expected"},
	{"Atomics", "ring/x_windows.go", "", "package ring\n\nimport \"sync/atomic\"\n\nvar x atomic.Int32\n\nfunc f() { x.Store(1) }\n", "ring/x_windows.go:7: Store without"},
	{"Atomics", "channels/c.go", "", "package channels\n\nimport \"example.com/q/ring\"\n\nvar x = ring.Missing\n", "undefined: ring.Missing"},
	{"Pairs", "ring/ring.go", "mo:acquire ring.publish", "mo:relaxed ring.publish", "no other site acquires"},
	{"Pairs", "ring/ring.go", "mo:release ring.publish", "mo:relaxed ring.publish", "no other site releases"},
	{"Pairs", "ring/ring.go", "mo:acquire ring.publish", "mo:acquire ring.other", "ring.publish: no other site acquires"},
	{"SharedSlots", "ring/ring.go", "//mc:shared", "", "slots without"},
	{"SharedSlots", "ring/ring.go", "slots      []T", "elems      []T", "no field named slots"},
	{"PackageComments", "stress/doc.go", "", "package stress\n", "stress: no package comment"},
	{"ExportedDocs", "ring/ring.go", "// Push pushes.\n", "", "Push is exported"},
	{"ExportedDocs", "ring/ring.go", "// Ring is a ring.\n", "", "Ring is exported"},
	{"ExportedDocs", "stress/doc.go", "q/ring\"\n", "q/ring\"\n\nconst A, b = 1, 2\n", "A is exported"},
	{"ExportedDocs", "stress/doc.go", "q/ring\"\n", "q/ring\"\n\nvar (\n\t// A is\n\tA int\n\tB int\n)\n", "B is exported"},
	{"Guarantees", "ring/ring_test.go", "TestFIFO(", "TestLIFO(", "no test TestFIFO"},
	{"Guarantees", "stress/stress_test.go", "TestAll(", "testAll(", "no test stress.TestAll"},
	{"Guarantees", "README.md", "ring.TestFIFO", "stress.TestFIFO", "no test stress.TestFIFO"},
	{"Guarantees", "docs/x.md", "", "TestLIFO", "no test TestLIFO"},
	{"Requirements", "go.mod", "golang.org/x/sys", "example.com/rival", "require example.com/rival"},
	{"Requirements", "go.mod", "pgregory.net/rapid", "example.com/rival", "require example.com/rival"},
	{"Requirements", "go.mod", "go 1.26\n", "go 1.26\nreplace a => b\n", "replace a"},
	{"OnlyImporter", "ring/ring.go", `import "sync/atomic"`, "import (\n\t_ \"golang.org/x/sys/unix\"\n\t\"sync/atomic\"\n)", "ring/ring.go:14"},
	{"Dependencies", "ring/ring.go", `import "sync/atomic"`, "import (\n\t_ \"example.com/q/internal/unix\"\n\t\"sync/atomic\"\n)", "must not import internal/unix"},
	{"Dependencies", "channels/c.go", "", "package channels\n\nimport _ \"example.com/q/stress\"\n", "must not import stress"},
	{"Dependencies", "channels/x/c.go", "", "package x\n\nimport _ \"example.com/q/channels/channeltest\"\n", "must not import channels/channeltest"},
	{"Dependencies", "pool/p.go", "", "package pool\n\nimport _ \"example.com/q/model\"\n", "must not import model"},
	{"Dependencies", "channels/x/c.go", "", "package x\n\nimport _ \"example.com/q/internal/x\"\n", "must not import internal/x"},
	{"Classified", "newthing/x.go", "", "package newthing\n", "newthing: internal/repocheck"},
	{"MachinePaths", "README.md", "", "see /" + "root/x", "of one machine"},
	{"MachinePaths", "scripts/test", "# Tests.", "cd /" + "work/main", "of one machine"},
	{"MachinePaths", "README.md", "", "`/" + "home/me/x`", "of one machine"},
	{"MachinePaths", "README.md", "", "GO" + "PROXY=https://example.com", "of one machine"},
	{"MachinePaths", "go.sum", "", "https://proxy." + "golang.org/x", "of one machine"},
	{"Links", "README.md", "ring/ring.go#L1", "ring/rong.go#L1", "ring/rong.go"},
	{"Links", "docs/x.md", "", "[up](../stress/none.go)", "none.go"},
	{"PinnedActions", ".github/workflows/ci.yml", " # v5.0.0", "", "not pinned"},
	{"PinnedActions", ".github/workflows/ci.yml", "", "  - uses: actions/checkout@v5\n", "not pinned"},
	{"Scripts", "scripts/test", "set -euo pipefail", "set -e", "not a strict"},
	{"Scripts", ".ci/run", "run test", "run test-386", "does not run it"},
	{"Scripts", ".github/workflows/ci.yml", "test, ", "", "does not run it"},
	{"Citations", "ring/ring_test.go", "T2", "T20", "T2: no comment"},
	{"Citations", "ring/ring_test.go", "(T1, T2).", "(T2).\n\nvar x = \"T1\" // T1\n", "T1: no comment"},
}

// TestBrokenRepositories is the negative control of every check: each edit of
// the sound repository must be noticed, by the check that is there for it.
func TestBrokenRepositories(t *testing.T) {
	unused := maps.Clone(checks)
	for _, b := range broken {
		delete(unused, b.check)
		if b.old != "" && !strings.Contains(sound[b.file], b.old) {
			t.Errorf("%s: %s does not contain %q", b.check, b.file, b.old)
			continue
		}
		tree := maps.Clone(sound)
		tree[b.file] = strings.Replace(sound[b.file], b.old, b.new, 1)
		if b.old == "" {
			tree[b.file] = b.new
		}
		problems := strings.Join(checks[b.check](tree), "\n")
		if !strings.Contains(problems, b.want) {
			t.Errorf("%s: %s with %q: problems %q, want %q", b.check, b.file, b.new, problems, b.want)
		}
	}
	for name := range unused {
		t.Errorf("%s has no negative control", name)
	}
}
