package bench

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Machine is what figures depend on besides the code.
type Machine struct {
	CPU        string `json:"cpu"` // model
	Cores      int    `json:"cores"`
	GOMAXPROCS int    `json:"gomaxprocs"`
	Go         string `json:"go"`
	Platform   string `json:"platform"`
	Load       string `json:"load"`               // averages over 1, 5 and 15 minutes; "" where unknown
	Governor   string `json:"governor,omitempty"` // of the first core's frequency; "" where unknown
}

// ThisMachine returns the facts about the machine it runs on.
func ThisMachine() Machine {
	return Machine{
		CPU:        cpuModel(),
		Cores:      runtime.NumCPU(),
		GOMAXPROCS: runtime.GOMAXPROCS(0),
		Go:         runtime.Version(),
		Platform:   runtime.GOOS + "/" + runtime.GOARCH,
		Load:       Load(),
		Governor:   governor(),
	}
}

// String returns the facts in two lines.
func (m Machine) String() string {
	return fmt.Sprintf("%s, %d cores, governor %s\n%s %s, GOMAXPROCS %d, load average %s",
		m.CPU, m.Cores, cmp.Or(m.Governor, "unknown"), m.Go, m.Platform, m.GOMAXPROCS, cmp.Or(m.Load, "unknown"))
}

// governor returns what sets the first core's frequency, or "" where that is
// not known: virtual machines seldom tell.
func governor() string {
	text, _ := os.ReadFile("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
	return strings.TrimSpace(string(text))
}

// Load returns the system's load averages over 1, 5 and 15 minutes, or "" where
// they are not known.
func Load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(text))
	return strings.Join(fields[:min(3, len(fields))], " ")
}

// cpuModel returns the processor's name as far as the system tells it.
func cpuModel() string {
	switch runtime.GOOS {
	case "linux":
		if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
			return modelName(string(text))
		}
	case "darwin":
		if out, err := exec.Command("sysctl", "-n", "machdep.cpu.brand_string").Output(); err == nil {
			return strings.TrimSpace(string(out))
		}
	case "windows":
		if s := os.Getenv("PROCESSOR_IDENTIFIER"); s != "" {
			return s
		}
	}
	return unknownCPU
}

const unknownCPU = "unknown CPU"

// modelName returns the first "model name" of a /proc/cpuinfo.
func modelName(cpuinfo string) string {
	for line := range strings.Lines(cpuinfo) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return unknownCPU
}

// handoverLap is how often a line is handed to and fro for one measurement.
const handoverLap = 50

// turns is a cache line that two threads write in turn.
type turns struct {
	_ [128]byte
	n atomic.Int64 // even: the caller's turn; odd: the other's; negative: over
	_ [128]byte
}

// Handover measures, for about d, how long it takes until a core sees what
// another has written: half of the time in which two threads write in turn to
// the same cache line. Some 30 ns is near, some 150 ns far. Lines differ, as
// [places] says: it returns the median of as many lines, of each the least of
// many short laps, in nanoseconds, and false if there are no two processors.
func Handover(d time.Duration) (float64, bool) {
	if runtime.GOMAXPROCS(0) < 2 || runtime.NumCPU() < 2 {
		return 0, false
	}
	lines := make([]turns, places)
	var all []float64
	for i, end := 0, time.Now().Add(8*d); i < places && time.Now().Before(end); i++ { // less if both threads share a core
		all = append(all, lines[i].measure(d/places))
	}
	return Median(all), true
}

// measure returns how long the line takes from one core to the other.
func (t *turns) measure(d time.Duration) float64 {
	var other sync.WaitGroup
	other.Go(func() {
		runtime.LockOSThread()
		for n := int64(0); n >= 0; n = t.n.Load() {
			if n%2 == 1 {
				t.n.Store(n + 1)
			}
		}
	})
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	best := time.Duration(math.MaxInt64)
	for n, end := int64(0), time.Now().Add(d); n == 0 || time.Now().Before(end); {
		start := time.Now()
		for range handoverLap {
			t.n.Store(n + 1)
			for n += 2; t.n.Load() != n; {
			}
		}
		best = min(best, time.Since(start))
	}
	t.n.Store(-1)
	other.Wait()
	return float64(best.Nanoseconds()) / (2 * handoverLap)
}

// Median returns the middle of xs, or of the two in the middle the mean; 0 if
// there are none.
func Median(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	xs = slices.Sorted(slices.Values(xs))
	return (xs[(len(xs)-1)/2] + xs[len(xs)/2]) / 2
}
