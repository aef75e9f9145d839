package machine

import (
	"strings"
	"testing"
)

func TestTextIsCanonical(t *testing.T) {
	type record struct {
		B     int
		A     []string
		Named bool `tla:"x"`
		Left  int  `tla:"-"`
	}
	for want, v := range map[string]any{
		`[a|-><<"p","q">>,b|->-1,x|->TRUE]`: record{B: -1, A: []string{"p", "q"}, Named: true, Left: 9},
		`[0|->5,1|->6]`:                     Fn[int]{5, 6},
		`<<>>`:                              Fn[int]{},
		`<<5,6>>`:                           map[int]int{2: 6, 1: 5},
		`{0,2,10}`:                          Set(0).With(10).With(2).With(0).With(1).Without(1),
		`[k|->{}]`:                          map[string]Set{"k": 0},
	} {
		if got := Text(v); got != want {
			t.Errorf("%#v: %s, want %s", v, got, want)
		}
	}
}

// The same state as both checkers print it.
func TestParseStateReadsBothCheckers(t *testing.T) {
	want := `[buf|-><<>>,f|->[0|->-3,1|->7],in|->{0,1},on|->TRUE,pos|->[head|-><<[val|->0]>>,tail|->"x"]]`
	for _, s := range []string{
		"/\\ pos = [tail |-> \"x\", head |-> <<[val |-> 0]>>]\n/\\ f = (0 :> -3 @@ 1 :> 7)\n/\\ in = 0..1\n/\\ on = TRUE\n/\\ buf = <<>>",
		"buf=<<>>\npos=[head |-> <<[val |-> 0]>>,\n tail |-> \"x\"]\nin={1, 0}\non=true\nf=(0 :> -3 @@ 1 :> 7)",
	} {
		if got, err := ParseState(s); err != nil || got != want {
			t.Errorf("%q: %s, %v, want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"x 1", "x = ", `x = "open`, "x = [a |-> 1", "x = 1..a", "x = <<1 2>>", "= 1"} {
		if got, err := ParseState(s); err == nil {
			t.Errorf("%q is %s", s, got)
		}
	}
}

// counter counts to top and begins anew.
type counter struct{ top, step int }

func (c counter) Init() State { return struct{ N int }{0} }

func (c counter) Next(s State) []Step {
	n := s.(struct{ N int }).N
	if n == c.top {
		return []Step{{Label: "Reset", To: struct{ N int }{0}}}
	}
	return []Step{{Label: "Add", To: struct{ N int }{n + c.step}}}
}

func TestDiffNamesTheFirstDifference(t *testing.T) {
	graph := func(m Machine) *Graph {
		g, err := Explore(m, 100)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	a, b := graph(counter{4, 1}), graph(counter{4, 1})
	if d := Diff("a", a, "b", b); d != "" {
		t.Errorf("equal graphs: %s", d)
	}
	c := graph(counter{3, 1})
	d := Diff("a", a, "c", c)
	for _, want := range []string{"3 edges are not in both; after Add, Add, Add:", "only a: Add → n|->4", "only c: Reset → n|->0"} {
		if !strings.Contains(d, want) {
			t.Errorf("%s\ndoes not say %s", d, want)
		}
	}
	if states, steps, err := Count(counter{4, 1}, 100); err != nil || states != 5 || steps["Add"] != 4 || steps["Reset"] != 1 {
		t.Error(states, steps, err)
	}
	if _, err := Explore(counter{1, 2}, 100); err == nil {
		t.Error("a graph without end is explored")
	}
}
