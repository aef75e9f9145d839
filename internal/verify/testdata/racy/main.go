// Command racy stands in for ringcheck: it reports that everything passed, and
// has a data race if it is asked for the check test/racy.
package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	n := 0
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if os.Args[3] == "test/racy" {
				n++
			}
		})
	}
	both.Wait()
	report := fmt.Sprintf(`{"race_detector": true, "results": [{"verdict": "pass", "ran": "%d increments, %v"}]}`, n, os.Args[4:6])
	if err := os.WriteFile(os.Args[7], []byte(report), 0o666); err != nil {
		panic(err)
	}
}
