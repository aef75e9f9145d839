package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/bench"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// page is what the template shows.
type page struct {
	Date, Facts string
	Goals       []goal
	Plots       []drawing
	Sections    []section
	Absent      []bench.Absent
}

// goal is a bar with what came of it.
type goal struct {
	Bar
	Verdict  Verdict
	Class    string
	Findings []shownFinding
}

type shownFinding struct {
	Finding
	Class string
}

// drawing is a chart with its title.
type drawing struct {
	Title string
	SVG   template.HTML // made by this package, which escapes all text
}

// section shows a workload.
type section struct {
	Title, Text string
	Shown, More []drawing
}

// SavePage writes the results as one HTML page that needs nothing else.
func (r *Results) SavePage(file string) error {
	text, err := r.page()
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

func (r *Results) page() ([]byte, error) {
	p := page{
		Date:  r.Start.Format(time.DateOnly),
		Facts: fmt.Sprintf("%s\n%v; at the end %s\n%s\n%d rounds in %.0f s", r.Start.Format(time.DateTime+" MST"), r.Machine, r.LoadEnd, r.Cores(), r.Rounds, r.Took),
		Plots: r.plots(), Absent: append(slices.Clone(r.Absent), r.missing()...),
	}
	for _, b := range Bars() {
		findings, verdict := b.Judge(r)
		g := goal{Bar: b, Verdict: verdict, Class: class(verdict)}
		for _, f := range findings {
			g.Findings = append(g.Findings, shownFinding{f, class(f.Verdict)})
		}
		p.Goals = append(p.Goals, g)
	}
	for _, w := range workloads {
		if s, ok := r.section(w); ok {
			p.Sections = append(p.Sections, s)
		}
	}
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, p)
	return b.Bytes(), err
}

func class(v Verdict) string { return strings.ReplaceAll(string(v), " ", "-") }

// missing returns the lines without a result for a reason of their own, but for
// those of a type that is missing as a whole.
func (r *Results) missing() (all []bench.Absent) {
	for _, l := range r.Lines {
		switch {
		case l.Failed != "":
			all = append(all, bench.Absent{Name: l.Name, Reason: "FAILED: " + l.Failed})
		case l.Missing != "" && l.Impl != "mpmc" && l.Impl != "pool":
			all = append(all, bench.Absent{Name: l.Name, Reason: l.Missing})
		}
	}
	return all
}

// workload says how a workload is presented.
type workload struct {
	name, title, text string
	shown             func(params string) bool // what is not folded away
}

func anything(string) bool { return true }

// among returns what shows only the given parameters.
func among(params ...string) func(string) bool {
	return func(p string) bool { return slices.Contains(params, p) }
}

var workloads = []workload{
	{"SPSC", "One producer, one consumer", "Both use the batch. “-gather” polls less often, so that messages gather. procs=1 is GOMAXPROCS=1.",
		among("cap=1024/batch=1/producers=1", "cap=65536/batch=1/producers=1", "cap=1024/batch=1/producers=1/procs=1", "cap=65536/batch=64/producers=1", "cap=65536/batch=1024/producers=1")},
	{"MPSC", "Several producers, one consumer", "Producers send one at a time; the batch is the receiver's. The capacity is each producer's for mpsc, and the whole queue's for the others.",
		among("cap=1024/batch=1/producers=1", "cap=1024/batch=1/producers=8", "cap=65536/batch=1/producers=8", "cap=65536/batch=64/producers=8")},
	{"MPMC", "Several producers and consumers", "One at a time.", among("cap=1024/producers=2/consumers=2", "cap=1024/producers=4/consumers=4")},
	{"PingPong", "Round trips", "Two goroutines pass one message to and fro; less is better. “flag” is the limit: a cache line in each direction, and no queue.", anything},
	{"Alone", "Send and receive in one goroutine", "Less is better.", anything},
	{"Headline", "Reserve 32,768, fill, commit", "“clear” fills the same memory without a ring; “handover” is a writer and a reader with a flag for each block.", anything},
	{"Limit", "Memory, one core", "clear, copy, write and read are Go, memset and memcpy C.", anything},
	{"Sizes", "Message sizes", "By value, every word written and checked.", anything},
	{"Wake", "Wake-up", "From before the send to after the receive of a consumer that waits; then the sender works on, or sleeps. Less is better.", anything},
	{"Idle", "1,000 blocked consumers", "Processor time in percent of one core; “none” is the process without them.", anything},
	{"Crowd", "One active producer among many registered", "", anything},
	{"Memory", "Memory for each producer", "Bytes; a chan can be shared by all of them.", anything},
}

// section returns a workload's charts; false if there are none.
func (r *Results) section(w workload) (section, bool) {
	s := section{Title: w.title, Text: w.text}
	seen := map[string]bool{}
	for _, l := range r.Of(w.name, "") {
		if seen[l.Params] {
			continue
		}
		seen[l.Params] = true
		title := strings.TrimSpace(strings.ReplaceAll(l.Params, "/", "  "))
		_, unit := scaleOf(l.Unit)
		d := drawing{title + "  (" + unit + ")", template.HTML(barChart(title, r.rows(r.Of(w.name, l.Params))))}
		if w.shown(l.Params) {
			s.Shown = append(s.Shown, d)
		} else {
			s.More = append(s.More, d)
		}
	}
	return s, len(seen) > 0
}

// rows returns the rows of a chart.
func (r *Results) rows(lines []*Line) (rows []row) {
	for _, l := range lines {
		rw := row{label: l.Impl, strong: ours(l.Impl)}
		switch scale, _ := scaleOf(l.Unit); {
		case l.Failed != "":
			rw.note = "failed: messages lost or out of order"
		case l.Missing != "":
			rw.note = "not measured: " + l.Missing
		case len(l.Main()) == 0:
			rw.note = "no complete round"
		default:
			rw.value, rw.low, rw.top = l.Median()/scale, quantile(l.Main(), 0.25)/scale, quantile(l.Main(), 0.75)/scale
			rw.note = figure(rw.value)
			if x, ok := RatioOf(l, r.Base(l)); ok {
				rw.note += fmt.Sprintf(" (%.2fx)", x.Median)
			}
		}
		rows = append(rows, rw)
	}
	return rows
}

// figure formats a figure with three digits, thousands without an exponent.
func figure(v float64) string {
	if v >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return trimmed(v)
}
