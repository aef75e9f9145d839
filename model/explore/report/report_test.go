package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
	"github.com/ringmpsc/ringmpsc-go/model/explore/report"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// failure is a stale read.
var failure = report.Failure{
	Scenario: "Test</script>", Model: "rc11", Reason: "reader: 0 & not 1", Goroutines: []string{"writer", "reader"},
	Events: []report.Event{
		{Number: 1, Goroutine: 0, Pos: "box/box.go:7", Op: "n.Store(1)", Order: "relaxed", Writes: true},
		{Number: 2, Goroutine: 1, Pos: "box/box.go:9", Op: "n.Load()", Order: "acquire", Reads: true, Value: "0", Newest: 1, Notes: []string{"a note that is so long that it cannot stand on one line of a column"}},
		{Number: 3, Goroutine: 1, Pos: "box/box.go:9", Op: "n.Load()", Order: "acquire", Reads: true, Value: "1", From: 1},
	},
	Memory:  []report.Location{{Name: "n", Messages: []report.Message{{Event: 0, Value: "0"}, {Event: 1, Value: "1"}}}},
	Verdict: []string{"the last line"},
}

// The columns hold what each goroutine did, and no line leaves its column.
func TestText(t *testing.T) {
	text := failure.Text()
	for _, want := range []string{"(stale: newest", "from writer #1", "! a note", "=> the last line"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, " ") && len([]rune(strings.TrimRight(line, "\n"))) > 100 {
			t.Errorf("too wide: %q", line)
		}
	}
}

// The page holds the failure, needs nothing else, and nothing in the failure
// ends its script.
func TestHTML(t *testing.T) {
	var page bytes.Buffer
	if err := failure.HTML(&page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"n.Store(1)", "reader: 0 &amp; not 1", "the last line"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("%q is not in the page", want)
		}
	}
	if strings.Count(page.String(), "</script>") != 1 {
		t.Error("the failure ends the script")
	}
	for _, other := range []string{" src=", "href=", "@import", "fetch("} {
		if strings.Contains(page.String(), other) {
			t.Errorf("the page needs another file: %q", other)
		}
	}
}
