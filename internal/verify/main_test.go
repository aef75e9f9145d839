package verify

import (
	"context"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// quiet is an Env that nobody watches.
func quiet(seed uint64) *Env { return &Env{Seed: seed, Progress: func(int, int) {}} }

// returns is a check that returns what it is given.
func returns(ran string, err error) Check {
	return Check{
		Type: "ring", Layer: "made-up", Guarantees: []string{"G1", "G3"}, About: "returns",
		Run: func(context.Context, *Env) (Outcome, error) { return Outcome{Ran: ran}, err },
	}
}
