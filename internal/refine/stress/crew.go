package main

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"time"

	"github.com/ringmpsc/ringmpsc-go/internal/refine/record"
)

// crew is goroutines that are recorded. They last as long as the program.
type crew struct {
	logs  []*record.Log
	work  []chan func()
	done  chan struct{}
	hangs bool // a round has not ended
}

// job is what one of them does in a round.
type job struct {
	by    string // a thread of the machine
	do    func()
	after func() bool // nil: at once; else once it is true
	pause func()      // after every access; nil for none
}

func newCrew(n int) *crew {
	c := &crew{done: make(chan struct{})}
	joined := make(chan *record.Log)
	for range n {
		work := make(chan func())
		c.work = append(c.work, work)
		go func() {
			joined <- record.Join("")
			for do := range work {
				do()
				c.done <- struct{}{}
			}
		}()
		c.logs = append(c.logs, <-joined)
	}
	return c
}

// patience is how long a round may take; they take less than a millisecond, runs
// of a ring seconds.
const patience = 5 * time.Minute

// run does the jobs, each in a goroutine, and returns their logs. It does not
// return if they hang, but for saying so.
func (c *crew) run(jobs ...job) ([]*record.Log, error) {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for i, j := range jobs {
		*c.logs[i] = record.Log{By: j.by, All: c.logs[i].All[:0], Pause: j.pause}
		if j.after == nil {
			c.work[i] <- j.do
		}
	}
	ended := 0
	for i, j := range jobs {
		if j.after == nil {
			continue
		}
		for !j.after() && ended < len(jobs) {
			select {
			case <-c.done:
				ended++
			case <-limit.C:
				return nil, c.stuck(len(jobs))
			default:
				runtime.Gosched()
			}
		}
		c.work[i] <- j.do
	}
	for ; ended < len(jobs); ended++ {
		select {
		case <-c.done:
		case <-limit.C:
			return nil, c.stuck(len(jobs))
		}
	}
	return c.logs[:len(jobs)], nil
}

// stuck says what the goroutines of a round that does not end have done last.
func (c *crew) stuck(jobs int) error {
	c.hangs = true
	var b strings.Builder
	fmt.Fprintf(&b, "the round has not ended after %v; the last accesses:\n", patience)
	for _, l := range c.logs[:jobs] {
		for _, a := range l.All[max(0, len(l.All)-6):] {
			where := "?"
			if a.Site != nil {
				where = a.Site.Pos
			}
			fmt.Fprintf(&b, "  %s  %s  %s %d %d\n", l.By, where, a.Does, a.Read, a.Wrote)
		}
	}
	return fmt.Errorf("%s", b.String())
}

// pauses are the pauses of one goroutine.
type pauses struct {
	*rand.Rand
	none bool // every fourth round
}

func newPauses(seed uint64, round, by int) pauses {
	return pauses{rand.New(rand.NewPCG(seed, uint64(round)<<8|uint64(by))), round%4 == 3}
}

// one lets some time pass, or none: up to a microsecond mostly, now and then
// long enough for the others to fall asleep.
func (p pauses) one() {
	switch k := p.IntN(32); {
	case p.none:
	case k == 0:
		time.Sleep(time.Duration(1 + p.IntN(20_000)))
	case k < 6:
		runtime.Gosched()
	case k < 20:
		relax(p.IntN(2000))
	}
}

// within lets some time pass, or mostly none, within an operation.
func (p pauses) within() {
	switch k := p.IntN(64); {
	case p.none:
	case k == 0:
		runtime.Gosched()
	case k < 5:
		relax(p.IntN(2000))
	case k == 5 && p.IntN(16) == 0:
		time.Sleep(time.Nanosecond)
	}
}

// pausing gives every job pauses within its operations.
func pausing(jobs []job, seed uint64, round int) {
	for i := range jobs {
		jobs[i].pause = newPauses(seed, round, 16+i).within
	}
}

//go:noinline
func relax(turns int) {
	for range turns {
	}
}
