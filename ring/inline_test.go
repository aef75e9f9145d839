package ring_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// caller uses a ring as a channel does. The compiler is asked what it inlines
// here, and not in package ring, because generic code is compiled where it is
// used.
const caller = `package main

import "github.com/ringmpsc/ringmpsc-go/ring"

func main() {
	p, c := ring.New[uint64](8)
	println(p.TrySend(1), p.Len(), c.Cached(), c.Readable(), len(c.Window()), c.Len())
	println(c.TryRecv())
}
`

// TestHotPathsInline holds the compiler to what it inlines into a caller. The
// false ones cost more than its budget of 80: they are one call each, and must
// be moved up here by whoever makes them cheaper.
func TestHotPathsInline(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skipf("inlining is looked at on amd64, not on %s", runtime.GOARCH)
	}
	inlined := inlinedCalls(t, caller)
	for _, f := range []string{"ring.(*positions).publish", "ring.(*positions).free", "order.Light"} {
		if !inlined[f] {
			t.Errorf("%s is not inlined in a program that imports only this package", f)
		}
	}
	for method, want := range map[string]bool{
		"(*Consumer[go.shape.uint64]).Cached":   true,
		"(*Consumer[go.shape.uint64]).Readable": false,
		"(*Consumer[go.shape.uint64]).Window":   true,
		"(*Consumer[go.shape.uint64]).Len":      true,
		"(*Producer[go.shape.uint64]).Len":      true,
		"(*Producer[go.shape.uint64]).TrySend":  false,
		"(*Consumer[go.shape.uint64]).TryRecv":  false,
	} {
		if got := inlined["ring."+method]; got != want {
			t.Errorf("%s: inlined is %v, want %v", method, got, want)
		}
	}
}

// inlinedCalls compiles a program and returns the functions of which the compiler
// inlined a call, in it or in the generic code that it uses.
func inlinedCalls(t *testing.T, program string) map[string]bool {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "caller.go")
	if err := os.WriteFile(file, []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "go", "build", "-gcflags=-m",
		"-o", filepath.Join(dir, "caller.exe"), file).CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	calls := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		if _, callee, ok := strings.Cut(strings.TrimSpace(line), ": inlining call to "); ok {
			calls[callee] = true
		}
	}
	return calls
}
