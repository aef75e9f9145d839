package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// meter shows how far a long step has got, on a line that it writes over. The
// zero meter shows nothing.
type meter struct {
	w io.Writer
}

// newMeter returns a meter on w if that is a terminal, and else one that shows
// nothing.
func newMeter(w io.Writer) meter {
	if !isTerminal(w) {
		return meter{}
	}
	return meter{w}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// meterWidth is how many characters a line takes; longer ones are cut.
const meterWidth = 72

// while runs step and meanwhile shows line, several times a second. The line is
// gone when while returns.
func (m meter) while(step func(), line func() string) {
	if m.w == nil {
		step()
		return
	}
	done := make(chan struct{})
	var shower sync.WaitGroup
	shower.Go(func() { m.show(done, line) })
	step()
	close(done)
	shower.Wait()
	fmt.Fprintf(m.w, "\r%*s\r", meterWidth, "")
}

func (m meter) show(done <-chan struct{}, line func() string) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			fmt.Fprintf(m.w, "\r%-*.*s", meterWidth, meterWidth, line())
		case <-done:
			return
		}
	}
}
