package ringmpsc_test

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/repocheck"
)

// answered are the kinds of defects, numbered as in the project's list of what
// the tests must be able to catch, that at least one test says it answers. The
// others concern types that do not exist yet: pools, other topologies, rings
// between processes.
var answered = []int{
	1, 2, 3, 4, 5, 6, 7, 8, 9, 10, // one goroutine
	13, 14, // producers that come and go; the right error
	15, 16, 17, 18, 19, 20, // interleavings
	30, 31, 32, 33, 34, // statistical
}

// TestRepository applies every check of internal/repocheck to this repository.
// That each check can fail is shown there.
func TestRepository(t *testing.T) {
	tree, err := repocheck.Load(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		check func(repocheck.Tree) []string
	}{
		{"Classified", repocheck.Classified},
		{"Atomics", repocheck.Atomics},
		{"Pairs", repocheck.Pairs},
		{"SharedSlots", repocheck.SharedSlots},
		{"PackageComments", repocheck.PackageComments},
		{"ExportedDocs", repocheck.ExportedDocs},
		{"Guarantees", repocheck.Guarantees},
		{"Requirements", repocheck.Requirements(
			"golang.org/x/sys", "pgregory.net/rapid", "github.com/anishathalye/porcupine")},
		{"SysImporter", repocheck.OnlyImporter("golang.org/x/sys", "internal/unix")},
		{"Dependencies", repocheck.Dependencies},
		{"MachinePaths", repocheck.MachinePaths},
		{"Links", repocheck.Links},
		{"PinnedActions", repocheck.PinnedActions},
		{"Scripts", repocheck.Scripts},
		{"Citations", repocheck.Citations(answered...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, problem := range c.check(tree) {
				t.Error(problem)
			}
		})
	}
}
