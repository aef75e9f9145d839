package refine

import (
	"context"
	_ "embed"
	"os"
	"strconv"
	"strings"
)

//go:embed record/parker.go.txt
var recordedParker []byte

// Load is what real goroutines are given to do.
type Load struct {
	Setups   string // a regular expression; "" for all
	Messages int    // of each run of a ring
	Rounds   int    // of each setup of a channel
	Seed     uint64
}

// Stress builds the ring and the channels with source that records its accesses,
// lets real goroutines use them, and replays what they did in the step machines.
// edit is that of [RunChannels]. It blocks for seconds.
func Stress(ctx context.Context, l Load, edit func(name, text string) string) ([]Result, error) {
	root, dir, err := places(ctx)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	recorder := strings.NewReplacer(
		module+"/model/explore/atomic", module+"/internal/refine/record/atomic",
		module+"/model/explore/order", module+"/internal/refine/record/order",
		module+"/model/explore/sync", module+"/internal/refine/record/sync")
	standIns := func(name string) map[string][]byte {
		if name == "channels/wait" {
			return map[string][]byte{"parker.go": recordedParker}
		}
		return nil
	}
	recorded := []string{"ring", "channels/wait", "channels/internal/lane", "channels/spsc", "channels/mpsc"}
	overlay, err := overlaid(root, dir, recorded, edit, standIns, recorder)
	if err != nil {
		return nil, err
	}
	return compiled(ctx, root, dir, overlay, "stress", "-run", l.Setups, "-messages", strconv.Itoa(l.Messages),
		"-rounds", strconv.Itoa(l.Rounds), "-seed", strconv.FormatUint(l.Seed, 10))
}
