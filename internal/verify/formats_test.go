package verify

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/linearizability"
)

// example is a report with one of each verdict, and with text that is markup
// where it is not escaped.
func example(t *testing.T) *Report {
	t.Helper()
	lost := broken(func(uint64) bool { return true })
	check := lost.porcupine()
	failed := runOne(t.Context(), &check, quiet(11))
	if failed.Verdict != Fail || len(failed.Picture) == 0 {
		t.Fatalf("%+v, want a failure with a picture", failed)
	}
	failed.Detail = "<b>lost & found</b>\n" + failed.Detail
	return &Report{
		Seed: 11, Go: "go1.26", System: "linux/amd64", CPUs: 2, Started: time.Unix(1e9, 0).UTC(), Elapsed: 61500 * time.Millisecond,
		Results: []Result{
			{Type: "ring", Layer: "model", Guarantees: []string{"G1", "G6"}, About: "random operations, compared with the sequential model",
				Verdict: Pass, Ran: "20,000 sequences", Seed: 11, Elapsed: 1234567 * time.Microsecond},
			failed,
			{Type: "spsc", Layer: "race", Guarantees: []string{"G3"}, About: "the same under the race detector",
				Verdict: NotRun, Detail: "no C compiler: <cc>\nsecond line", Seed: 11},
			{Type: "mpsc", Layer: "explorer", Guarantees: []string{"G3"}, About: "every execution",
				Verdict: Bounded, Ran: "9 executions, BOUNDED: some", Seed: 11},
			{Type: "Ring", Layer: "spec", Guarantees: []string{"G1"}, About: "states",
				Verdict: NotRun, Ran: "3 configs hold", Detail: "2 configs by any checker", Seed: 11},
		},
	}
}

func written(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	rep := example(t)
	lines := strings.Split(written(t, rep.Text), "\n")
	for i, want := range []string{
		`^type +layer +G1 +G2 +G3 +G4 +G5 +G6 +time +what was run$`,
		`^ring +model +ok +· +· +· +· +ok +1\.23s +20,000 sequences$`,
		`^ring +porcupine +FAIL +FAIL +· +· +· +· +\S+ +$`,
		`^spsc +race +· +· +\? +· +· +· +0s +not checked: no C compiler: <cc>$`,
		`^mpsc +explorer +· +· +part +· +· +· +0s +9 executions, BOUNDED: some$`,
		`^Ring +spec +\? +.* +3 configs hold; not checked: 2 configs by any checker$`,
		`^$`,
		`^FAIL ring/porcupine$`,
		`^<b>lost & found</b>$`,
	} {
		if !regexp.MustCompile(want).MatchString(lines[i]) {
			t.Errorf("line %d is %q, want %s", i, lines[i], want)
		}
	}
	for _, want := range []string{
		"replay: go run ./cmd/ringcheck verify -only ring/porcupine -seed 11",
		"not checked: spsc/race", "second line",
		"1 checks passed, 1 failed, 1 bounded, 2 not checked (default set, seed 11, 1m1.5s)",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line is %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	quick, full := Report{Quick: true}, Report{Full: true}
	if a, b := quick.Summary(), full.Summary(); !strings.Contains(a, "quick set") || !strings.Contains(b, "full set") {
		t.Errorf("summaries of a quick and a full run: %s; %s", a, b)
	}
}

func TestJSONComesBack(t *testing.T) {
	rep := example(t)
	var got Report
	if err := json.Unmarshal([]byte(written(t, rep.JSON)), &got); err != nil {
		t.Fatal(err)
	}
	rep.Results[1].Picture = nil // is not part of it
	if a, b := fmt.Sprintf("%+v", *rep), fmt.Sprintf("%+v", got); a != b {
		t.Errorf("wrote %s\nread  %s", a, b)
	}
}

// JUnit is XML whatever the counterexample holds, and does not count what was
// not checked as passed.
func TestJUnitCounts(t *testing.T) {
	rep := example(t)
	rep.Results[1].Detail += "\x00\x1b[31m]]>\xff"
	var suite struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Cases    []struct {
			Class   string `xml:"classname,attr"`
			Name    string `xml:"name,attr"`
			Time    string `xml:"time,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Skipped *struct {
				Text string `xml:",chardata"`
			} `xml:"skipped"`
		} `xml:"testcase"`
	}
	if err := xml.Unmarshal([]byte(written(t, rep.JUnit)), &suite); err != nil {
		t.Fatal(err)
	}
	if suite.Tests != 5 || suite.Failures != 1 || suite.Skipped != 3 || len(suite.Cases) != 5 {
		t.Fatalf("%+v, want 5 tests, 1 failed, 3 skipped", suite)
	}
	pass, fail, skip := suite.Cases[0], suite.Cases[1], suite.Cases[2]
	if pass.Failure != nil || pass.Skipped != nil || pass.Class != "ringcheck.ring" || pass.Name != "model" || pass.Time != "1.235" {
		t.Errorf("passed: %+v", pass)
	}
	if fail.Failure == nil || !strings.Contains(fail.Failure.Message, "-seed 11") || !strings.Contains(fail.Failure.Text, "<b>lost & found</b>") {
		t.Errorf("failed: %+v", fail.Failure)
	}
	if skip.Skipped == nil || !strings.Contains(skip.Skipped.Text, "no C compiler: <cc>") {
		t.Errorf("not checked: %+v", skip.Skipped)
	}
	if s := suite.Cases[3].Skipped; s == nil || !strings.Contains(s.Text, "BOUNDED: some") {
		t.Errorf("bounded: %+v", s)
	}
}

// outside matches what a browser would fetch.
var outside = regexp.MustCompile(`(?i)(?:src|href|action|data)\s*=\s*["']?\s*(?:https?:)?//|@import|url\(|<link|<base|<script[^>]+src`)

// The page holds everything: the counterexample as text, the picture in a frame
// of its own, and nothing that a browser would have to fetch.
func TestHTMLIsSelfContained(t *testing.T) {
	rep := example(t)
	page := written(t, rep.HTML)
	for _, want := range []string{
		"&lt;b&gt;lost &amp; found&lt;/b&gt;", "no C compiler: &lt;cc&gt;", rep.Summary(),
		"go run ./cmd/ringcheck verify -only ring/porcupine -seed 11", "20,000 sequences", `class="g FAIL"`, `class="g unknown"`, `class="g part"`, `class="g ok"`, "3 configs hold", "2 configs by any checker",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	if strings.Contains(page, "<b>") {
		t.Error("the counterexample is markup")
	}
	_, frame, _ := strings.Cut(page, `srcdoc="`)
	frame, _, _ = strings.Cut(frame, `"`)
	if unescaped := html.UnescapeString(frame); unescaped != string(rep.Results[1].Picture) {
		t.Errorf("the frame holds %d bytes, want the picture's %d", len(unescaped), len(rep.Results[1].Picture))
	}
	for _, part := range []string{page, html.UnescapeString(frame)} {
		if m := outside.FindString(part); m != "" {
			t.Errorf("the page fetches something: %s", m)
		}
	}
	if n := strings.Count(page, "<iframe"); n != 1 {
		t.Errorf("%d frames, want 1", n)
	}
	keep(t, "report.html", page)
}

// keep leaves a page to look at, with go test -artifacts.
func keep(t *testing.T, name, page string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), name), []byte(page), 0o666); err != nil {
		t.Error(err)
	}
}

// The pattern above finds what it should.
func TestOutsideReferencesAreFound(t *testing.T) {
	for _, part := range []string{
		`<script src="https://example.org/x.js">`, `<link rel=stylesheet>`, `<img src='//example.org/a'>`, `body { background: url(a.png) }`,
	} {
		if !outside.MatchString(part) {
			t.Errorf("nothing found in %s", part)
		}
	}
}

// A history that porcupine accepts can be looked at as well.
func TestPictureOfGoodHistory(t *testing.T) {
	run := types[0].run(3, 60)
	result := linearizability.FIFO(rounded(run.Capacity)).Check(linearizability.RunRing(run))
	if err := result.Err(); err != nil {
		t.Fatal(err)
	}
	rep := example(t)
	rep.Results = rep.Results[:2]
	rep.Results[1].Picture = []byte(written(t, result.WriteHTML))
	keep(t, "good.html", written(t, rep.HTML))
}
