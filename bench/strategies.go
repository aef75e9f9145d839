package bench

import (
	"time"

	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

// strategy is a wait strategy with a name that fits a benchmark's.
type strategy struct {
	name string
	wait.Strategy
}

// strategies are the ways of waiting that are compared; the first is the
// default.
var strategies = []strategy{
	{"default", wait.Strategy{}},
	{"busyspin", wait.BusySpin()},
	{"yield", wait.Yield()},
	{"phased", wait.Phased(100, 10)},
	{"park", wait.Park()},
	{"parktimeout", wait.ParkTimeout(time.Millisecond)},
	{"sleep", wait.Sleep(50 * time.Microsecond)},
}
