package waitwake

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// Counts are those of the configs of tla/WaitWake, where two checkers find
// them; package tla compares the graphs.
func TestCounts(t *testing.T) {
	for model, want := range map[string]int{"Go": 422, "TSO": 657, "RC11": 1706} {
		m, err := New(map[string]string{"MM": model, "Cap": "1", "N": "2", "PWait": "park", "CWait": "park",
			"Closes": "FALSE", "Cancels": "FALSE", "Early": "0", "Bug": "none"})
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := machine.Count(m, 10000)
		if err != nil || got != want {
			t.Errorf("%s: %d states, want %d: %v", model, got, want, err)
		}
	}
}
