package fuzz

import (
	"fmt"
	"strings"

	"github.com/ringmpsc/ringmpsc-go/channels"
	"github.com/ringmpsc/ringmpsc-go/channels/wait"
)

const (
	headerSize = 4    // bytes that choose what is tested
	opSize     = 4    // bytes per operation
	maxOps     = 2000 // longer inputs are cut: they find nothing that shorter ones do not
)

// setup is what the header of an input chooses.
type setup struct {
	capacity int
	start    uint64
	boxed    bool // elements hold pointers
	options  channels.Options
}

// capacities are the interesting ones (T8); all but the powers of two are
// rounded up.
var capacities = [...]int{1, 2, 3, 4, 8, 5, 7, 13}

// strategies are all of the wait strategies. Nothing ever waits for long: an
// operation that would block is given a context that is done.
var strategies = [...]wait.Strategy{
	{}, wait.Park(), wait.Yield(), wait.BusySpin(), wait.Sleep(1), wait.ParkTimeout(1), wait.Phased(2, 1),
}

// decode splits an input into what is tested and the operations.
func decode(data []byte) (setup, []op) {
	var h [headerSize]byte
	data = data[copy(h[:], data):]
	s := setup{
		capacity: capacities[int(h[0])%len(capacities)],
		boxed:    h[2]&1 != 0,
	}
	switch d := uint64(h[1] / 3 % 16); h[1] % 3 { // T9: as a distance to the wrap
	case 1:
		s.start = 1<<32 - d
	case 2:
		s.start = -d
	}
	s.options = channels.Options{
		Wait:    strategies[int(h[3])%len(strategies)],
		Latency: h[2]&2 != 0,
		Start:   s.start,
	}
	ops := make([]op, 0, min(len(data)/opSize, maxOps))
	for ; len(data) >= opSize && len(ops) < maxOps; data = data[opSize:] {
		ops = append(ops, op{data[0], int(data[1]), int(data[2]), int(data[3])})
	}
	return s, ops
}

// String describes the setup for the first line of a failure.
func (s setup) String() string {
	element := "number"
	if s.boxed {
		element = "boxed"
	}
	return fmt.Sprintf("capacity=%d start=%#x element=%s latency=%v wait=%v",
		s.capacity, s.start, element, s.options.Latency, s.options.Wait)
}

// op is one encoded operation.
type op struct {
	code          byte
	size, how, by int // 0 to 255: how many, which variant, which producer
}

// amount returns a count that is interesting for a capacity (T4, T10).
func (o op) amount(capacity int) int {
	switch n := o.size; n % 8 {
	case 0:
		return 1
	case 1:
		return 2
	case 2:
		return capacity - 1
	case 3:
		return capacity
	case 4:
		return capacity + 1
	case 5:
		return 2*capacity + 1
	case 6:
		return 0
	default:
		return n/8%capacity + 1
	}
}

// part returns a count of which one in four is not allowed: below zero or
// above limit (T5, T7).
func (o op) part(limit int) int {
	switch n := o.size; n % 8 {
	case 0, 1:
		return limit
	case 2:
		return limit / 2
	case 3:
		return min(1, limit)
	case 4:
		return 0
	case 5:
		return limit + 1 + n/8
	case 6:
		return -1 - n/8
	default:
		return n / 8 % (limit + 1)
	}
}

// journal records operations in words and keeps the first failure.
type journal struct {
	verbose bool // record: a failing input is run a second time for its words
	lines   []string
	err     error
}

// logf records what was done.
func (j *journal) logf(format string, args ...any) {
	if j.verbose {
		j.lines = append(j.lines, fmt.Sprintf(format, args...))
	}
}

// failf records a disagreement; the first one counts.
func (j *journal) failf(format string, args ...any) {
	if j.err == nil {
		j.err = fmt.Errorf(format, args...)
	}
}

// check is failf unless ok.
func (j *journal) check(ok bool, format string, args ...any) {
	if !ok {
		j.failf(format, args...)
	}
}

// guard runs f and turns a panic that nobody expected into a failure.
func (j *journal) guard(f func()) {
	defer func() {
		if p := recover(); p != nil {
			j.failf("panic: %v", p)
		}
	}()
	f()
}

// mustPanic runs f, which breaks a contract.
func (j *journal) mustPanic(what string, f func()) {
	defer func() {
		p := recover()
		j.check(p != nil, "%s did not panic", what)
		j.logf("%s panics: %v", what, p)
	}()
	f()
}

// deliberate is what handlers and loop bodies panic with.
type deliberate struct{}

// survives runs f, whose callback may panic, and reports whether it did.
func survives(f func()) (panicked bool) {
	defer func() {
		if panicked {
			if p := recover(); p != (deliberate{}) {
				panic(p)
			}
		}
	}()
	panicked = true
	f()
	return false
}

// report returns the failure with the operations that led to it.
func (j *journal) report(target string, s setup) error {
	if j.err == nil {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "fuzz: %s %v\n", target, s)
	for i, line := range j.lines {
		fmt.Fprintf(&b, "%4d  %s\n", i+1, line)
	}
	return fmt.Errorf("%sdisagreement: %w", b.String(), j.err)
}

// run calls f, which runs a test and keeps its journal in j. If it failed, f is
// called again, to be put in words.
func run(target string, s setup, f func(j *journal)) error {
	var quick journal
	if f(&quick); quick.err == nil {
		return nil
	}
	words := journal{verbose: true}
	if f(&words); words.err == nil {
		words.err = fmt.Errorf("not reproduced by a second run: %w", quick.err)
	}
	return words.report(target, s)
}
