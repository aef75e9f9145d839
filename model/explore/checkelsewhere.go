package explore

import (
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
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

// warned is done when the first test has logged what is not explored.
var warned sync.Once

// elsewhere explores in a process that holds instrumented packages.
func (c *checker) elsewhere() {
	c.t.Helper()
	if c.settings.Out != "" {
		c.t.Fatal("explore: this test was built with an overlay, but holds no instrumented package")
	}
	tests := c.build()
	s := c.settings
	s.Test, s.Nth, s.Package = c.t.Name(), c.nth, tests.Package
	warned.Do(func() {
		for _, w := range tests.Warnings {
			c.t.Log("not explored: " + w)
		}
	})
	var results []explorer.Result
	err := tests.Explore(c.t.Context(), s, func(r explorer.Result) {
		if !r.Running {
			results = append(results, r)
		}
	}, c.t.Name())
	for _, r := range results {
		tell(c.t, r)
	}
	switch {
	case len(results) == 0:
		c.t.Fatalf("explore: nothing was explored: %v", err)
	case err != nil && !c.t.Failed():
		c.t.Fatalf("explore: %v", err)
	case c.t.Failed():
		c.t.FailNow()
	}
}

// tags are the build tags of this process.
func tags() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "-tags" {
			return s.Value
		}
	}
	return ""
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
		tests, err := explorer.BuildTests(c.t.Context(), dir, ".", tags())
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
