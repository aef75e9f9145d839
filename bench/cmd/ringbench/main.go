// Command ringbench measures this module's rings and channels beside other ways
// to pass messages, all in one process and in turn, prints medians, spreads and
// ratios to chan, and writes results as a file and as a page.
//
//	cd bench
//	go run ./cmd/ringbench -rounds 15 -json results.json -html report.html
//	go run ./cmd/ringbench -quick                        # about a minute
//	go run ./cmd/ringbench -from results.json -docs ../docs/performance.md
//	go run ./cmd/ringbench -quick -gate results/baseline.json
//
// Only ratios from one run are worth anything: between runs, and between the
// rounds of one, a shared machine may change by a factor of three. So every
// round measures everything once, beginning with another contender each time,
// and every line shows the quartiles of the rounds.
//
// The exit status is 0, 1 if one of this module's types failed the check of its
// messages, the gate found a loss or a file could not be written, 2 on wrong
// usage, and 130 if it was interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"

	"github.com/ringmpsc/ringmpsc-go/bench"
	"github.com/ringmpsc/ringmpsc-go/bench/report"
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
	rounds                       int
	only                         *regexp.Regexp
	quick                        bool
	from, json, html, docs, gate string
	effort                       bench.Effort // tests do less than usual
}

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	} else if err != nil {
		return exitUsage
	}
	code, err := o.run(ctx, stdout, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "ringbench: %v\n", err)
	}
	return code
}

// parse reads the command line, and says on stderr what is wrong with it.
func parse(args []string, stderr io.Writer) (o options, err error) {
	f := flag.NewFlagSet("ringbench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&o.rounds, "rounds", 0, "measure everything `N` times (default 9, with -quick 5)")
	only := f.String("only", "", "measure what matches the `regexp`, such as ^SPSC or batch=1/")
	f.BoolVar(&o.quick, "quick", false, "measure a small part")
	f.StringVar(&o.from, "from", "", "measure nothing, take the results from `file`")
	f.StringVar(&o.json, "json", "", "write all samples to `file`")
	f.StringVar(&o.html, "html", "", "write a page to `file`")
	f.StringVar(&o.docs, "docs", "", "fill in the tables of the Markdown `file`")
	f.StringVar(&o.gate, "gate", "", "compare ratios with those of `file`, and fail on a loss")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	rounds := false
	f.Visit(func(f *flag.Flag) { rounds = rounds || f.Name == "rounds" })
	if !rounds {
		o.rounds = map[bool]int{false: 9, true: 5}[o.quick]
	}
	o.effort = bench.Usual
	o.only, err = regexp.Compile(*only)
	switch {
	case err != nil:
	case o.rounds < 1:
		err = fmt.Errorf("-rounds %d: below 1", o.rounds)
	case f.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", f.Arg(0))
	case o.from != "" && (o.quick || *only != "" || rounds):
		err = errors.New("-from measures nothing: -rounds, -only and -quick do not go with it")
	}
	if err != nil {
		fmt.Fprintf(stderr, "ringbench: %v\n", err)
	}
	return o, err
}

// run measures, or loads, prints and writes. The error says what went wrong.
func (o options) run(ctx context.Context, stdout, stderr io.Writer) (int, error) {
	r, err := o.results(ctx, stderr)
	if r == nil {
		return exitUsage, err
	} else if err != nil {
		return exitFailed, err
	}
	if err := r.Print(stdout); err != nil {
		return exitFailed, err
	}
	if err := o.write(r); err != nil {
		return exitFailed, err
	}
	if ctx.Err() != nil {
		return exitInterrupted, fmt.Errorf("interrupted in round %d of %d", r.Rounds+1, o.rounds)
	}
	if bad := r.Broken(); len(bad) > 0 {
		return exitFailed, fmt.Errorf("%s: %s", bad[0].Name, bad[0].Failed)
	}
	if o.gate != "" {
		return o.judge(ctx, r, stdout, stderr)
	}
	return exitOK, nil
}

// results measures, or loads. There are none if the command line asks for what
// does not exist.
func (o options) results(ctx context.Context, stderr io.Writer) (*report.Results, error) {
	if o.from != "" {
		return report.Load(o.from)
	}
	cases := o.pick(bench.Cases(o.effort, nil))
	if slices.ContainsFunc(cases, func(c bench.Case) bool { return c.InC }) {
		dir, err := os.MkdirTemp("", "ringbench")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		cases = o.pick(bench.Cases(o.effort, bench.BuildC(dir)))
	}
	if len(cases) == 0 {
		return nil, fmt.Errorf("no measurement matches %q", o.only)
	}
	return measure(ctx, cases, o.rounds, newMeter(stderr))
}

// pick returns the cases that the command line asks for.
func (o options) pick(cases []bench.Case) (picked []bench.Case) {
	for _, c := range cases {
		if o.only.MatchString(c.Name()) && (c.Quick || !o.quick) {
			picked = append(picked, c)
		}
	}
	return picked
}

// write writes the files that the command line names.
func (o options) write(r *report.Results) error {
	for _, out := range []struct {
		file  string
		write func(file string) error
	}{{o.json, r.Save}, {o.html, r.SavePage}, {o.docs, r.FillIn}} {
		if out.file != "" {
			if err := out.write(out.file); err != nil {
				return err
			}
		}
	}
	return nil
}
