package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// options are what the command line says.
type options struct {
	producers   int
	top         int
	capacity    int
	wait        wait.Strategy
	skipCompare bool
	paths       []string
}

// strategies are the names that -wait understands.
var strategies = map[string]wait.Strategy{
	"default":      {},
	"spin":         wait.BusySpin(),
	"yield":        wait.Yield(),
	"sleep":        wait.Sleep(50 * time.Microsecond),
	"park":         wait.Park(),
	"park-timeout": wait.ParkTimeout(time.Millisecond),
	"phased":       wait.Phased(64, 16),
}

// limit bounds the numbers on the command line: rings are allocated at once.
const limit = 1 << 20

// errUsage is wrapped by what is wrong with a command line.
var errUsage = errors.New("wordcount -h shows the usage")

// parse reads the command line. The error is flag.ErrHelp or wraps errUsage.
func parse(args []string) (options, error) {
	o := options{}
	f := flagSet(&o)
	f.SetOutput(io.Discard) // complain prints
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return o, err
	} else if err != nil {
		return o, fmt.Errorf("%w; %w", err, errUsage)
	}
	o.paths = f.Args()
	switch {
	case o.producers < 1 || o.producers > limit:
		return o, fmt.Errorf("-producers %d: not between 1 and %d; %w", o.producers, limit, errUsage)
	case o.capacity < 1 || o.capacity > limit:
		return o, fmt.Errorf("-capacity %d: not between 1 and %d; %w", o.capacity, limit, errUsage)
	case o.top < 0:
		return o, fmt.Errorf("-top %d: negative; %w", o.top, errUsage)
	case len(o.paths) == 0:
		return o, fmt.Errorf("no files or directories given; %w", errUsage)
	}
	return o, nil
}

// flagSet returns the flags, which write to o.
func flagSet(o *options) *flag.FlagSet {
	f := flag.NewFlagSet("wordcount", flag.ContinueOnError)
	f.IntVar(&o.producers, "producers", runtime.GOMAXPROCS(0), "tokenise with `N` goroutines")
	f.IntVar(&o.capacity, "capacity", 4096, "give every producer a ring of `N` messages")
	f.IntVar(&o.top, "top", 20, "print the `N` most frequent identifiers")
	f.BoolVar(&o.skipCompare, "skip-compare", false, "do not compare with a sequential count")
	names := strings.Join(slices.Sorted(maps.Keys(strategies)), ", ")
	f.Func("wait", "wait with `strategy`: "+names+" (default \"default\")", func(name string) (err error) {
		s, ok := strategies[name]
		if !ok {
			return fmt.Errorf("not one of %s", names)
		}
		o.wait = s
		return nil
	})
	return f
}

// complain prints the usage if err asks for it, or else err, and returns the
// exit code.
func complain(err error, stdout, stderr io.Writer) int {
	if !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(stderr, "wordcount: %v\n", err)
		return exitUsage
	}
	fmt.Fprint(stdout, "usage: wordcount [flags] path...\n\n"+
		"Counts the identifiers in the given Go files, and in all .go files below the\n"+
		"given directories, with several producers and an mpsc channel, and compares\n"+
		"the result with a sequential count.\n\n")
	f := flagSet(new(options))
	f.SetOutput(stdout)
	f.PrintDefaults()
	return exitOK
}
