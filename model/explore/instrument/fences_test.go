package instrument_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/model/explore/instrument"
)

// published is made up; it publishes with a release store and fences.
const published = `package box

import (
	"sync/atomic"

	"github.com/ringmpsc/ringmpsc-go/internal/order"
)

type Box struct{ tail, asleep atomic.Uint64 }

func (b *Box) Publish(v uint64) {
	order.StoreRelease(&b.tail, v) //mo:release ring.publish — gives
	order.Light()                  //mo:light wait.bell — before the look
	_ = b.asleep.Load()            //mo:relaxed wait.bell — the look
}

func (b *Box) Sleep() {
	b.asleep.Store(1) //mo:relaxed wait.bell — asks
	order.Heavy()
}
`

// The stores and fences of internal/order get their sites as atomics do.
func TestFences(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "box.go"), []byte(published), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module github.com/ringmpsc/ringmpsc-go/box\n\ngo 1.26.0\n\nrequire github.com/ringmpsc/ringmpsc-go v0.0.0\n\nreplace github.com/ringmpsc/ringmpsc-go => "+root(t)+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var o instrument.Overlay
	if err := o.Package(dir, "box", nil); err != nil {
		t.Fatal(err)
	}
	got := string(o.Files[filepath.Join(dir, "box.go")])
	for _, want := range []string{
		`"github.com/ringmpsc/ringmpsc-go/model/explore/order"`, `order.StoreReleaseAt(&mcSites[0], &b.tail, v) //`,
		`order.LightAt(&mcSites[1])`, `order.HeavyAt(&mcSites[4])`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	orders := []string{}
	for _, s := range o.Sites {
		orders = append(orders, s.Order)
	}
	if !slices.Equal(orders, []string{"release", "light", "relaxed", "relaxed", "heavy"}) {
		t.Errorf("orders: %q", orders)
	}
	if len(o.Warnings) != 1 || !strings.Contains(o.Warnings[0], "box/box.go:19: Heavy declares no order: taken as heavy") {
		t.Errorf("warnings: %q", o.Warnings)
	}
	compile(t, &o, dir)
}
