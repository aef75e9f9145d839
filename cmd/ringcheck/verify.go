package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/verify"
)

// verifyFlags are what `ringcheck verify` can be told.
type verifyFlags struct {
	quick, full, list bool
	only              string
	seed              uint64
	json, junit, html string
}

// parse reads the flags; what it finds wrong has been said.
func (f *verifyFlags) parse(args []string, stderr io.Writer) error {
	fs := flag.NewFlagSet("ringcheck verify", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.BoolVar(&f.quick, "quick", false, "about a minute on two cores: only a few configs of each specification")
	fs.BoolVar(&f.full, "full", false, "much longer: more seeds, longer histories, every config of the specifications")
	fs.BoolVar(&f.list, "list", false, "say what would be run, and run nothing")
	fs.StringVar(&f.only, "only", "", "run only these `types, layers or type/layer`, separated by commas: mpsc, porcupine, spsc/chaos, spec")
	fs.Uint64Var(&f.seed, "seed", 0, "`seed` of the first iteration of every check (default: a random one, which is printed)")
	fs.StringVar(&f.json, "json", "", "write the report as JSON to `file`")
	fs.StringVar(&f.junit, "junit", "", "write the report as JUnit XML to `file`")
	fs.StringVar(&f.html, "html", "", "write the report as one self-contained page to `file`")
	if err := fs.Parse(args); err != nil {
		return err
	}
	var err error
	switch {
	case fs.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", fs.Arg(0))
	case f.quick && f.full:
		err = errors.New("-quick and -full exclude each other")
	}
	if err != nil {
		fmt.Fprintf(stderr, "ringcheck verify: %v\n", err)
		return err
	}
	seeded := false
	fs.Visit(func(fl *flag.Flag) { seeded = seeded || fl.Name == "seed" })
	if !seeded {
		f.seed = uint64(rand.Uint32()) + 1
	}
	return nil
}

// verifyCommand is `ringcheck verify`.
func verifyCommand(ctx context.Context, args []string, stdout io.Writer, stderr *os.File) int {
	var f verifyFlags
	if err := f.parse(args, stderr); errors.Is(err, flag.ErrHelp) {
		return exitOK
	} else if err != nil {
		return exitUsage
	}
	checks, err := verify.Select(verify.Checks(), f.only)
	if err != nil {
		fmt.Fprintf(stderr, "ringcheck verify: %v\n", err)
		return exitUsage
	}
	if f.list {
		for i := range checks {
			fmt.Fprintf(stdout, "%-16s %v  %s\n", checks[i].Name(), checks[i].Guarantees, checks[i].About)
		}
		return exitOK
	}
	for _, name := range []string{f.json, f.junit, f.html} {
		if err := writable(name); err != nil { // say so now, not when minutes have passed
			fmt.Fprintf(stderr, "ringcheck verify: %v\n", err)
			return exitFailed
		}
	}
	rep := &verify.Report{
		Seed: f.seed, Quick: f.quick, Full: f.full, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
		CPUs: runtime.NumCPU(), Race: verify.RaceDetector, Started: time.Now(),
	}
	rep.Results = verify.Run(ctx, checks, verify.Env{Seed: f.seed, Quick: f.quick, Full: f.full}, verify.NewConsole(stderr))
	rep.Elapsed = time.Since(rep.Started)
	return f.report(rep, stdout, stderr)
}

// report writes the report in every form asked for and returns the exit status.
func (f *verifyFlags) report(rep *verify.Report, stdout, stderr io.Writer) int {
	status := exitOK
	if verify.Count(rep.Results, verify.NotRun)+verify.Count(rep.Results, verify.Bounded) > 0 {
		status = exitNotChecked
	}
	if verify.Count(rep.Results, verify.Fail) > 0 {
		status = exitFailed
	}
	if err := rep.Text(stdout); err != nil {
		fmt.Fprintf(stderr, "ringcheck verify: %v\n", err)
		status = exitFailed
	}
	for _, out := range []struct {
		file  string
		write func(io.Writer) error
	}{{f.json, rep.JSON}, {f.junit, rep.JUnit}, {f.html, rep.HTML}} {
		if out.file == "" {
			continue
		}
		if err := writeFile(out.file, out.write); err != nil {
			fmt.Fprintf(stderr, "ringcheck verify: %v\n", err)
			status = exitFailed
		}
	}
	return status
}

// writable opens the file that a report is to be written to, and leaves
// everything as it was.
func writable(name string) error {
	if name == "" {
		return nil
	}
	_, missing := os.Stat(name)
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	err = file.Close()
	if missing != nil {
		os.Remove(name)
	}
	return err
}

// writeFile writes a whole file, or leaves what there was.
func writeFile(name string, write func(io.Writer) error) error {
	var whole bytes.Buffer
	if err := write(&whole); err != nil {
		return err
	}
	_, missing := os.Stat(name)
	err := os.WriteFile(name, whole.Bytes(), 0o666)
	if err != nil && missing != nil {
		os.Remove(name)
	}
	return err
}
