// Command ringcheck checks the shipped types of this module.
//
//	ringcheck verify [-quick | -full] [-only LIST] [-seed N] [-json FILE] [-junit FILE] [-html FILE]
//	ringcheck explore [-models LIST] [-run REGEXP] [-budget N] [-weaken POSITION | -weaken all] [-json]
//
// It exits with 0 if everything asked for ran and passed, 1 if something
// failed, 2 on wrong usage, and 3 if nothing failed but something could not be
// checked, or not to its end.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
)

const usage = `usage: ringcheck COMMAND [flags]

verify   runs the shipped rings and channels against their models, under
         chaos, and through a linearizability checker, and model checkers on
         their specifications; prints what was run
explore  runs scenarios on the shipped source of ring, spsc and mpsc once for
         every execution that a memory model allows

Run "ringcheck COMMAND -h" for its flags.
`

// Exit statuses.
const (
	exitOK         = 0
	exitFailed     = 1
	exitUsage      = 2
	exitNotChecked = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with everything it touches as arguments.
func run(ctx context.Context, args []string, stdout io.Writer, stderr *os.File) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	switch args[0] {
	case "verify":
		return verifyCommand(ctx, args[1:], stdout, stderr)
	case "explore":
		return exploreCommand(ctx, args[1:], stdout, stderr)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, usage)
		return exitOK
	default:
		fmt.Fprintf(stderr, "ringcheck: unknown command %q\n%s", args[0], usage)
		return exitUsage
	}
}
