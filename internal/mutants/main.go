// Command mutants breaks production source in small ways, one at a time, and
// runs the test layers on each broken copy: what no layer notices, the tests do
// not test. It works on a copy of the repository.
//
//	go run ./internal/mutants [-quick] [-run REGEXP] [-layers unit,fuzz] [-all]
//
// It exits with 1 if a mutant survives that should not.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
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

func main() {
	pattern := flag.String("run", "", "only mutants whose id matches this `regexp`")
	only := flag.String("layers", "", "only these layers, separated by commas")
	all := flag.Bool("all", false, "try every layer on every mutant, not only until one notices")
	quick := flag.Bool("quick", false, "only layers unit and fuzz, on the mutants that they notice in seconds")
	page := flag.String("traces", "", "only write the executions that the explorer finds in some mutants to `file`; with -quick, compare")
	flag.Parse()
	if *quick && *page == "" {
		*only = "unit,fuzz"
		mutants = slices.DeleteFunc(mutants, func(m mutant) bool { return !noticedSoon[m.id] })
	}
	re, err := regexp.Compile(*pattern)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err == nil {
		defer os.RemoveAll(dir)
		err = copyTree(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants: run me in the root of the repository:", err)
		os.Exit(1)
	}
	if *page != "" {
		if err := writeTraces(*page, dir, *quick); err != nil {
			fmt.Println(err)
			os.RemoveAll(dir)
			os.Exit(1)
		}
		return
	}
	if !sound(dir, *only) {
		fmt.Println("the source as it is fails: no mutant was judged")
		os.RemoveAll(dir)
		os.Exit(1)
	}
	if n := survivors(dir, re, *only, *all); n > 0 {
		fmt.Printf("%d mutants survived\n", n)
		os.RemoveAll(dir)
		os.Exit(1)
	}
}

// writeTraces writes the page of executions, or compares it with what is there.
func writeTraces(file, dir string, compare bool) error {
	text, err := traces(dir)
	if err != nil {
		return err
	}
	if !compare {
		return os.WriteFile(file, []byte(text), 0o666)
	}
	old, err := os.ReadFile(file)
	if err == nil && string(old) != text {
		err = fmt.Errorf("%s is not what the explorer finds today: go run ./internal/mutants -traces %s", file, file)
	}
	return err
}

// copyTree copies the library module to dir.
func copyTree(dir string) error {
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o666)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range []string{"ring", "channels", "model", "linearizability", "fuzz", "stress", "internal", "cmd", "tla"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(name)); err != nil {
			return err
		}
	}
	return nil
}

// sound runs the layers on the unbroken copy: none may notice anything.
func sound(dir, only string) bool {
	line, ok := fmt.Sprintf("%-36s", "(no mutant)"), true
	for _, l := range chosen(only) {
		verdict, took := l.try(dir)
		line += fmt.Sprintf(" %s:%s(%.0fs)", l.name, verdict, took.Seconds())
		ok = ok && verdict == "survived"
	}
	fmt.Println(line)
	return ok
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

// survivors judges the mutants in the copy at dir, and counts those that should
// not have survived.
func survivors(dir string, re *regexp.Regexp, only string, all bool) (n int) {
	for _, m := range mutants {
		if !re.MatchString(m.id) {
			continue
		}
		if line, ok := judge(m, dir, only, all); !ok {
			n++
			fmt.Println("SURVIVED", line)
		} else {
			fmt.Println(line)
		}
	}
	return n
}

// judge tries the layers on m, and says in a line what they noticed and
// whether that is as it should be.
func judge(m mutant, dir, only string, all bool) (string, bool) {
	restore, err := m.apply(dir)
	if err != nil {
		return fmt.Sprintf("%-36s %v", m.id, err), false
	}
	defer restore()
	line, killed := fmt.Sprintf("%-36s", m.id), false
	for _, l := range chosen(only) {
		if killed && !all {
			break
		}
		verdict, took := l.try(dir)
		line += fmt.Sprintf(" %s:%s(%.0fs)", l.name, verdict, took.Seconds())
		killed = killed || verdict == "killed"
		if verdict == "broken" {
			return line + " does not compile", false
		}
	}
	if !killed && m.survives != "" {
		return line + " expected: " + m.survives, true
	}
	return line, killed
}

// apply breaks the copy at dir, until restore is called.
func (m *mutant) apply(dir string) (restore func(), err error) {
	file := filepath.Join(dir, m.file)
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if n := bytes.Count(src, []byte(m.old)); n != 1 {
		return nil, fmt.Errorf("stale: its text stands %d times in %s", n, m.file)
	}
	err = os.WriteFile(file, bytes.Replace(src, []byte(m.old), []byte(m.new), 1), 0o666)
	return func() { _ = os.WriteFile(file, src, 0o666) }, err
}

// try runs the layer's tests in dir: a failure or a hang kills.
func (l *layer) try(dir string) (verdict string, took time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	begin := time.Now()
	args := append([]string{"test", "-short", "-count=1", "-failfast", "-timeout=60s"}, l.args...)
	test := exec.CommandContext(ctx, "go", args...)
	test.Dir = dir
	out, err := test.CombinedOutput()
	took = time.Since(begin)
	switch {
	case err == nil:
		return "survived", took
	case strings.Contains(string(out), "[build failed]"), strings.Contains(string(out), "[setup failed]"):
		fmt.Fprintln(os.Stderr, string(out))
		return "broken", took
	default:
		return "killed", took
	}
}
