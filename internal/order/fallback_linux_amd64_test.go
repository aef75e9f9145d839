//go:build !race

package order

import "testing"

// Where the kernel has no membarrier, publishing is a full barrier and Heavy
// nothing.
func TestWithoutMembarrier(t *testing.T) {
	defer func(was bool) { asymmetric = was }(asymmetric)
	asymmetric = false
	TestStoreRelease(t)
	TestFencesOrder(t)
}
