package instrument_test

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// production are the packages that are explored.
var production = []string{"ring", "channels/wait", "channels/internal/lane", "channels/spsc", "channels/mpsc"}

// Outside of an exploration the rewritten packages do what the shipped ones do:
// they pass the same tests, but for those of speed.
func TestRewrittenPackagesPassTheirTests(t *testing.T) {
	var o instrument.Overlay
	for _, p := range production {
		if err := o.Package(filepath.Join(root(t), filepath.FromSlash(p)), p, nil); err != nil {
			t.Fatal(err)
		}
	}
	test := exec.CommandContext(t.Context(), "go", "test", "-short", "-vet=off", "-skip=Inlin|Allocat", "-overlay", overlay(t, &o),
		"./ring", "./channels", "./channels/wait", "./channels/mpsc")
	test.Dir = root(t)
	out, err := test.CombinedOutput()
	if err != nil || strings.Count(string(out), "ok  \t") != 4 {
		t.Errorf("%v\n%s", err, out)
	}
}

// Exploring leaves the source as it is.
func TestSourceIsUntouched(t *testing.T) {
	before := hashes(t)
	p, err := explorer.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = p.Run(t.Context(), func(explorer.Result) {}, "-run", "^ring/try-1$")
	p.Close()
	if err != nil {
		t.Fatal(err)
	}
	if len(before) < 20 || !maps.Equal(before, hashes(t)) {
		t.Errorf("the source has changed, of %d files", len(before))
	}
}

// hashes returns what each file of the explored packages holds.
func hashes(t *testing.T) map[string][sha256.Size]byte {
	t.Helper()
	sums := map[string][sha256.Size]byte{}
	for _, dir := range []string{"ring", "channels"} {
		err := filepath.WalkDir(filepath.Join(root(t), dir), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(name)
			sums[name] = sha256.Sum256(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return sums
}
