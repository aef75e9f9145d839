package explorer

import (
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"sync"
)

// Claim returns what explore.Bounds.Claim is to be for an exploration that
// several processes share; nil if one does it all. A number is claimed by
// making the file of that name.
func (s *Settings) Claim(scenario, model string) func() (uint64, bool) {
	if s.Claims == "" {
		return nil
	}
	next := uint64(0)
	return func() (uint64, bool) {
		for ; !s.Found(scenario, model); next++ {
			f, err := os.OpenFile(s.claim(scenario, model, fmt.Sprint(next)), os.O_CREATE|os.O_EXCL, 0o666)
			switch {
			case err == nil:
				f.Close()
				next++
				return next - 1, true
			case !errors.Is(err, os.ErrExist):
				return 0, false
			}
		}
		return 0, false // one of the others has found a violation
	}
}

// claim is the file that stands for a number, or a word, of an exploration.
func (s *Settings) claim(scenario, model, what string) string {
	h := fnv.New64a()
	fmt.Fprint(h, scenario, "\n", model)
	return filepath.Join(s.Claims, fmt.Sprintf("%x-%s", h.Sum64(), what))
}

// Find tells the others that share an exploration that a violation is found.
func (s *Settings) Find(scenario, model string) {
	if s.Claims != "" {
		_ = os.WriteFile(s.claim(scenario, model, "found"), nil, 0o666) // else they go on for nothing
	}
}

// Found reports whether one of those that share an exploration has found a
// violation.
func (s *Settings) Found(scenario, model string) bool {
	if s.Claims == "" {
		return false
	}
	_, err := os.Stat(s.claim(scenario, model, "found"))
	return err == nil
}

// share runs run in as many processes as there are workers, which share every
// exploration, and calls f for each result, one at a time, when all have
// delivered their part of it.
func (s Settings) share(run func(Settings, func(Result)) error, f func(Result)) error {
	if s.Workers < 2 || s.Replay != "" {
		return run(s, f)
	}
	dir, err := os.MkdirTemp("", "claims")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s.Claims = dir
	if s.Budget > 0 {
		s.Budget = (s.Budget + uint64(s.Workers) - 1) / uint64(s.Workers)
	}
	sum := summer{workers: s.Workers, f: f, parts: map[string]map[int]Result{}}
	errs := make([]error, s.Workers)
	var wait sync.WaitGroup
	for i := range s.Workers {
		wait.Go(func() { errs[i] = run(s, func(r Result) { sum.add(i, r) }) })
	}
	wait.Wait()
	return errors.Join(errs...)
}

// summer adds up what the workers deliver.
type summer struct {
	lock    sync.Mutex
	workers int
	f       func(Result)
	parts   map[string]map[int]Result // by exploration and worker
}

func (s *summer) add(worker int, r Result) {
	s.lock.Lock()
	defer s.lock.Unlock()
	key := r.Scenario + "\n" + r.Model
	if s.parts[key] == nil {
		s.parts[key] = map[int]Result{}
	}
	s.parts[key][worker] = r
	total := r
	total.Executions, total.Stuck, total.Explored, total.Exhaustive = 0, 0, 0, true
	for _, p := range s.parts[key] {
		total.merge(p)
	}
	switch {
	case total.Running:
		s.f(total)
	case len(s.parts[key]) == s.workers:
		delete(s.parts, key)
		s.f(total)
	}
}

// merge adds what another worker did of the same exploration.
func (r *Result) merge(p Result) {
	r.Executions += p.Executions
	r.Stuck += p.Stuck
	r.Explored += p.Explored
	r.Exhaustive = r.Exhaustive && p.Exhaustive
	r.Running = r.Running || p.Running
	r.Elapsed = max(r.Elapsed, p.Elapsed)
	if p.Violation != "" {
		r.Violation, r.Failure, r.Token, r.Expected, r.Note = p.Violation, p.Failure, p.Token, p.Expected, p.Note
	}
}
