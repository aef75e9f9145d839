// Package testmain is the TestMain of this module's packages: a test binary
// whose tests leave a goroutine behind fails.
//
//	func TestMain(m *testing.M) { testmain.Main(m) }
package testmain

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// grace is how long goroutines may take to end after the last test.
const grace = 3 * time.Second

// Main runs the tests and exits: with their code, or with 1 after printing the
// stacks of the goroutines that they left behind.
func Main(m *testing.M) { os.Exit(check(m.Run, os.Stderr, grace)) }

// check runs run and returns its exit code, or 1 if goroutines that run started
// are there after patience. Failed tests may leave goroutines behind.
func check(run func() int, w io.Writer, patience time.Duration) int {
	before := map[string]bool{}
	for _, g := range others() {
		before[id(g)] = true
	}
	if code := run(); code != 0 {
		return code
	}
	leaked := leftBehind(before)
	for wait := time.Millisecond; len(leaked) > 0 && patience > 0; wait *= 2 {
		time.Sleep(min(wait, patience))
		patience -= wait
		leaked = leftBehind(before)
	}
	if len(leaked) == 0 {
		return 0
	}
	fmt.Fprintf(w, "testmain: the tests left %d goroutines behind:\n\n%s\n", len(leaked), strings.Join(leaked, "\n\n"))
	return 1
}

// leftBehind returns the stacks of the goroutines that are neither in before
// nor part of the test machinery.
func leftBehind(before map[string]bool) (stacks []string) {
	for _, g := range others() {
		if !before[id(g)] && !machinery(g) {
			stacks = append(stacks, g)
		}
	}
	return stacks
}

// others returns the stacks of all goroutines but the calling one.
func others() []string {
	for size := 1 << 16; ; size *= 2 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, true); n < size {
			return strings.Split(strings.TrimSpace(string(buf[:n])), "\n\n")[1:] // the caller's is the first
		}
	}
}

// id returns what identifies a goroutine for the life of the process, such as
// "goroutine 7".
func id(stack string) string {
	name, _, _ := strings.Cut(stack, " [")
	return name
}

// machinery reports whether a goroutine was started by the testing package, the
// fuzzing engine, the runtime or signal handling rather than by a test.
func machinery(stack string) bool {
	_, creator, ok := strings.Cut(stack, "\ncreated by ")
	if !ok {
		return true // only the runtime's own and main have no creator
	}
	for _, prefix := range []string{"testing.", "internal/fuzz.", "runtime.", "os/signal.", "runtime/pprof.", "runtime/trace."} {
		if strings.HasPrefix(creator, prefix) {
			return true
		}
	}
	return false
}
