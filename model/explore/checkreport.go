package explore

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// result is what is passed on of an exploration.
func (c *checker) result(r Result, begin time.Time) explorer.Result {
	out := explorer.Result{
		Scenario: c.name(), Model: r.Model.String(), Executions: r.Executions, Stuck: r.Stuck,
		Exhaustive: r.Exhaustive, Explored: r.Explored, Elapsed: time.Since(begin),
	}
	v := r.Violation
	if v == nil {
		return out
	}
	out.Expected = c.want != nil && strings.Contains(v.Error(), *c.want)
	out.Token = v.Token
	if f := v.Failure; f != nil {
		f.Scenario, f.Replay = c.name(), c.command(v.Token)
		out.Failure, out.Violation = f, f.Text()
		if f.Replay != "" {
			out.Violation += "replay: " + f.Replay + "\n"
		}
	} else {
		out.Violation = v.Error()
	}
	return out
}

// command is what replays a token.
func (c *checker) command(token string) string {
	if token == "" {
		return ""
	}
	pkg := c.settings.Package
	if pkg == "" {
		pkg = "."
	}
	s := fmt.Sprintf("go run %s/cmd/ringcheck explore %s -run '^%s$'", module, pkg, c.t.Name())
	if c.limits().Weaken != "" {
		s += " -weaken " + c.limits().Weaken
	}
	return s + " -replay " + c.tokenOf(token)
}

const module = "github.com/ringmpsc/ringmpsc-go"

// tokenOf prefixes a token with which call of Check it is about.
func (c *checker) tokenOf(token string) string {
	if c.nth > 1 {
		return fmt.Sprintf("%d:%s", c.nth, token)
	}
	return token
}

// report passes a result on, to whoever started this process or to the test.
func (c *checker) report(r explorer.Result) {
	c.t.Helper()
	if c.out != nil {
		if err := c.out.Encode(r); err != nil {
			c.t.Fatal(err)
		}
		if r.Violation != "" && !r.Expected {
			c.t.Fail()
		}
		return
	}
	tell(c.t, r)
}

// tell logs a result, or fails the test by it.
func tell(t testing.TB, r explorer.Result) {
	t.Helper()
	switch {
	case r.Running:
	case r.Stale:
		t.Errorf("explore: the token to replay: %s", r.Note)
	case r.Violation == "":
		t.Log(r)
	case r.Expected:
		reason, _, _ := strings.Cut(r.Violation, "\n")
		t.Logf("%v: %s", r, reason)
	default:
		t.Errorf("%v\n%s", r, r.Violation)
	}
}

// tokenFile is where a violation of this call of Check is stored.
func (c *checker) tokenFile() string {
	return filepath.Join("testdata", "explore", strings.ReplaceAll(c.name(), "/", "-")+".token")
}
