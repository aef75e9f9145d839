// Command mutants breaks production source in small ways, one at a time, and
// runs the test layers on each broken copy: what no layer notices, the tests do
// not test. The tree is never touched; the compiler is given an overlay.
//
//	go run ./internal/mutants [-run REGEXP] [-layers unit,fuzz] [-all]
//
// It exits with 1 if a mutant survives that should not.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	{"race", []string{"-race", "./ring", "./channels", "./stress"}},
}

func main() {
	pattern := flag.String("run", "", "only mutants whose id matches this `regexp`")
	only := flag.String("layers", "", "only these layers, separated by commas")
	all := flag.Bool("all", false, "try every layer on every mutant, not only until one notices")
	flag.Parse()
	re, err := regexp.Compile(*pattern)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	}
	survivors := 0
	for _, m := range mutants {
		if !re.MatchString(m.id) {
			continue
		}
		if line, ok := judge(m, *only, *all); !ok {
			survivors++
			fmt.Println("SURVIVED", line)
		} else {
			fmt.Println(line)
		}
	}
	if survivors > 0 {
		fmt.Printf("%d mutants survived\n", survivors)
		os.Exit(1)
	}
}

// judge tries the layers on m, and says in a line what they noticed and
// whether that is as it should be.
func judge(m mutant, only string, all bool) (string, bool) {
	overlay, clean, err := m.overlay()
	if err != nil {
		return fmt.Sprintf("%-36s %v", m.id, err), false
	}
	defer clean()
	line, killed := fmt.Sprintf("%-36s", m.id), false
	for _, l := range layers {
		if only != "" && !strings.Contains(","+only+",", ","+l.name+",") {
			continue
		}
		if killed && !all {
			break
		}
		verdict, took := l.try(overlay)
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

// overlay writes the mutated file and the overlay that puts it in place.
func (m *mutant) overlay() (file string, clean func(), err error) {
	src, err := os.ReadFile(m.file)
	if err != nil {
		return "", nil, err
	}
	if n := strings.Count(string(src), m.old); n != 1 {
		return "", nil, fmt.Errorf("stale: its text stands %d times in %s", n, m.file)
	}
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return "", nil, err
	}
	original, err1 := filepath.Abs(m.file)
	mutated := filepath.Join(dir, filepath.Base(m.file))
	err2 := os.WriteFile(mutated, []byte(strings.Replace(string(src), m.old, m.new, 1)), 0o666)
	spec, err3 := json.Marshal(map[string]any{"Replace": map[string]string{original: mutated}})
	file = filepath.Join(dir, "overlay.json")
	err4 := os.WriteFile(file, spec, 0o666)
	return file, func() { os.RemoveAll(dir) }, errors.Join(err1, err2, err3, err4)
}

// try runs the layer's tests on an overlay: a failure or a hang kills.
func (l *layer) try(overlay string) (verdict string, took time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	begin := time.Now()
	args := append([]string{"test", "-short", "-count=1", "-failfast", "-timeout=60s", "-overlay=" + overlay}, l.args...)
	out, err := exec.CommandContext(ctx, "go", args...).CombinedOutput()
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
