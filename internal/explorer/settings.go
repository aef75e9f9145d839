package explorer

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Environment is the variable by which a test that explores is told what to do,
// as the JSON form of [Settings].
const Environment = "RINGCHECK_EXPLORE"

// Settings are what explore.Check is told by whoever runs the test.
type Settings struct {
	Models  []string `json:",omitempty"` // instead of those of the test
	Run     string   `json:",omitempty"` // only tests whose name matches this regular expression
	Budget  uint64   `json:",omitempty"` // stop each exploration after so many executions
	Workers int      `json:",omitempty"` // processes that share the explorations out
	Weaken  string   `json:",omitempty"` // take the order at this position as the next weaker one
	Replay  string   `json:",omitempty"` // explore nothing but the execution of this token

	Out     string `json:",omitempty"` // of an instrumented test: the file that results go to
	Test    string `json:",omitempty"` // the only test that is to explore, and
	Nth     int    `json:",omitempty"` // which of its calls of Check, from 1; 0: all
	Package string `json:",omitempty"` // as it is named in the command to replay
	Part    int    `json:",omitempty"` // of Workers: which explorations are this process's
}

// FromEnvironment returns the settings of this process.
func FromEnvironment() (s Settings, err error) {
	if v := os.Getenv(Environment); v != "" {
		if err = json.Unmarshal([]byte(v), &s); err != nil {
			err = fmt.Errorf("%s: %w", Environment, err)
		}
	}
	return s, err
}

// counted is how many explorations this process has come to.
var counted atomic.Int64

// Mine reports whether the next exploration is this process's to do. All that
// share the work come to the same explorations in the same order.
func (s *Settings) Mine() bool {
	return s.Workers < 2 || int(counted.Add(1)-1)%s.Workers == s.Part
}

// share runs run in as many processes as there are workers, and calls f for
// each result, one at a time.
func (s Settings) share(run func(Settings, func(Result)) error, f func(Result)) error {
	s.Workers = max(s.Workers, 1)
	errs := make([]error, s.Workers)
	var wait sync.WaitGroup
	var one sync.Mutex
	for i := range s.Workers {
		part := s
		part.Part = i
		wait.Go(func() {
			errs[i] = run(part, func(r Result) {
				one.Lock()
				defer one.Unlock()
				f(r)
			})
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// args are the flags of the scenarios.
func (s *Settings) args() []string {
	return []string{
		"-models", strings.Join(s.Models, ","), "-run", s.Run, "-executions", strconv.FormatUint(s.Budget, 10), "-weaken", s.Weaken,
		"-replay", s.Replay, "-workers", strconv.Itoa(s.Workers), "-part", strconv.Itoa(s.Part),
	}
}
