package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// width is that of a column, the space between columns included.
const width = 50

// Text is the failure in columns, one per goroutine.
func (f *Failure) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", f.Reason)
	for _, g := range f.Goroutines {
		fmt.Fprintf(&b, "%-*s", width, g)
	}
	b.WriteString("\n" + strings.Repeat(strings.Repeat("─", width-2)+"  ", len(f.Goroutines)) + "\n")
	for i := range f.Events {
		e := &f.Events[i]
		indent := strings.Repeat(" ", width*e.Goroutine)
		for _, l := range f.lines(e) {
			b.WriteString(strings.TrimRight(indent+l, " ") + "\n")
		}
	}
	b.WriteString("\n")
	for _, l := range f.Verdict {
		b.WriteString("=> " + l + "\n")
	}
	return b.String()
}

// lines are those of an event in its column.
func (f *Failure) lines(e *Event) []string {
	head := fmt.Sprintf("%3d  %s ", e.Number, e.Pos)
	lines := wrap(head, f.Describe(e), "    ")
	for _, n := range e.Notes {
		lines = append(lines, wrap("     !", n, "      ")...)
	}
	return lines
}

// Describe says what an event did, in one sentence.
func (f *Failure) Describe(e *Event) string {
	s := e.Op
	if e.Order != "" {
		s += " " + e.Order
	}
	if e.Reads {
		s += " = " + e.Value + ", " + f.source(e)
	}
	if e.Newest > 0 {
		s += fmt.Sprintf(" (stale: newest is %s, #%d)", f.value(e.Location, e.Newest), e.Newest)
	}
	if e.Waits {
		s += ", and waits"
	}
	return s
}

// source says who wrote what e read.
func (f *Failure) source(e *Event) string {
	switch {
	case e.From == 0:
		return "the initial value"
	case f.Events[e.From-1].Goroutine == e.Goroutine:
		return fmt.Sprintf("its own #%d", e.From)
	default:
		return fmt.Sprintf("from %s #%d", f.Goroutines[f.Events[e.From-1].Goroutine], e.From)
	}
}

// value is what an event wrote to a location.
func (f *Failure) value(location, event int) string {
	if location >= 0 {
		for _, m := range f.Memory[location].Messages {
			if m.Event == event {
				return m.Value
			}
		}
	}
	return "?"
}

// wrap breaks head and text into lines that fit a column.
func wrap(head, text, indent string) (lines []string) {
	line := head
	for word := range strings.FieldsSeq(text) {
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width-2 && strings.TrimSpace(line) != "" {
			lines = append(lines, line)
			line = indent
		}
		line += " " + word
	}
	return append(lines, line)
}
