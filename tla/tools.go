package tla

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// The release of TLC that is fetched when none is at hand: version 1.7.4 of the
// TLA+ tools, the newest that is not a pre-release whose file changes. The
// release page names no digest; this one is that of the file, as several
// projects have recorded it independently.
const (
	jarURL    = "https://github.com/tlaplus/tlaplus/releases/download/v1.7.4/tla2tools.jar"
	jarSHA256 = "936a262061c914694dfd669a543be24573c45d5aa0ff20a8b96b23d01e050e88"
)

// Tools are the checkers, as far as they are at hand.
type Tools struct {
	jar, home string
	NoTLC     error // why there is no TLC; nil if there is
	NoChecker error // why there is no tla-checker; nil if there is
}

// Find finds the checkers, or fetches them, which may take a minute.
func Find(ctx context.Context) *Tools {
	t := &Tools{}
	t.jar, t.NoTLC = findTLC(ctx)
	t.home, t.NoChecker = findChecker(ctx)
	return t
}

//go:embed package.json package-lock.json check.mjs
var npm embed.FS

// cache returns the directory in which tools are kept.
func cache() (string, error) {
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "ringmpsc"), err
}

// findTLC returns TLC's jar: $TLA2TOOLS_JAR, or the cached one, or the one it
// fetches. The error says why there is none.
func findTLC(ctx context.Context) (string, error) {
	if _, err := exec.LookPath("java"); err != nil {
		return "", errors.New("no java")
	}
	if jar := os.Getenv("TLA2TOOLS_JAR"); jar != "" {
		_, err := os.Stat(jar)
		return jar, err
	}
	dir, err := cache()
	if err != nil {
		return "", err
	}
	jar := filepath.Join(dir, "tla2tools.jar")
	if b, err := os.ReadFile(jar); err == nil && digest(b) == jarSHA256 {
		return jar, nil
	}
	b, err := fetch(ctx, jarURL)
	if err != nil {
		return "", fmt.Errorf("TLC jar not reachable: %w", err)
	}
	if digest(b) != jarSHA256 {
		return "", fmt.Errorf("TLC jar not usable: %s has sha256 %s", jarURL, digest(b))
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	return jar, replace(jar, b)
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// fetch returns what is at url.
func fetch(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return io.ReadAll(resp.Body)
}

// replace puts a file in place at once.
func replace(name string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), "*.part")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// findChecker returns a directory in which tla-checker is installed, as the
// lock file pins it. The error says why there is none.
func findChecker(ctx context.Context) (string, error) {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "", errors.New("no " + tool)
		}
	}
	base, err := cache()
	if err != nil {
		return "", err
	}
	name, err := npmDigest()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(base, "tla-checker-"+name)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(base, 0o777); err != nil {
		return "", err
	}
	part, err := os.MkdirTemp(base, "npm")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(part)
	if err := os.CopyFS(part, npm); err != nil {
		return "", err
	}
	install := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
	install.Dir = part
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("tla-checker not reachable: %w\n%s", err, out)
	}
	if err := os.Rename(part, dir); err != nil {
		if _, there := os.Stat(dir); there != nil { // not put there by somebody else meanwhile
			return "", err
		}
	}
	return dir, nil
}

// npmDigest identifies what is to be installed.
func npmDigest() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(npm, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(npm, p)
		h.Write(b)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:16], err
}
