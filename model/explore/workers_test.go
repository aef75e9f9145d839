package explore_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	. "github.com/ringmpsc/ringmpsc-go/model/explore"
)

// workerEnv is set in a process that is a worker of TestWorkerProcesses. It asks
// for a part by a byte on descriptor 3, reads the part's number from standard
// input, and writes its result to descriptor 4.
const workerEnv = "EXPLORE_TEST_WORKER"

// shared is what the workers explore.
var shared = ringScenario(8, false, declared)

const sharedExecutions = 115_182

// TestWorkerProcesses: two processes explore a scenario between them, which
// takes half the time where there are two processors.
func TestWorkerProcesses(t *testing.T) {
	if os.Getenv(workerEnv) != "" {
		work(t)
		return
	}
	if testing.Short() || raceDetector {
		t.Skip("runs three processes for a second")
	}
	begin := time.Now()
	alone, cpuOne := run(t, 1)
	one := time.Since(begin)
	begin = time.Now()
	both, cpuTwo := run(t, 2)
	two := time.Since(begin)
	for _, results := range [][]Result{alone, both} {
		var sum uint64
		for _, r := range results {
			sum += r.Executions
			if !r.Exhaustive {
				t.Errorf("%v %v", r, r.Violation)
			}
		}
		if sum != sharedExecutions {
			t.Errorf("%v: %d executions, want %d", results, sum, sharedExecutions)
		}
	}
	t.Logf("one process %v, two %v: %.2f times as fast; processor time %v, %v; %v", one, two, one.Seconds()/two.Seconds(), cpuOne, cpuTwo, both)
}

// run starts worker processes, hands out the parts, and returns the results and
// the processor time that was used.
func run(t *testing.T, workers int) (results []Result, used time.Duration) {
	t.Helper()
	results = make([]Result, workers)
	var mu sync.Mutex // of next and used
	next := uint64(0)
	var group sync.WaitGroup
	for i := range results {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWorkerProcesses$")
		cmd.Env = append(os.Environ(), workerEnv+"=1")
		in, _ := cmd.StdinPipe()
		asks, asksWrite, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		result, resultWrite, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		cmd.ExtraFiles = []*os.File{asksWrite, resultWrite}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		asksWrite.Close()
		resultWrite.Close()
		group.Go(func() {
			for one := make([]byte, 1); ; {
				if _, err := io.ReadFull(asks, one); err != nil {
					break
				}
				mu.Lock()
				fmt.Fprintln(in, next)
				next++
				mu.Unlock()
			}
			if err := json.NewDecoder(result).Decode(&results[i]); err != nil {
				t.Error(err)
			}
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
			mu.Lock()
			used += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			mu.Unlock()
		})
	}
	group.Wait()
	return results, used
}

// work explores the parts that the parent hands out.
func work(t *testing.T) {
	asks, result := os.NewFile(3, "asks"), os.NewFile(4, "result")
	claim := func() (part uint64, ok bool) {
		asks.Write([]byte{0})
		_, err := fmt.Fscan(os.Stdin, &part)
		return part, err == nil
	}
	r := Explore(RC11, Bounds{Claim: claim}, shared, nil)
	asks.Close()
	if err := json.NewEncoder(result).Encode(r); err != nil {
		t.Fatal(err)
	}
}
