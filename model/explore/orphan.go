package explore

import (
	"io"
	"os"

	"github.com/ringmpsc/ringmpsc-go/internal/explorer"
)

// A process that explores for a test ends with the test's, however that ends:
// its standard input is a pipe from there, which nobody writes to.
func init() {
	if s, err := explorer.FromEnvironment(); err == nil && s.Out != "" {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin) // until the other end is closed
			os.Exit(1)
		}()
	}
}
