// Command stress lets real goroutines use rings and channels, records every
// access, and replays the logs in the step machines. It makes sense only when it
// is built with the overlay of package refine.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"

	"github.com/ringmpsc/ringmpsc-go/internal/refine"
)

func main() {
	names := flag.String("run", "", "only setups whose name matches this `regexp`")
	messages := flag.Int("messages", 100_000, "of each run of a ring")
	rounds := flag.Int("rounds", 1000, "of each setup of a channel")
	seed := flag.Uint64("seed", 1, "of what the goroutines do and how long they wait")
	flag.Parse()
	re, err := regexp.Compile(*names)
	if err != nil {
		fmt.Fprintln(os.Stderr, "stress:", err)
		os.Exit(2)
	}
	// A heavy fence is one step of the machines. The barriers that membarrier lets
	// the others pass are one for each of them, at different times, unless at most
	// one of them runs.
	runtime.GOMAXPROCS(2)
	out, all := json.NewEncoder(os.Stdout), newCrew(5)
	report := func(r refine.Result) {
		if out.Encode(r) != nil || all.hangs {
			os.Exit(1)
		}
	}
	for _, s := range rings() {
		if re.MatchString(s.name) {
			report(s.check(all, *messages, *seed))
		}
	}
	for _, s := range slices.Concat(waiting, closing, closingLanes, registering) {
		if re.MatchString(s.name) {
			report(s.check(all, *rounds, *seed))
		}
	}
}
