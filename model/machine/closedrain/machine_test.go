package closedrain

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// Counts are those of the configs of tla/CloseDrain, where two checkers find
// them; package tla compares the graphs.
func TestCounts(t *testing.T) {
	for model, want := range map[string]int{"Go": 2016, "TSO": 3835, "RC11": 6207} {
		m, err := New(map[string]string{"MM": model, "Lanes": "1", "Senders": "1", "Sends": "2", "Batch": "1", "Closers": "1", "Bug": `"none"`})
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := machine.Count(m, 10000)
		if err != nil || got != want {
			t.Errorf("%s: %d states, want %d: %v", model, got, want, err)
		}
	}
}
