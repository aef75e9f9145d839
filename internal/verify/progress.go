package verify

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Console tells a person how a run proceeds: on a terminal one line that is
// written over, elsewhere one line per finished check.
type Console struct {
	w        io.Writer
	terminal bool

	mu    sync.Mutex
	head  string // of the check under way
	begin time.Time
	last  time.Time // when the line was last written
}

// NewConsole returns a Watcher that writes to f.
func NewConsole(f *os.File) *Console {
	info, err := f.Stat()
	return &Console{w: f, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// Begin implements [Watcher].
func (c *Console) Begin(i, n int, check *Check) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.head = fmt.Sprintf("[%d/%d] %s", i+1, n, check.Name())
	c.begin, c.last = time.Now(), time.Time{}
	c.line("…")
}

// Progress implements [Watcher].
func (c *Console) Progress(done, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	spent := time.Since(c.begin)
	left := ""
	if done > 0 && spent > time.Second {
		left = fmt.Sprintf(", %v left", (spent * time.Duration(total-done) / time.Duration(done)).Round(time.Second))
	}
	c.line(fmt.Sprintf("%d of %d%s", done, total, left))
}

// line shows the state of the check under way, at most ten times a second.
func (c *Console) line(state string) {
	if c.terminal && time.Since(c.last) > 100*time.Millisecond {
		c.last = time.Now()
		fmt.Fprintf(c.w, "\r\033[K%s: %s", c.head, state)
	}
}

// End implements [Watcher].
func (c *Console) End(r *Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.terminal {
		fmt.Fprint(c.w, "\r\033[K")
	}
	fmt.Fprintf(c.w, "%s: %s in %v\n", c.head, r.Verdict, r.Elapsed.Round(time.Millisecond))
}
