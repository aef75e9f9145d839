package explore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// replay runs the execution that the settings ask for, and nothing else.
func (c *checker) replay(scenario func(*World)) {
	c.t.Helper()
	token := c.settings.Replay
	if nth, rest, found := strings.Cut(token, ":"); found && len(nth) == 1 && nth >= "1" && nth <= "9" {
		token = rest
		if nth != fmt.Sprint(c.nth) {
			return
		}
	} else if c.nth != 1 {
		return
	}
	begin := time.Now()
	r, err := Replay(c.limits(), token, scenario)
	if err != nil {
		c.report(explorer.Result{Scenario: c.name(), Stale: true, Note: err.Error()})
		return
	}
	out := c.result(r, begin)
	out.Note = "replayed"
	c.report(out)
}

// stored tries the violation that an earlier run stored. If it is still one it
// is returned; if not, what is to be said of it.
func (c *checker) stored(scenario func(*World)) (*explorer.Result, string) {
	if c.want != nil || c.limits().Weaken != "" {
		return nil, ""
	}
	name := c.tokenFile()
	token, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ""
	} else if err != nil {
		return nil, err.Error()
	}
	begin := time.Now()
	r, err := Replay(c.limits(), strings.TrimSpace(string(token)), scenario)
	if err != nil {
		return nil, fmt.Sprintf("%s can be removed: %v", filepath.ToSlash(name), err)
	}
	out := c.result(r, begin)
	out.Note = "replayed from " + filepath.ToSlash(name)
	return &out, ""
}

// store keeps the token of a violation for the next run.
func (c *checker) store(r *explorer.Result) {
	if r.Token == "" || r.Expected || c.limits().Weaken != "" {
		return
	}
	name := c.tokenFile()
	err := os.MkdirAll(filepath.Dir(name), 0o777)
	if err == nil {
		err = os.WriteFile(name, []byte(r.Token+"\n"), 0o666)
	}
	if err != nil {
		r.Note = "the token was not stored: " + err.Error()
	}
}
