package refine

import (
	"fmt"
	"slices"
	"strings"
)

// failure says where the machine cannot follow: what each goroutine did up to
// there and does next, the state, and what the machine could do in it.
func (s *search) failure() error {
	var b strings.Builder
	b.WriteString("refine: the machine cannot follow\n")
	for t, list := range s.threads {
		s.column(&b, t, list, int(s.last.at[t]))
	}
	if s.wrong != nil {
		fmt.Fprintf(&b, "at the end: %v\n", s.wrong)
	}
	fmt.Fprintf(&b, "the machine is in %s\nand can do", s.last.text)
	for _, v := range s.graph.moves(s.last.spot) {
		fmt.Fprintf(&b, " %s", s.could(v))
	}
	return fmt.Errorf("%s", b.String())
}

// shown is how many accesses of a goroutine are shown before the next one.
const shown = 6

// column shows what goroutine t has done last, and what it does next.
func (s *search) column(b *strings.Builder, t int, list []traced, at int) {
	from := max(0, at-shown)
	if from > 0 {
		fmt.Fprintf(b, "  … %d before\n", from)
	}
	for _, x := range list[from:at] {
		fmt.Fprintf(b, "  %s  %s  %s\n", x.By, x.line(), x.what())
	}
	if at == len(list) {
		fmt.Fprintf(b, "  %s  has ended\n", s.names[t])
		return
	}
	mark := "next"
	if len(s.strides(nil, s.last, t, nil)) == 0 {
		mark = "the machine cannot"
	}
	fmt.Fprintf(b, "  %s  %s  %s  <- %s\n", s.names[t], list[at].line(), list[at].what(), mark)
}

// line is where in the source the access is.
func (x *traced) line() string {
	if x.raw.Site == nil {
		return "?"
	}
	return x.raw.Site.Pos
}

// what says what the access does.
func (x *traced) what() string {
	switch x.Does {
	case "load", "read":
		return fmt.Sprintf("%s of %s: %d", x.Does, x.At, x.Read)
	case "store":
		return fmt.Sprintf("store to %s: %d, with message %d", x.At, x.Wrote, x.Read)
	case "update":
		return fmt.Sprintf("update of %s: %d to %d", x.At, x.Read, x.Wrote)
	case "choice":
		return "its timer has expired"
	}
	return strings.TrimSpace(x.Does + " " + x.At)
}

// could says what a step would be.
func (s *search) could(v move) string {
	i := slices.IndexFunc(s.Protocol.Actions, func(a Action) bool { return a.Name == v.Label && (a.By == "" || a.By == v.By) })
	if v.private || i < 0 {
		return fmt.Sprintf("%s (by %s);", v.Label, v.By)
	}
	a := s.Protocol.Actions[i]
	if a.At == "" {
		return fmt.Sprintf("%s (%s by %s);", v.Label, a.Does, v.By)
	}
	return fmt.Sprintf("%s (%s of %s by %s: %d to %d);", v.Label, a.Does, a.at(v.Step), v.By, v.Read, v.Wrote)
}
