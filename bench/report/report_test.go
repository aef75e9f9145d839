package report

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

// add adds a line with the given samples.
func add(r *Results, workload, impl, params, unit string, samples ...float64) *Line {
	l := NewLine(bench.Case{Workload: workload, Impl: impl, Params: params, Unit: unit})
	for _, v := range samples {
		l.Add(bench.Sample{Metrics: map[string]float64{unit: v}})
	}
	r.Lines = append(r.Lines, l)
	return l
}

// example returns results of a machine on which everything is as given.
func example(ring, roundTrip float64) *Results {
	r := &Results{Rounds: 3, Machine: bench.Machine{CPU: "Example", Platform: "linux/amd64", GOMAXPROCS: 2}, Handover: []float64{30}}
	const at = "cap=65536/batch=1/producers=1"
	add(r, "SPSC", "chan", at, "msg/s", 30e6, 28e6, 32e6)
	add(r, "SPSC", "ring", at, "msg/s", 30e6*ring, 28e6*ring, 32e6*ring)
	add(r, "SPSC", "lscq", at, "msg/s", 60e6, 60e6, 60e6)
	add(r, "PingPong", "chan", "cap=1024", "ns/trip", 250, 240, 260)
	add(r, "PingPong", "spsc", "cap=1024", "ns/trip", roundTrip, roundTrip, roundTrip)
	add(r, "Idle", "spsc", "consumers=1000", "cpu-%", 0, 0, 0)
	r.Absent = []bench.Absent{{Name: "rival <b>", Reason: "refused"}}
	return r
}

// TestSaveLoad: what is written is what is read.
func TestSaveLoad(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.json")
	want := example(4, 125)
	want.Lines[0].Bars = []bench.Bar{{From: 1.5, Count: 7}}
	want.Lines[1].Failed = "lost"
	if err := want.Save(file); err != nil {
		t.Fatal(err)
	}
	got, err := Load(file)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v", got, err)
	}
	if _, err := Load(filepath.Join(t.TempDir(), "no.json")); err == nil {
		t.Error("a file that is not there was read")
	}
}

// TestRatio: of the medians, with the quartiles of the rounds' ratios.
func TestRatio(t *testing.T) {
	got, ok := ratio([]float64{10, 20, 60, 40, 50}, []float64{10, 10, 20, 10, 10})
	if want := (Ratio{Median: 4, Low: 2, High: 4}); !ok || got != want {
		t.Errorf("ratio %+v, want %+v", got, want)
	}
	if _, ok := ratio(nil, []float64{1}); ok {
		t.Error("a ratio of nothing")
	}
	failed := &Line{Unit: "msg/s", Failed: "lost", Samples: map[string][]float64{"msg/s": {1}}}
	if _, ok := RatioOf(failed, failed); ok {
		t.Error("a line that failed has a ratio")
	}
}

// TestJudge: a condition that fails decides, one that was not measured is not
// taken for met.
func TestJudge(t *testing.T) {
	const at = "cap=65536/batch=1/producers=1"
	r := example(4, 125)
	x := ratioOf("x chan", of("SPSC", at, "ring"), of("SPSC", at, "chan"), 3.5)
	rival := ratioOf("x rival", of("SPSC", at, "ring"), of("SPSC", at, "chan", "lscq"), 2.5)
	gone := ratioOf("x none", of("SPSC", at, "ring"), of("SPSC", at, "none"), 1)
	trip := ratioOf("trip", of("PingPong", "cap=1024", "spsc"), of("PingPong", "cap=1024", "chan"), -0.6)
	idle := figureOf("idle", "Idle/spsc/consumers=1000", "cpu-%", 0, 1)
	for _, c := range []struct {
		conditions []condition
		want       Verdict
	}{
		{[]condition{x}, Met}, {[]condition{trip}, Met}, {[]condition{idle}, Met},
		{[]condition{x, rival}, NotMet},
		{[]condition{x, gone}, NotMeasured},
		{[]condition{gone, rival, x}, NotMet},
		{[]condition{missing("m", "no m yet")}, NotMeasured},
	} {
		if findings, got := (Bar{conditions: c.conditions}).Judge(r); got != c.want {
			t.Errorf("%v, want %v: %v", got, c.want, findings)
		}
	}
	r.Lines[1].Failed = "lost"
	if findings, got := (Bar{conditions: []condition{x}}).Judge(r); got != NotMeasured || !strings.Contains(findings[0].Value, "lost") {
		t.Errorf("a line that failed: %v, %v", got, findings)
	}
}

// TestBarsNameWhatExists: every line that a bar is judged by is measured, where
// the parts exist; a misspelt name would be "not measured" for good.
func TestBarsNameWhatExists(t *testing.T) {
	c := bench.BuildC(t.TempDir())
	r := new(Results)
	for _, s := range bench.Cases(bench.Usual, c) {
		l := NewLine(s)
		for _, unit := range []string{s.Unit, "allocs/op", "threads", "msg/s"} {
			if s.Missing == "" {
				l.Samples[unit] = []float64{1}
			}
		}
		r.Lines = append(r.Lines, l)
	}
	for _, b := range Bars() {
		findings, _ := b.Judge(r)
		for _, f := range findings {
			if f.Verdict == NotMeasured && f.Value == "not in this run" {
				t.Errorf("%s: %s: nothing measures it", b.ID, f.What)
			}
		}
	}
}

// TestPage: the page has the facts, escapes what is foreign, and needs nothing
// from elsewhere.
func TestPage(t *testing.T) {
	r := example(4, 125)
	r.Lines[2].Failed = "number 7 is lost"
	text, err := r.page()
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for _, want := range []string{"Example, 0 cores", "rival &lt;b&gt;", "number 7 is lost", `>chan</text>`, "(4.00x)", "One producer, one consumer", "B14"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, foreign := range []string{"http://", "https://", "<script", "src=", "@import", "url(", "NaN", "Inf"} {
		if strings.Contains(page, foreign) {
			t.Errorf("the page has %q", foreign)
		}
	}
}

// TestFillIn: tables are replaced, all else is kept, and again gives the same.
func TestFillIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.md")
	const before = "# A\n\n<!-- ringbench:bars -->\nold\n<!-- /ringbench -->\n\ntext\n<!-- ringbench:absent -->\n<!-- /ringbench -->\nend\n"
	if err := os.WriteFile(file, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for range 2 {
		if err := example(4, 125).FillIn(file); err != nil {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(file)
		texts = append(texts, string(text))
	}
	got := texts[0]
	if got != texts[1] || strings.Contains(got, "old") || !strings.HasPrefix(got, "# A\n\n<!-- ringbench:bars -->\n| |") ||
		!strings.HasSuffix(got, "| rival <b> | refused |\n<!-- /ringbench -->\nend\n") || !strings.Contains(got, "\n<!-- /ringbench -->\n\ntext\n") {
		t.Errorf("filled in:\n%s", got)
	}
	for _, bad := range []string{"nothing", "<!-- ringbench:bars -->\n", "<!-- ringbench:none -->\n<!-- /ringbench -->", "<!-- ringbench:bars -->\n<!-- ringbench:absent -->\n<!-- /ringbench -->\n<!-- /ringbench -->"} {
		if _, err := example(4, 125).fillIn([]byte(bad)); err == nil {
			t.Errorf("%q was filled in", bad)
		}
	}
	if text, err := os.ReadFile("../../docs/performance.md"); err != nil {
		t.Error(err)
	} else if filled, err := example(4, 125).fillIn(text); err != nil || strings.Contains(string(filled), " -->\n<!-- /") {
		t.Errorf("docs/performance.md cannot be filled in: %v", err)
	}
	for name, table := range example(4, 125).tables() {
		if text := table(); !strings.HasSuffix(text, "\n") || strings.Contains(text, "NaN") {
			t.Errorf("table %s: %q", name, text)
		}
	}
}

// TestModel: with the constants of a run, and not without.
func TestModel(t *testing.T) {
	r := example(4, 125)
	if got := r.modelTable() + r.coresTable(); strings.Count(got, "not in this run") != 2 {
		t.Errorf("without constants: %s", got)
	}
	add(r, "Headline", "handover", "type=u64/reader=checks/ring=512KiB", "GB/s", 8)
	add(r, "SPSC", "ring", "cap=65536/batch=64/producers=1", "msg/s", 600e6)
	// A message: 8 bytes at 8 GB/s, and 2 x 30 ns for 64 of them: 1.94 ns.
	if got := r.modelTable(); !strings.Contains(got, "| 64 | 516 | 600 | 1.16 |") {
		t.Errorf("model:\n%s", got)
	}
	// Far: five times as long for both: 9.69 ns.
	if got := r.coresTable(); !strings.Contains(got, "| 8 | 2065M / 413M | 516M / 103M |") {
		t.Errorf("cores:\n%s", got)
	}
}
