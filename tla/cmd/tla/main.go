// Command tla checks the specifications: scripts/tla runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strings"
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
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
// 3 if a config that does not need TLC was not checked.
func status(results []tla.Result) int {
	for _, r := range results {
		if r.Verdict == tla.Fail {
			return 1
		}
	}
	if len(results) == 0 {
		fmt.Println("no config has such a name")
		return 1
	}
	needTLC, others := tla.Unchecked(results)
	if len(needTLC) > 0 {
		fmt.Println("not checked, because they need TLC:", strings.Join(needTLC, " "))
	}
	if len(others) > 0 {
		fmt.Println("not checked by any checker:", strings.Join(others, " "))
		return 3
	}
	return 0
}
