package bench

import "math/bits"

// powerOfTwo returns the power of two at or above n.
func powerOfTwo(n int) int { return 1 << bits.Len(uint(n-1)) }
