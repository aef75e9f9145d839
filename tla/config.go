package tla

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Config is a .cfg file: constants, what is to be checked, and what a checker
// is to say. TLC reads the same file.
type Config struct {
	Name       string            // "RingOrder/rc11-2x5"
	Module     string            // "RingOrder"
	Text       string            // the file
	Constants  map[string]string // as written: `3`, `"RC11"`, `TRUE`
	Invariants []string          // in the order of the file
	Properties []string
	Expect     Expectation
	Never      []string // actions that no behaviour takes; all others must be taken
	Full       bool     // not in the quick set
	Alone      bool     // only TLC can check it
}

// Expectation is what a checker has to say about a config.
type Expectation struct {
	Text     string // as written
	Kind     Kind
	Distinct int    // states, if Kind is Holds
	Name     string // of the invariant or property that fails
}

// Kind is a kind of answer.
type Kind int

// The kinds.
const (
	Holds          Kind = iota // everything holds
	FailsInvariant             // the named invariant is violated
	FailsProperty              // the named property is violated
	FailsDeadlock              // a state has no successor
)

// Parse reads a config. Its first lines are comments that say what to expect:
//
//	\* expect: ok, 1570 distinct        or: fails NoRace
//	\* never: Flush                     or: fails property AllArrive, fails deadlock
//	\* set: full
//	\* only: TLC
func Parse(name, text string) (*Config, error) {
	c := &Config{Name: name, Module: path.Dir(name), Text: text, Constants: map[string]string{}}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if comment, ok := strings.CutPrefix(line, `\*`); ok {
			if err := c.head(strings.TrimSpace(comment)); err != nil {
				return nil, fmt.Errorf("tla: %s: %w", name, err)
			}
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if slices.Contains([]string{"CONSTANT", "INVARIANT", "PROPERTY"}, strings.TrimSuffix(plural.Replace(word), "S")) {
			section, line = plural.Replace(word), rest
		} else if slices.Contains([]string{"SPECIFICATION", "CHECK_DEADLOCK", "CONSTRAINT", "SYMMETRY", "INIT", "NEXT"}, word) {
			section = ""
		}
		c.body(strings.TrimSuffix(section, "S"), line)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("tla: %s: %w", name, err)
	}
	return c, nil
}

var plural = strings.NewReplacer("PROPERTIES", "PROPERTYS")

// head reads a comment.
func (c *Config) head(comment string) error {
	key, value, ok := strings.Cut(comment, ":")
	value = strings.TrimSpace(value)
	switch {
	case !ok:
	case key == "expect":
		return c.Expect.parse(value)
	case key == "never":
		c.Never = strings.Fields(strings.ReplaceAll(value, ",", " "))
	case key == "set":
		c.Full = value == "full"
		if !c.Full {
			return fmt.Errorf("unknown set %q", value)
		}
	case key == "only":
		c.Alone = value == "TLC"
		if !c.Alone {
			return fmt.Errorf("unknown checker %q", value)
		}
	}
	return nil
}

// body reads a line of a section.
func (c *Config) body(section, line string) {
	switch section {
	case "CONSTANT":
		if name, value, ok := strings.Cut(line, "="); ok {
			c.Constants[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	case "INVARIANT":
		c.Invariants = append(c.Invariants, strings.Fields(line)...)
	case "PROPERTY":
		c.Properties = append(c.Properties, strings.Fields(line)...)
	}
}

var holds = regexp.MustCompile(`^ok, (\d+) distinct$`)

// parse reads what follows "expect:".
func (e *Expectation) parse(s string) error {
	e.Text = s
	words := strings.Fields(s)
	switch m := holds.FindStringSubmatch(s); {
	case m != nil:
		e.Kind = Holds
		e.Distinct, _ = strconv.Atoi(m[1])
	case s == "fails deadlock":
		e.Kind = FailsDeadlock
	case len(words) == 2 && words[0] == "fails":
		e.Kind, e.Name = FailsInvariant, words[1]
	case len(words) == 3 && words[0] == "fails" && words[1] == "property":
		e.Kind, e.Name = FailsProperty, words[2]
	default:
		return fmt.Errorf("cannot read the expectation %q", s)
	}
	return nil
}

// check complains about a config that could pass or fail for another reason
// than the one it names.
func (c *Config) check() error {
	switch e := c.Expect; {
	case e.Text == "":
		return errors.New(`no line "\* expect: …"`)
	case e.Kind == FailsInvariant && !slices.Equal(c.Invariants, []string{e.Name}):
		return fmt.Errorf("a config that fails %s has that invariant and no other", e.Name)
	case e.Kind == FailsProperty && !slices.Equal(c.Properties, []string{e.Name}):
		return fmt.Errorf("a config that fails %s has that property and no other", e.Name)
	case e.Kind == Holds && len(c.Invariants)+len(c.Properties) == 0:
		return errors.New("nothing is checked")
	}
	return nil
}

// Safety reports whether the config can be checked without TLC: it holds and
// has invariants, or it fails one, or deadlocks.
func (c *Config) Safety() bool {
	return !c.Alone && c.Expect.Kind != FailsProperty && (len(c.Invariants) > 0 || c.Expect.Kind == FailsDeadlock)
}
