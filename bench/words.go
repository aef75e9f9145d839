package bench

import (
	"fmt"
	"unsafe"
)

// words returns the memory of vs as 64-bit words. T is a plain number or an array
// of such, and vs a whole number of words.
func words[T any](vs []T) []uint64 {
	var v T
	n := uintptr(len(vs)) * unsafe.Sizeof(v) / 8
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(vs))), n)
}

// write writes consecutive numbers to every word, and returns the one after the
// last. Four at a time, so that the loop is not what is measured.
func write(ws []uint64, next uint64) uint64 {
	for len(ws) >= 4 {
		ws[0], ws[1], ws[2], ws[3] = next, next+1, next+2, next+3
		next += 4
		ws = ws[4:]
	}
	return fill(ws, next)
}

// read checks that the words are consecutive numbers, and returns the one after
// the last.
func read(ws []uint64, next uint64) (uint64, error) {
	all, first := ws, next
	var wrong uint64
	for len(ws) >= 4 {
		wrong |= ws[0] ^ next | ws[1] ^ (next + 1) | ws[2] ^ (next + 2) | ws[3] ^ (next + 3)
		next += 4
		ws = ws[4:]
	}
	for _, w := range ws {
		wrong |= w ^ next
		next++
	}
	if wrong != 0 {
		n := run(all, first)
		return next, fmt.Errorf("bench: word %d is %d instead of %d", n, all[n], first+uint64(n))
	}
	return next, nil
}
