package machine

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseState returns the canonical text of a state as a checker prints it: one
// variable after the other, `/\ x = 1` or `x=1`, each on its line or lines.
func ParseState(s string) (text string, err error) {
	defer func() {
		if e, ok := recover().(parseError); ok {
			err = fmt.Errorf("machine: %s in state %q", string(e), s)
		}
	}()
	p := &parser{s: s}
	var pairs []pair
	for p.blanks(); p.s != ""; p.blanks() {
		p.has(`/\`)
		name := p.word()
		p.need("=")
		pairs = append(pairs, pair{name, p.value()})
	}
	return function(pairs), nil
}

type parseError string

// parser reads TLA+ values. It panics with a parseError.
type parser struct{ s string }

func (p *parser) blanks() { p.s = strings.TrimLeft(p.s, " \n\t") }

// has reads token if it comes next.
func (p *parser) has(token string) bool {
	p.blanks()
	rest, ok := strings.CutPrefix(p.s, token)
	if ok {
		p.s = rest
	}
	return ok
}

func (p *parser) need(token string) {
	if !p.has(token) {
		panic(parseError(fmt.Sprintf("want %q at %.40q", token, p.s)))
	}
}

// word reads a name or a number.
func (p *parser) word() string {
	p.blanks()
	n := 0
	for n < len(p.s) && (p.s[n] == '_' || p.s[n] == '-' && n == 0 || '0' <= p.s[n] && p.s[n] <= '9' || 'a' <= p.s[n]|0x20 && p.s[n]|0x20 <= 'z') {
		n++
	}
	if n == 0 {
		panic(parseError(fmt.Sprintf("want a name or a number at %.40q", p.s)))
	}
	word := p.s[:n]
	p.s = p.s[n:]
	return word
}

// value reads a value.
func (p *parser) value() string {
	switch {
	case p.has("<<"):
		return sequence(p.list(">>", p.value))
	case p.has("["):
		return function(p.pairs("]", "|->", ","))
	case p.has("("):
		return function(p.pairs(")", ":>", "@@"))
	case p.has("{"):
		return set(p.list("}", p.value))
	case p.has(`"`):
		text, rest, ok := strings.Cut(p.s, `"`)
		if !ok {
			panic(parseError("a string does not end"))
		}
		p.s = rest
		return strconv.Quote(text)
	}
	switch w := p.word(); w {
	case "true", "false": // as tla-checker prints them
		return strings.ToUpper(w)
	default:
		if p.has("..") { // TLC leaves intervals as they are
			return interval(w, p.word())
		}
		return w
	}
}

// interval returns the text of the set from…to.
func interval(from, to string) string {
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	if errA != nil || errB != nil {
		panic(parseError("not an interval: " + from + ".." + to))
	}
	var elements []string
	for ; a <= b; a++ {
		elements = append(elements, strconv.Itoa(a))
	}
	return set(elements)
}

// list reads elements up to the token end.
func (p *parser) list(end string, element func() string) (all []string) {
	for !p.has(end) {
		all = append(all, element())
		if !p.has(",") {
			p.need(end)
			break
		}
	}
	return all
}

// pairs reads the pairs of a function up to the token end.
func (p *parser) pairs(end, maps, comma string) (all []pair) {
	for !p.has(end) {
		k := strings.Trim(p.value(), `"`)
		p.need(maps)
		all = append(all, pair{k, p.value()})
		if !p.has(comma) {
			p.need(end)
			break
		}
	}
	return all
}
