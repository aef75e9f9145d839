package channeltest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Order is what a queue promises about the order of values.
type Order int

// The orders. PerProducer is what package mpsc promises.
const (
	FIFO        Order = iota // the order in which they were sent
	PerProducer              // each producer's in the order it sent them; Capacity is per producer, too
)

// Options say what a queue allows and promises. The zero value is a FIFO queue
// for one producer and one consumer.
type Options struct {
	Producers int // goroutines that may send at a time, 1 if 0
	Consumers int // goroutines that may receive at a time, 1 if 0
	Order     Order
	Capacity  int           // exactly; if 0 it is found out, and a queue that takes 65,536 values counts as unbounded
	ErrClosed error         // what a closed queue's errors are, by errors.Is; any but a context's if nil
	Seed      uint64        // if 0, CHANNELTEST_SEED from the environment, or else a random one
	Timeout   time.Duration // for each property until it counts as hung, 30 seconds if 0
	Only      []string      // names of the properties to check, all that apply if empty

	_ struct{}
}

// Failure is a property that a queue does not have.
type Failure struct {
	Property string
	Seed     uint64
	Err      error
}

// Error returns the property, the seed, and what was seen.
func (f *Failure) Error() string {
	return fmt.Sprintf("channeltest: %s (seed %d): %v", f.Property, f.Seed, f.Err)
}

// Unwrap returns f.Err.
func (f *Failure) Unwrap() error { return f.Err }

// ErrHung is the error of a property that did not end in time.
var ErrHung = errors.New("not done in time")

// Run checks the queues that newQueue makes, each property with queues of its
// own. Properties that need what the queue does not offer are not run; the log
// names them.
func Run(t *testing.T, newQueue func() Queue[int], o Options) {
	t.Helper()
	pkg := callerPackage()
	s := newSuite(newQueue, o)
	apply, without := s.applicable()
	for _, p := range apply {
		t.Run(p.name, func(t *testing.T) {
			if f := s.check(p); f != nil {
				t.Errorf("%v\nreplay: CHANNELTEST_SEED=%d go test -run '%s' %s", f, s.Seed, pattern(t.Name()), pkg)
			}
		})
	}
	if len(without) > 0 {
		t.Logf("not offered by the queue, and not checked: %s", strings.Join(without, ", "))
	}
}

// Check is [Run] without a test: it returns the properties that do not hold.
func Check(newQueue func() Queue[int], o Options) (failures []*Failure) {
	s := newSuite(newQueue, o)
	apply, _ := s.applicable()
	for _, p := range apply {
		if f := s.check(p); f != nil {
			failures = append(failures, f)
		}
	}
	return failures
}

// callerPackage returns the import path of Run's caller.
func callerPackage() string {
	pc, _, _, _ := runtime.Caller(2)
	name := runtime.FuncForPC(pc).Name()
	dir := strings.LastIndexByte(name, '/') + 1
	pkg, _, _ := strings.Cut(name[dir:], ".")
	return name[:dir] + strings.TrimSuffix(pkg, "_test")
}

// pattern returns the argument of go test -run for exactly one test.
func pattern(name string) string {
	parts := strings.Split(name, "/")
	for i, p := range parts {
		parts[i] = "^" + regexp.QuoteMeta(p) + "$"
	}
	return strings.Join(parts, "/")
}

// suite is one run of the suite.
type suite struct {
	Options
	make func() Queue[int]
}

func newSuite(newQueue func() Queue[int], o Options) *suite {
	o.Producers = max(1, o.Producers)
	o.Consumers = max(1, o.Consumers)
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Seed == 0 {
		o.Seed, _ = strconv.ParseUint(os.Getenv("CHANNELTEST_SEED"), 10, 64)
	}
	if o.Seed == 0 {
		o.Seed = rand.Uint64() | 1
	}
	return &suite{Options: o, make: newQueue}
}

// property is one thing that a queue must do.
type property struct {
	name  string
	needs func(Queue[int], *suite) bool // nil if every queue must
	check func(*run) error
}

// applicable returns the properties that apply to the queue, and the names of the
// others.
func (s *suite) applicable() (apply []property, without []string) {
	q := s.make()
	for _, p := range properties() {
		if len(s.Only) > 0 && !slices.Contains(s.Only, p.name) {
			continue
		}
		if p.needs == nil || p.needs(q, s) {
			apply = append(apply, p)
		} else {
			without = append(without, p.name)
		}
	}
	if c, ok := q.(Closer); ok {
		c.Close()
	}
	return apply, without
}

// run is one property being checked.
type run struct {
	*suite
	rng *rand.Rand
}

// check checks p, in a goroutine that is given up if it takes too long.
func (s *suite) check(p property) *Failure {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- fmt.Errorf("panic: %v\n%s", v, debug.Stack())
			}
		}()
		done <- p.check(&run{suite: s, rng: s.rand(0)})
	}()
	timer := time.NewTimer(s.Timeout)
	defer timer.Stop()
	select {
	case err := <-done:
		if err == nil {
			return nil
		}
		return &Failure{p.name, s.Seed, err}
	case <-timer.C:
		return &Failure{p.name, s.Seed, fmt.Errorf("%w, %v:\n%s", ErrHung, s.Timeout, stacks())}
	}
}

// rand returns the random numbers of one goroutine.
func (s *suite) rand(stream int) *rand.Rand { return rand.New(rand.NewPCG(s.Seed, uint64(stream))) }

func stacks() []byte {
	buf := make([]byte, 1<<20)
	return buf[:runtime.Stack(buf, true)]
}

// properties returns all properties, each with the defects that it is there to
// find.
func properties() []property {
	return []property{
		{"HoldsExactlyCapacity", nil, holdsCapacity},                    // T8, T19
		{"EmptyPollsDoNotHideValues", nil, emptyPolls},                  // T2
		{"AgreesWithSliceModel", nil, agreesWithModel},                  // T1
		{"BatchesOfAnySize", has[BatchSender[int]], anyBatch},           // T4, T10
		{"ReservationEnds", has[Reserver[int]], reservationEnds},        // T5
		{"HandlerPanicLeavesUnhandled", has[InPlace[int]], panicLeaves}, // T6, T10
		{"IteratorsEnd", iterates, iteratorsEnd},                        // T1, T16
		{"CloseStopsAcceptance", has[Closer], closeStops},               // T3
		{"CloseKeepsWhatWasAccepted", has[Closer], closeKeeps},          // T16, T17
		{"CloseRacesCommit", closesReserved, closeRacesCommit},          // T3, T17
		{"RightError", blocks, rightError},                              // T14
		{"CloseWakes", closesBlocked, closeWakes},                       // T16
		{"CancelWakes", blocks, cancelWakes},                            // T14
		{"SendWakesReceiver", blocks, pingPong},                         // T16
		{"ReadyLosesNoEdge", has[Readier], readyLosesNoEdge},            // T16
		{"ExactlyOnceInOrder", nil, exactlyOnce},                        // T1, T19 between goroutines
		{"CloseIsExact", has[Closer], closeIsExact},                     // T16, T17
		{"LenStaysInBounds", has[Observer], lenInBounds},                // T31
		{"ProducersComeAndGo", has[Registrar[int]], producersComeAndGo}, // T3, T10, T13
	}
}

// has reports whether q implements I.
func has[I any](q Queue[int], _ *suite) bool {
	_, ok := q.(I)
	return ok
}

func blocks(q Queue[int], s *suite) bool {
	return has[BlockingReceiver[int]](q, s) && has[BlockingSender[int]](q, s)
}

func closesBlocked(q Queue[int], s *suite) bool {
	return has[Closer](q, s) && (has[BlockingReceiver[int]](q, s) || has[BlockingSender[int]](q, s))
}

func closesReserved(q Queue[int], s *suite) bool {
	return has[Closer](q, s) && has[Reserver[int]](q, s)
}

func iterates(q Queue[int], s *suite) bool { return has[Closer](q, s) && has[Ranger[int]](q, s) }
