package verify

import (
	"embed"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"time"
)

// JSON writes the report for programs.
func (rep *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(rep)
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string     `xml:"classname,attr"`
	Name    string     `xml:"name,attr"`
	Time    string     `xml:"time,attr"`
	Failure *junitNote `xml:"failure,omitempty"`
	Skipped *junitNote `xml:"skipped,omitempty"`
	Output  string     `xml:"system-out,omitempty"`
}

type junitNote struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report for build servers. What was not checked, or
// is bounded, is skipped.
func (rep *Report) JUnit(w io.Writer) error {
	s := junitSuite{
		Name: "ringcheck verify", Tests: len(rep.Results), Time: seconds(rep.Elapsed),
		Failures: Count(rep.Results, Fail), Skipped: Count(rep.Results, NotRun) + Count(rep.Results, Bounded),
	}
	for _, r := range rep.Results {
		c := junitCase{Class: "ringcheck." + r.Type, Name: r.Layer, Time: seconds(r.Elapsed), Output: r.Ran}
		switch r.Verdict {
		case Fail:
			c.Failure = &junitNote{"replay: " + r.Replay, r.Detail}
		case NotRun:
			c.Skipped = &junitNote{"not checked", r.Detail}
		case Bounded:
			c.Skipped = &junitNote{"bounded", r.Ran}
		}
		s.Cases = append(s.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(s); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

//go:embed report.html
var files embed.FS

var page = template.Must(template.New("report.html").Funcs(template.FuncMap{
	"round":   func(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) },
	"title":   func(g string) string { return Titles[g] },
	"mark":    func(r Result, g string) string { return r.mark(g) },
	"picture": func(r Result) string { return string(r.Picture) },
}).ParseFS(files, "report.html"))

// HTML writes the report as one self-contained page; pictures of failing
// histories are embedded.
func (rep *Report) HTML(w io.Writer) error {
	return page.Execute(w, map[string]any{"Report": rep, "Guarantees": Guarantees})
}
