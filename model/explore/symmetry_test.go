package explore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// few is how many executions of a random program are compared one by one.
const few = 1500

// engine is Explore, or a version of it with something left out.
type engine = func(Model, Bounds, func(*World), func(*Execution) error) Result

// orbit are executions that differ only in who is who.
type orbit struct {
	visits int
	forms  map[string]bool
}

// orbits explores and returns the executions found, by their least form.
// Goroutines are in classes, each of so many that do the same; one more may join
// them.
func orbits(explore engine, m Model, b Bounds, classes []int, scenario func(*World)) (Result, map[string]*orbit) {
	found, orders := map[string]*orbit{}, orders(classes)
	r := explore(m, b, scenario, func(x *Execution) error {
		n := len(x.Outs()) // with one that joins them or without
		own := x.Form(orders[0][:n])
		least := own
		for _, order := range orders[1:] {
			least = min(least, x.Form(order[:n]))
		}
		if found[least] == nil {
			found[least] = &orbit{forms: map[string]bool{}}
		}
		found[least].visits++
		found[least].forms[own] = true
		return nil
	})
	return r, found
}

// orders returns the permutations of goroutines that exchange those of a class.
func orders(classes []int) (all [][]int) {
	var order, end []int // end: by goroutine, where its class ends
	for _, n := range classes {
		for to := len(order) + n; len(order) < to; {
			order, end = append(order, len(order)), append(end, to)
		}
	}
	n := len(order)
	order = append(order, n)
	var permute func(at int)
	permute = func(at int) {
		if at == n {
			all = append(all, slices.Clone(order))
			return
		}
		for i := at; i < end[at]; i++ {
			order[at], order[i] = order[i], order[at]
			permute(at + 1)
			order[at], order[i] = order[i], order[at]
		}
	}
	permute(0)
	return all
}

// alikeProgram makes a random program of up to five goroutines, of which two or
// three do the same, or two do one thing and two another.
func alikeProgram(r *rand.Rand, like taste) program {
	p := randomProgram(r, like)
	p.alike = pick(r, [][]int{{2, 1, 1}, {1, 2, 1}, {3, 1}, {1, 3}, {2, 2}, {2, 1}, {1, 1, 2}})
	for i, n := range p.alike {
		if i == len(p.threads) {
			p.threads = append(p.threads, []instr{randomInstr(r, like, &p, false)})
		}
		p.threads[i] = p.threads[i][:min(len(p.threads[i]), 1+max(n, 2))]
	}
	p.threads = p.threads[:len(p.alike)]
	return p
}

// tally counts what comparisons have seen: of those without violations, the
// executions, how many they are but for who is who, and how often these were
// visited.
type tally struct{ programs, unknown, condemned, executions, orbits, visits int }

// differ returns how the executions found differ from those that are found if
// nobody is said to do the same; "" if they do not.
func (c *tally) differ(explore engine, m Model, b Bounds, p program) (diff string) {
	defer func() {
		if r := recover(); r != nil {
			diff = fmt.Sprint("panic: ", r)
		}
	}()
	all, whole := orbits(Explore, m, b, p.alike, p.scenario)
	if !all.Exhaustive && all.Violation == nil {
		c.unknown++
		return ""
	}
	q := p
	q.declared = true
	some, found := orbits(explore, m, b, p.alike, q.scenario)
	c.programs++
	if v := some.Violation; v != nil && all.Violation != nil {
		c.condemned++
		isKind := func(o *Violation) bool { return kindOf(o) == kindOf(v) }
		if isKind(all.Violation) || slices.ContainsFunc(Violations(m, p.scenario), isKind) {
			return ""
		}
	}
	if some.Violation != nil || all.Violation != nil {
		return fmt.Sprintf("without %v\nwith    %v", all.Violation, some.Violation)
	}
	c.executions, c.orbits, c.visits = c.executions+int(all.Executions), c.orbits+len(whole), c.visits+int(some.Executions)
	return compareOrbits(m, whole, found)
}

// compareOrbits returns what is wrong with those that were found.
func compareOrbits(m Model, whole, found map[string]*orbit) string {
	for form, f := range found {
		if o := whole[form]; o == nil || f.visits != len(f.forms) || f.visits > 1 && m != RC11 {
			return fmt.Sprintf("one too many:\n%s", form)
		}
	}
	for form := range whole {
		if found[form] == nil {
			return fmt.Sprintf("%d of %d are found, not:\n%s", len(found), len(whole), form)
		}
	}
	return ""
}

// run compares random programs until one differs, and returns that.
func (c *tally) run(explore engine, m Model, seed uint64, programs int, like ...taste) *program {
	r := rand.New(rand.NewPCG(seed, 0))
	for n := range programs {
		if p := alikeProgram(r, like[n%len(like)]); c.differ(explore, m, Bounds{Executions: few}, p) != "" {
			return &p
		}
	}
	return nil
}

// TestSameRandom: of random programs with goroutines that do the same, all
// executions are found, but for who is who; under SC, Go and TSO each once, under
// RC11 in no form twice. Violations are found if there are any.
func TestSameRandom(t *testing.T) {
	for _, m := range models {
		t.Run(m.String(), func(t *testing.T) {
			const seed = 1
			begin, programs := time.Now(), scaled(1500)
			c := tally{}
			if bad := c.run(Explore, m, seed, programs, anything, seqcst, asymmetric, loose); bad != nil {
				p := bad.shrink(func(q program) bool { return c.differ(Explore, m, Bounds{Executions: few}, q) != "" })
				t.Errorf("seed %d, shrunk:\n%v%s", seed, &p, c.differ(Explore, m, Bounds{}, p))
			}
			if c.unknown > programs/10 || c.condemned > programs/2 {
				t.Errorf("%+v", c)
			}
			t.Logf("%+v, %v", c, time.Since(begin))
		})
	}
}

// TestSameWithoutTwins: the comparison finds executions missing, or visited twice, if
// events do not depend on their twins.
func TestSameWithoutTwins(t *testing.T) {
	for _, m := range models {
		c := tally{}
		if bad := c.run(WithoutTwins, m, 1, 200, anything, seqcst, asymmetric, loose); bad == nil {
			t.Errorf("%v: %+v, nothing is missing", m, c)
		}
	}
}

// TestSameOlder: under RC11 some executions can be sorted only if a goroutine may
// read what is older than what the one before has read, and has led to. Then there
// may be several sorted forms.
func TestSameOlder(t *testing.T) {
	const x, y = 0, 1
	relaxed := func(v verb, loc int, a uint64) instr { return instr{verb: v, loc: loc, a: a} }
	pass := [][]instr{
		{relaxed(load, x, 0), relaxed(store, y, 1)},
		{relaxed(load, y, 0), relaxed(store, x, 1)},
		{relaxed(store, x, 2)},
		{relaxed(store, y, 2)},
	}
	for _, c := range []struct {
		alike                      []int
		executions, orbits, visits int
	}{
		{[]int{2, 1, 1}, 84, 42, 42}, {[]int{3, 1, 1}, 972, 162, 165}, {[]int{2, 2, 1, 1}, 6912, 1728, 1737},
	} {
		if raceDetector && c.executions > 1000 {
			continue
		}
		p := program{locs: 2, threads: pass[:len(c.alike)], alike: c.alike}
		got := tally{}
		diff := got.differ(Explore, RC11, Bounds{}, p)
		if want := (tally{1, 0, 0, c.executions, c.orbits, c.visits}); diff != "" || got != want {
			t.Errorf("%v: %+v, want %+v %s", c.alike, got, want, diff)
		}
		if diff := got.differ(WithoutOlder, RC11, Bounds{}, p); diff == "" {
			t.Errorf("%v: nothing is missing without what is older", c.alike)
		}
		for _, m := range []Model{SC, Go, TSO} {
			if diff := got.differ(WithoutOlder, m, Bounds{}, p); diff != "" {
				t.Errorf("%v, %v: %s", c.alike, m, diff)
			}
		}
	}
}
