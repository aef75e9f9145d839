package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// printTally prints the most frequent identifiers and what the count took.
func printTally(w io.Writer, t tally, top int) error {
	var b strings.Builder
	for _, id := range ranking(t.counts)[:min(top, len(t.counts))] {
		n := t.counts[id]
		fmt.Fprintf(&b, "%14s %6.2f%%  %s\n", group(n), 100*float64(n)/float64(t.messages), id)
	}
	fmt.Fprintf(&b, "%s, %s (%s different), %v: %s messages/s\n",
		plural(len(t.files), "file"), plural(t.messages, "identifier"), group(len(t.counts)),
		round(t.elapsed), group(int(float64(t.messages)/max(t.elapsed, 1).Seconds())))
	if t.unclean > 0 {
		fmt.Fprintf(&b, "%s with lexical errors: what the scanner found in them is counted\n", plural(t.unclean, "file"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// ranking returns the identifiers, most frequent first, equals by name.
func ranking(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
}

// shown is how many problems or differences are printed one by one.
const shown = 20

// reportProblems says that only counted of files were counted, and why.
func reportProblems(w io.Writer, counted, files int, problems []error) {
	var unread []string
	for _, err := range problems {
		if errors.Is(err, errNoFiles) {
			fmt.Fprintf(w, "wordcount: %v\n", err)
		} else {
			unread = append(unread, err.Error())
		}
	}
	if len(unread) > 0 {
		fmt.Fprintf(w, "wordcount: counted %s of %s; %s could not be read:\n",
			group(counted), plural(files, "file"), group(len(unread)))
		printSome(w, unread)
	}
}

// printSome prints the first few of lines, and how many there are besides.
func printSome(w io.Writer, lines []string) {
	for _, line := range lines[:min(shown, len(lines))] {
		fmt.Fprintf(w, "  %s\n", line)
	}
	if more := len(lines) - shown; more > 0 {
		fmt.Fprintf(w, "  and %s more\n", group(more))
	}
}

// difference is an identifier that two counts disagree on.
type difference struct {
	id        string
	got, want int
}

// differences returns where got is not want, sorted by identifier.
func differences(got, want map[string]int) (d []difference) {
	for id, n := range got {
		if n != want[id] {
			d = append(d, difference{id, n, want[id]})
		}
	}
	for id, n := range want {
		if _, ok := got[id]; !ok {
			d = append(d, difference{id, 0, n})
		}
	}
	slices.SortFunc(d, func(a, b difference) int { return strings.Compare(a.id, b.id) })
	return d
}

// String says what the two counts are.
func (d difference) String() string {
	return fmt.Sprintf("%s: %d through the channel, %d sequentially", d.id, d.got, d.want)
}

// describe returns an error that shows how two counts differ.
func describe(diff []difference) error {
	lines := make([]string, len(diff))
	for i, d := range diff {
		lines[i] = d.String()
	}
	var b strings.Builder
	printSome(&b, lines)
	return fmt.Errorf("the two counts differ for %s:\n%s", plural(len(diff), "identifier"), strings.TrimSuffix(b.String(), "\n"))
}

// plural returns n with its noun: "1 file", "2 files".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return group(n) + " " + one + "s"
}

// group returns n with a comma between thousands.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// round rounds a duration to what is worth printing.
func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(10 * time.Microsecond)
	}
	return d.Round(time.Millisecond)
}
