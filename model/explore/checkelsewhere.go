package explore

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// built are the instrumented tests of this process's package; they are removed
// when no test uses them.
var built struct {
	lock  sync.Mutex
	tests *explorer.Tests
	users int
}

// elsewhere explores in a process that holds instrumented packages.
func (c *checker) elsewhere() {
	c.t.Helper()
	if c.settings.Out != "" {
		c.t.Fatal("explore: this test was built with an overlay, but holds no instrumented package")
	}
	tests := c.build()
	s := c.settings
	s.Test, s.Nth, s.Package = c.t.Name(), c.nth, tests.Package
	for _, w := range tests.Warnings {
		if c.nth == 1 {
			c.t.Log("not explored: " + w)
		}
	}
	var results []explorer.Result
	printed, err := tests.Run(c.t.Context(), s, explorer.Only(c.t.Name()), func(r explorer.Result) {
		results = append(results, r)
	})
	for _, r := range results {
		tell(c.t, r)
	}
	switch {
	case len(results) == 0:
		c.t.Fatalf("explore: nothing was explored: %v\n%s", err, printed)
	case err != nil && !c.t.Failed():
		c.t.Fatalf("explore: %v\n%s", err, printed)
	case c.t.Failed():
		c.t.FailNow()
	}
}

// build builds the instrumented tests, unless they are there.
func (c *checker) build() *explorer.Tests {
	c.t.Helper()
	dir, err := os.Getwd()
	if _, file, _, ok := runtime.Caller(4); ok && filepath.IsAbs(file) && strings.HasSuffix(file, "_test.go") {
		dir = filepath.Dir(file)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	built.lock.Lock()
	defer built.lock.Unlock()
	if built.tests == nil {
		tests, err := explorer.BuildTests(c.t.Context(), dir, ".")
		if err != nil {
			c.t.Fatal(err)
		}
		built.tests = tests
	}
	built.users++
	c.t.Cleanup(func() {
		built.lock.Lock()
		defer built.lock.Unlock()
		if built.users--; built.users == 0 {
			built.tests.Close()
			built.tests = nil
		}
	})
	return built.tests
}
