package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// meter shows how far a run is and how long it will take: on a terminal all the
// time in one line, and else with a line for each round.
type meter struct {
	w        io.Writer
	terminal bool
	start    time.Time
}

// newMeter returns a meter on w.
func newMeter(w io.Writer) *meter {
	m := &meter{w: w, start: time.Now()}
	if f, ok := w.(*os.File); ok {
		info, err := f.Stat()
		m.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return m
}

const meterWidth = 60

// show shows that some rounds, and of the next one some of its cases, are done.
func (m *meter) show(done, rounds, i, cases int) {
	if m.terminal {
		text := fmt.Sprintf("round %d of %d, %d of %d, %s", done+1, rounds, i+1, cases,
			m.left(float64(done)+float64(i)/float64(cases), float64(rounds)))
		fmt.Fprintf(m.w, "\r%-*.*s", meterWidth, meterWidth, text)
	}
}

// round shows that a round is complete.
func (m *meter) round(done, rounds int) {
	if !m.terminal {
		fmt.Fprintf(m.w, "round %d of %d, %s\n", done, rounds, m.left(float64(done), float64(rounds)))
	}
}

// left says how long the rest will take if it goes on like this.
func (m *meter) left(done, rounds float64) string {
	if done == 0 {
		return "time left unknown"
	}
	left := time.Duration(float64(time.Since(m.start)) * (rounds - done) / done)
	return left.Round(time.Second).String() + " left"
}

func (m *meter) clear() {
	if m.terminal {
		fmt.Fprintf(m.w, "\r%*s\r", meterWidth, "")
	}
}
