package verify

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Report is everything a run found.
type Report struct {
	Seed    uint64        `json:"seed"`
	Quick   bool          `json:"quick"`
	Full    bool          `json:"full"`
	Go      string        `json:"go"`
	System  string        `json:"system"`
	CPUs    int           `json:"cpus"`
	Race    bool          `json:"race_detector"` // in this process
	Started time.Time     `json:"started"`
	Elapsed time.Duration `json:"elapsed_ns"`
	Results []Result      `json:"results"`
}

// marks are what the table shows for a verdict under a guarantee.
var marks = map[Verdict]string{Pass: "ok", Fail: "FAIL", NotRun: "?", Bounded: "part"}

// Text writes the table, the counterexamples and a summary line.
func (rep *Report) Text(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "type\tlayer\t%s\ttime\twhat was run\n", strings.Join(Guarantees, "\t"))
	for i := range rep.Results {
		r := &rep.Results[i]
		fmt.Fprintf(t, "%s\t%s\t", r.Type, r.Layer)
		for _, g := range Guarantees {
			fmt.Fprintf(t, "%s\t", r.mark(g))
		}
		fmt.Fprintf(t, "%v\t%s\n", r.Elapsed.Round(10*time.Millisecond), r.line())
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for i := range rep.Results {
		switch r := &rep.Results[i]; {
		case r.Verdict == Fail:
			fmt.Fprintf(w, "\nFAIL %s\n%s\nreplay: %s\n", r.Name(), r.Detail, r.Replay)
		case strings.Contains(r.Detail, "\n"): // its row has the first line only
			fmt.Fprintf(w, "\nnot checked: %s\n%s\n", r.Name(), r.Detail)
		}
	}
	_, err := fmt.Fprintf(w, "\n%s\n", rep.Summary())
	return err
}

// Summary says in one line how the run ended.
func (rep *Report) Summary() string {
	set := "default set"
	switch {
	case rep.Full:
		set = "full set"
	case rep.Quick:
		set = "quick set"
	}
	return fmt.Sprintf("%d checks passed, %d failed, %d bounded, %d not checked (%s, seed %d, %v)",
		Count(rep.Results, Pass), Count(rep.Results, Fail), Count(rep.Results, Bounded), Count(rep.Results, NotRun),
		set, rep.Seed, rep.Elapsed.Round(100*time.Millisecond))
}

// line says in the row of the table what was run, or why it could not be.
func (r *Result) line() string {
	if r.Verdict != NotRun {
		return r.Ran
	}
	first, _, _ := strings.Cut(r.Detail, "\n")
	if r.Ran != "" {
		return r.Ran + "; not checked: " + first
	}
	return "not checked: " + first
}

// mark is what the table shows under a guarantee.
func (r *Result) mark(guarantee string) string {
	if !slices.Contains(r.Guarantees, guarantee) {
		return "·"
	}
	return marks[r.Verdict]
}
