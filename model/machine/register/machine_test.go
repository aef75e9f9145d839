package register

import (
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
	"github.com/ringmpsc/ringmpsc-go/model/machine"
)

func TestMain(m *testing.M) { testmain.Main(m) }

// Counts are those of the configs of tla/Register, where two checkers find
// them; package tla compares the graphs.
func TestCounts(t *testing.T) {
	for _, c := range []struct {
		model, rounds, n string
		want             int
	}{{"Go", "1", "2", 779}, {"TSO", "1", "2", 932}, {"RC11", "1", "2", 2750}, {"Go", "2", "1", 1825}, {"RC11", "2", "1", 7087}} {
		m, err := New(map[string]string{"MM": c.model, "Producers": "1", "Rounds": c.rounds, "N": c.n, "Bug": `"none"`})
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := machine.Count(m, 10000)
		if err != nil || got != c.want {
			t.Errorf("%+v: %d states: %v", c, got, err)
		}
	}
}
