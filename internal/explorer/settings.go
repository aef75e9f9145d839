package explorer

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Environment is the variable by which a test that explores is told what to do,
// as the JSON form of [Settings].
const Environment = "RINGCHECK_EXPLORE"

// Settings are what explore.Check is told by whoever runs the test.
type Settings struct {
	Models  []string `json:",omitempty"` // instead of those of the test
	Run     string   `json:",omitempty"` // only tests whose name matches this regular expression
	Budget  uint64   `json:",omitempty"` // stop each exploration after so many executions
	Workers int      `json:",omitempty"` // processes that share each exploration
	Weaken  string   `json:",omitempty"` // take the order at this position as the next weaker one
	Replay  string   `json:",omitempty"` // explore nothing but the execution of this token
	Brief   bool     `json:",omitempty"` // of a violation only the reason counts

	Out     string `json:",omitempty"` // of an instrumented test: the file that results go to
	Test    string `json:",omitempty"` // the only test that is to explore, and
	Nth     int    `json:",omitempty"` // which of its calls of Check, from 1; 0: all
	Package string `json:",omitempty"` // as it is named in the command to replay
	Claims  string `json:",omitempty"` // a directory: of processes that share the work, see Claim
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

// args are the flags of the scenarios.
func (s *Settings) args() []string {
	args := []string{
		"-models", strings.Join(s.Models, ","), "-run", s.Run, "-executions", strconv.FormatUint(s.Budget, 10), "-weaken", s.Weaken,
		"-replay", s.Replay, "-claims", s.Claims, "-progress",
	}
	if !s.Brief {
		args = append(args, "-report")
	}
	return args
}
