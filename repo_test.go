package ringmpsc_test

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/repocheck"
)

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
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, problem := range c.check(tree) {
				t.Error(problem)
			}
		})
	}
}
