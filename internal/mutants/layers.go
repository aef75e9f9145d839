package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// layer is a set of tests.
type layer struct {
	name string
	args []string
}

// layers are in the order in which they are tried, quickest first.
var layers = []layer{
	{"unit", []string{"./ring", "./channels", "./channels/wait", "./channels/spsc", "./channels/mpsc"}},
	{"fuzz", []string{"./fuzz"}},
	{"porcupine", []string{"./linearizability", "./channels/channeltest"}},
	{"chaos", []string{"./stress"}},
	{"explorer", []string{"./internal/explorer"}},
	{"race", []string{"-race", "./ring", "./channels", "./stress"}},
}

// errUnjudged is for source that fails although nobody broke it.
var errUnjudged = errors.New("the source as it is fails: no mutant was judged")

// tryLayers runs the layers on the unbroken copy, where none may notice anything,
// and on each mutant.
func (o *options) tryLayers(dir string) error {
	line, ok := fmt.Sprintf("%-36s", "(no mutant)"), true
	for _, l := range chosen(o.layers) {
		verdict, took := l.try(dir)
		line += fmt.Sprintf(" %s:%s(%.0fs)", l.name, verdict, took.Seconds())
		ok = ok && verdict == "survived"
	}
	if fmt.Println(line); !ok {
		return errUnjudged
	}
	survivors := 0
	for _, m := range mutants {
		if !o.run.MatchString(m.id) {
			continue
		}
		line, ok := o.judge(&m, dir)
		if !ok {
			survivors++
			line = "SURVIVED " + line
		}
		fmt.Println(line)
	}
	if survivors > 0 {
		return fmt.Errorf("%d mutants survived", survivors)
	}
	return nil
}

// chosen returns the layers that only names, separated by commas; all if it is
// empty.
func chosen(only string) (ls []layer) {
	for _, l := range layers {
		if only == "" || strings.Contains(","+only+",", ","+l.name+",") {
			ls = append(ls, l)
		}
	}
	return ls
}

// judge tries the layers on m, and says in a line what they noticed and
// whether that is as it should be.
func (o *options) judge(m *mutant, dir string) (string, bool) {
	restore, err := m.apply(dir)
	if err != nil {
		return err.Error(), false
	}
	defer restore()
	line, killed := fmt.Sprintf("%-36s", m.id), false
	for _, l := range chosen(o.layers) {
		if killed && !o.all {
			break
		}
		verdict, took := l.try(dir)
		line += fmt.Sprintf(" %s:%s(%.0fs)", l.name, verdict, took.Seconds())
		killed = killed || verdict != "survived"
		if verdict == "broken" {
			return line + " does not compile", false
		}
	}
	if !killed && m.survives != "" {
		return line + " expected: " + m.survives, true
	}
	return line, killed
}

// try runs the layer's tests in dir. Whatever fails kills, as does a hang: the
// verdict is which test it was.
func (l *layer) try(dir string) (verdict string, took time.Duration) {
	begin := time.Now()
	out, err := goTest(dir, append([]string{"-failfast", "-timeout=60s"}, l.args...)...)
	took = time.Since(begin)
	switch {
	case err == nil:
		return "survived", took
	case doesNotBuild(out):
		fmt.Fprintln(os.Stderr, out)
		return "broken", took
	default:
		return failure(out), took
	}
}

// goTest runs short tests in dir.
func goTest(dir string, args ...string) (out string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	test := exec.CommandContext(ctx, "go", append([]string{"test", "-short", "-count=1"}, args...)...)
	test.Dir = dir
	printed, err := test.CombinedOutput()
	return string(printed), err
}

// failure returns the first test that failed, or what else happened.
func failure(out string) string {
	_, rest, ok := strings.Cut(out, "--- FAIL: ")
	switch {
	case ok:
		name, _, _ := strings.Cut(rest, " ")
		return name
	case hung(out):
		return "hung"
	default:
		return "failed" // goroutines left behind, perhaps
	}
}

// hung reports whether the tests were ended by their timeout.
func hung(out string) bool { return strings.Contains(out, "panic: test timed out") }

func doesNotBuild(out string) bool {
	return strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]")
}
