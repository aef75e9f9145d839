package instrument_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// list is made up; its fields are under a lock, but for the last ones.
const list = `package box

import "sync"

type List struct {
	mu    sync.Mutex
	all   []int // under mu: everything
	n     int   // under mu
	other int   // under others
	mine  int   // producer
}

func (l *List) Add(v int) {
	l.all = append(l.all, v)
	l.n++
	l.other, l.mine = l.n, len(l.all)
}

func (l *List) self() *List { return l }
`

// A use of a field that is under a lock looks whether the lock is held.
func TestFieldsUnderLock(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "box.go")
	write := func(src string) (*instrument.Overlay, error) {
		if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
		var o instrument.Overlay
		return &o, o.Package(dir, "box", nil)
	}
	o, err := write(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`(*mc.Under(&l.mu, &l.all, "box/box.go:14: all")) = append((*mc.Under(&l.mu, &l.all, "box/box.go:14: all")), v)`,
		`(*mc.Under(&l.mu, &l.n, "box/box.go:15: n"))++`,
		`l.other, l.mine = (*mc.Under(&l.mu, &l.n, "box/box.go:16: n")), len((*mc.Under(&l.mu, &l.all, "box/box.go:16: all")))`,
	} {
		if got := string(o.Files[name]); !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	compile(t, o, dir)
	_, err = write(list + "\nfunc (l *List) F() int { return l.self().n }\n")
	if err == nil || !strings.Contains(err.Error(), "a field under a lock is selected from more than") {
		t.Errorf("a call selected from: %v", err)
	}
}
