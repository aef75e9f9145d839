package linearizability

import (
	"os"
	"path/filepath"
)

// TB is what is needed of a [testing.TB].
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	ArtifactDir() string
}

// CheckFIFO fails the test unless h is a history of one FIFO queue for capacity
// items. See [Require].
func CheckFIFO(t TB, h History, capacity int) {
	t.Helper()
	Require(t, h, FIFO(capacity))
}

// CheckPerProducer fails the test unless h is a history of an mpsc channel with
// capacity items per producer. See [Require].
func CheckPerProducer(t TB, h History, capacity int) {
	t.Helper()
	Require(t, h, PerProducer(capacity))
}

// Require fails the test unless both the monitor and porcupine accept h, in
// time. It reports the part of h that is wrong, and leaves porcupine's picture
// of it in t.ArtifactDir(), which go test -artifacts keeps.
func Require(t TB, h History, s Spec) {
	t.Helper()
	if err := s.Monitor(h); err != nil {
		t.Errorf("%v", err)
	}
	r := s.Check(h)
	if r.Verdict == Ok {
		return
	}
	path, err := r.save(t.ArtifactDir())
	if err != nil {
		t.Errorf("linearizability: no picture: %v", err)
	}
	t.Errorf("linearizability: %spicture: %s (kept by go test -artifacts)", r.Explain(), path)
}

// save writes the picture into a new file in dir and returns its path.
func (r *Result) save(dir string) (string, error) {
	f, err := os.CreateTemp(dir, "history-*.html")
	if err != nil {
		return "", err
	}
	path := filepath.ToSlash(f.Name())
	if err := r.WriteHTML(f); err != nil {
		f.Close()
		return path, err
	}
	return path, f.Close()
}
