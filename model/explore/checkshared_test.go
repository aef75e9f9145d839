package explore

import (
	"fmt"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// silent notes a test's errors.
type silent struct {
	testing.TB
	errors []string
}

func (s *silent) Helper()                   {}
func (s *silent) Name() string              { return "TestShared" }
func (s *silent) Log(...any)                {}
func (s *silent) Logf(string, ...any)       {}
func (s *silent) Errorf(f string, a ...any) { s.errors = append(s.errors, fmt.Sprintf(f, a...)) }

// A worker does not take what another one has found, and not yet said, for nothing.
func TestFoundElsewhere(t *testing.T) {
	for _, want := range []struct {
		fails  bool // the scenario does
		taken  bool // another worker has the first part
		errors int
	}{{true, true, 0}, {true, false, 0}, {false, true, 1}, {false, false, 1}} {
		settings := explorer.Settings{Claims: t.TempDir(), Models: []string{"rc11"}}
		if want.taken {
			settings.Claim("TestShared", "rc11")()
		}
		tb, text := &silent{}, "as it should"
		c := checker{t: tb, want: &text, settings: settings, nth: 1, scenario: func(w *World) {
			w.Go("g", func() { w.Assert(!want.fails, "as it should") })
		}}
		c.here()
		if len(tb.errors) != want.errors {
			t.Errorf("%+v: %q", want, tb.errors)
		}
	}
}
