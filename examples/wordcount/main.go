package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
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

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args)
	if err != nil {
		return complain(err, stdout, stderr)
	}
	files, problems := find(ctx, o.paths)
	total := len(files) + len(problems)
	var t tally
	if len(files) > 0 && ctx.Err() == nil {
		if t, err = count(ctx, files, o, stdout, stderr); err != nil {
			fmt.Fprintf(stderr, "wordcount: %v\n", err)
		}
		problems = append(problems, t.failed...)
	}
	if err == nil && ctx.Err() != nil {
		fmt.Fprintln(stderr, "wordcount: interrupted")
		return exitInterrupted
	}
	reportProblems(stderr, len(t.files), total, problems)
	if err != nil || len(problems) > 0 {
		return exitFailed
	}
	return exitOK
}

// count counts the files through a channel, prints the result, and compares it
// with a sequential count. When ctx is done, it prints what it has.
func count(ctx context.Context, files []string, o options, stdout, stderr io.Writer) (tally, error) {
	fmt.Fprintf(stdout, "counting %s, %s, rings of %s, wait %v\n",
		plural(len(files), "file"), plural(min(o.producers, len(files)), "producer"), group(o.capacity), o.wait)
	m := newMeter(stderr)
	t, err := countThroughChannel(ctx, files, o, m)
	if err == nil {
		err = printTally(stdout, t, o.top)
	}
	switch {
	case err != nil:
	case ctx.Err() != nil:
		fmt.Fprintf(stdout, "interrupted after %s of %s and parts of others: all that was sent was received\n",
			group(len(t.files)), plural(len(files), "file"))
	case o.skipCompare:
		fmt.Fprintln(stdout, "not compared with a sequential count: -skip-compare")
	default:
		err = compare(ctx, t, m, stdout)
	}
	return t, err
}

// compare counts the files that got counts again, without a channel, and says
// that the counts are equal, or returns how they differ.
func compare(ctx context.Context, got tally, m meter, stdout io.Writer) error {
	want := countSequentially(ctx, got.files, m)
	if ctx.Err() != nil {
		fmt.Fprintln(stdout, "not compared with a sequential count: interrupted")
		return nil
	}
	if err := errors.Join(want.failed...); err != nil {
		return fmt.Errorf("cannot compare, files have gone since they were counted:\n%w", err)
	}
	if diff := differences(got.counts, want.counts); len(diff) > 0 {
		return describe(diff)
	}
	_, err := fmt.Fprintf(stdout, "equal to a sequential count (%v), identifier by identifier\n", round(want.elapsed))
	return err
}
