// Command ringbench measures this module's rings and channels beside other ways
// to pass messages, all in one process and in turn, and prints medians, spreads
// and ratios to chan.
//
//	cd bench
//	go run ./cmd/ringbench -rounds 15 -json results.json
//
// Only ratios from one run are worth anything: between runs, and between the
// rounds of one, a shared machine may change by a factor of three. So every
// round measures everything once, beginning with another contender each time,
// and every line shows the lowest and the highest of the rounds.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt kills
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options are what the command line says.
type options struct {
	rounds int
	only   *regexp.Regexp
	json   string
}

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	} else if err != nil {
		return exitUsage
	}
	r := newReport(o)
	if len(r.Lines) == 0 {
		fmt.Fprintf(stderr, "ringbench: no measurement matches %q\n", o.only)
		return exitUsage
	}
	if err := r.measure(ctx, o.rounds, newMeter(stderr)); err != nil {
		fmt.Fprintf(stderr, "ringbench: %v\n", err)
		return exitFailed
	}
	if err := write(r, o.json, stdout); err != nil {
		fmt.Fprintf(stderr, "ringbench: %v\n", err)
		return exitFailed
	}
	if ctx.Err() != nil {
		fmt.Fprintf(stderr, "ringbench: interrupted in round %d of %d\n", r.Rounds+1, o.rounds)
		return exitInterrupted
	}
	return exitOK
}

// parse reads the command line, and says on stderr what is wrong with it.
func parse(args []string, stderr io.Writer) (o options, err error) {
	f := flag.NewFlagSet("ringbench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&o.rounds, "rounds", 9, "measure everything `N` times")
	only := f.String("only", "", "measure what matches the `regexp`, such as ^SPSC or batch=1/")
	f.StringVar(&o.json, "json", "", "write all samples to `file`")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.only, err = regexp.Compile(*only)
	switch {
	case err != nil:
	case o.rounds < 1:
		err = fmt.Errorf("-rounds %d: below 1", o.rounds)
	case f.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	if err != nil {
		fmt.Fprintf(stderr, "ringbench: %v\n", err)
	}
	return o, err
}

// write prints r, and writes it to a file if one is named.
func write(r *report, file string, stdout io.Writer) error {
	if err := r.print(stdout); err != nil || file == "" {
		return err
	}
	text, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}
