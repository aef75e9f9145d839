package explorer

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The go command refuses overlays of files in its module cache. Whoever imports
// this module as one usually does has its source there, and nowhere else.
func TestModuleCache(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED in short mode: it builds another module")
	}
	dir := theirs(t, stackFiles)
	proxy := publish(t, "v0.9.0")
	downloaded, err := exec.CommandContext(t.Context(), "go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"GOPROXY":    "file://" + proxy + ",file://" + filepath.Join(strings.TrimSpace(string(downloaded)), "cache", "download"),
		"GOMODCACHE": t.TempDir(), "GOSUMDB": "off", "GOFLAGS": "-mod=mod -modcacherw", "GOWORK": "off",
	} {
		t.Setenv(name, value)
	}
	gomod := fmt.Sprintf("module example.com/theirs\n\ngo 1.26.0\n\nrequire %s v0.9.0\n", module)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(gomod), 0o666); err != nil {
		t.Fatal(err)
	}
	tests, err := BuildTests(t.Context(), dir, "./stack", "")
	if err != nil {
		t.Fatal(err)
	}
	defer tests.Close()
	ran := 0
	err = tests.Explore(t.Context(), Settings{}, func(r Result) {
		if ran++; !r.Exhaustive || r.Executions < 3 {
			t.Error(r)
		}
	})
	if err != nil || ran != 4 {
		t.Errorf("%d explorations, want 4: %v", ran, err)
	}
	if now, err := os.ReadFile(filepath.Join(dir, "go.mod")); err != nil || strings.Contains(string(now), "replace") {
		t.Errorf("go.mod was changed: %s, %v", now, err)
	}
}

// publish puts this module in a proxy, which is a directory, and returns it.
func publish(t *testing.T, version string) string {
	t.Helper()
	proxy, root := t.TempDir(), moduleRoot(t)
	at := filepath.Join(proxy, filepath.FromSlash(module), "@v")
	if err := os.MkdirAll(at, 0o777); err != nil {
		t.Fatal(err)
	}
	gomod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"list": version + "\n", version + ".info": fmt.Sprintf(`{"Version":%q}`, version), version + ".mod": string(gomod),
	} {
		if err := os.WriteFile(filepath.Join(at, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.Create(filepath.Join(at, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	archive := zip.NewWriter(file)
	for _, top := range []string{"go.mod", "ring", "channels", "internal", "model"} {
		if err := pack(archive, root, top, module+"@"+version); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return proxy
}

// pack adds a file, or what is below a directory, to an archive.
func pack(w *zip.Writer, root, top, prefix string) error {
	return filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		f, err := w.Create(prefix + "/" + filepath.ToSlash(rel))
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	})
}
