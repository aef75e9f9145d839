// Command tla checks the specifications: scripts/tla runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/ringmpsc/ringmpsc-go/tla"
)

func main() {
	full := flag.Bool("full", false, "also the configs that take minutes")
	flag.Bool("quick", true, "the configs that take seconds; what runs without -full")
	only := flag.String("only", "", "only configs whose name matches this `regexp`")
	workers := flag.Int("workers", 2, "check so many `configs` at a time")
	flag.Parse()
	re, err := regexp.Compile(*only)
	if err != nil || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "tla: -only:", err, flag.Args())
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	begin := time.Now()
	results, err := tla.Run(ctx, tla.Options{Full: *full, Only: re, Workers: *workers, Report: func(r tla.Result) { fmt.Println(r) }})
	if err != nil {
		fmt.Fprintln(os.Stderr, "tla:", err)
		os.Exit(1)
	}
	fmt.Printf("%s, %v\n", tla.Summary(results), time.Since(begin).Round(100*time.Millisecond))
	os.Exit(status(results))
}

// status returns the exit status: 1 if something failed, or nothing was there;
// 3 if a config that does not need TLC was not checked. It says what was not.
func status(results []tla.Result) int {
	missing := map[string]int{}
	for _, r := range results {
		switch r.Verdict {
		case tla.Fail:
			return 1
		case tla.NotChecked:
			missing[r.Checker+": "+r.Detail]++
		}
	}
	if len(results) == 0 {
		fmt.Println("no config has such a name")
		return 1
	}
	for _, why := range slices.Sorted(maps.Keys(missing)) {
		fmt.Printf("not checked: tla: %d configs with %s\n", missing[why], why)
	}
	needTLC, others := tla.Unchecked(results)
	if n := len(needTLC) + len(others); n > 0 {
		fmt.Printf("not checked: tla: %d configs by any checker: %s\n", n, strings.Join(append(needTLC, others...), " "))
	}
	if len(others) > 0 {
		return 3
	}
	return 0
}
