package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// ran is what a command left behind.
type ran struct {
	status         int
	stdout, stderr string
}

// command runs ringcheck in this process.
func command(ctx context.Context, t *testing.T, args ...string) (r ran) {
	t.Helper()
	stderr, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close()
	var stdout bytes.Buffer
	r.status = run(ctx, args, &stdout, stderr)
	text, err := os.ReadFile(stderr.Name())
	if err != nil {
		t.Fatal(err)
	}
	r.stdout, r.stderr = stdout.String(), string(text)
	return r
}

// Wrong usage says what is wrong, runs nothing, and exits with 2.
func TestWrongUsage(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"", "usage: ringcheck COMMAND"},
		{"verfy", `unknown command "verfy"`},
		{"-verify", `unknown command "-verify"`},
		{"verify -slow", "-slow"},
		{"verify ring", `unexpected argument "ring"`},
		{"verify -only", "needs an argument"},
		{"verify -quick -full", "-quick and -full exclude each other"},
		{"verify -only rings", `no check is called "rings"; ringcheck verify -list shows them`},
		{"verify -only ring,", `no check is called ""`},
		{"verify -seed x", "-seed"},
		{"explore -slow", "-slow"},
		{"explore ./explorequeue -run x ring/try", `unexpected argument "ring/try"`},
		{"explore -workers 0", "at least one process"},
		{"explore -weaken all -html x", "no page"},
		{"explore -models go,arm", `unknown model "arm"`},
		{"explore -models=", `unknown model ""`},
		{"explore -run (", "missing closing )"},
		{"explore -weaken all -models go", "-weaken all is about rc11"},
		{"explore -weaken all -json", "-weaken all has no JSON"},
	} {
		got := command(t.Context(), t, strings.Fields(c.args)...)
		if got.status != exitUsage || got.stdout != "" || !strings.Contains(got.stderr, c.want) {
			t.Errorf("ringcheck %s: %+v, want status 2 and %q", c.args, got, c.want)
		}
	}
}

func TestHelp(t *testing.T) {
	for args, want := range map[string]string{
		"help": "explore", "-h": "verify", "--help": "verify", "verify -h": "-junit", "explore -help": "-weaken",
	} {
		got := command(t.Context(), t, strings.Fields(args)...)
		if got.status != exitOK || !strings.Contains(got.stdout+got.stderr, want) {
			t.Errorf("ringcheck %s: %+v, want status 0 and %q", args, got, want)
		}
	}
}
