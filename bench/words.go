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
// last. Eight at a time, so that the loop is not what is measured.
func write(ws []uint64, next uint64) uint64 {
	for len(ws) >= 8 {
		w := (*[8]uint64)(ws)
		w[0], w[1], w[2], w[3] = next, next+1, next+2, next+3
		w[4], w[5], w[6], w[7] = next+4, next+5, next+6, next+7
		next += 8
		ws = ws[8:]
	}
	for i := range ws {
		ws[i] = next
		next++
	}
	return next
}

// read checks that the words are consecutive numbers, and returns the one after
// the last.
func read(ws []uint64, next uint64) (uint64, error) {
	if !consecutive(ws, next) {
		return next, wrongWord(ws, next)
	}
	return next + uint64(len(ws)), nil
}

// wrongWord returns the error for words that did not count up from next when they
// were first read.
func wrongWord(ws []uint64, next uint64) error {
	n := run(ws, next)
	if n == len(ws) {
		return fmt.Errorf("bench: a word after %d changed while it was read", int64(next)-1)
	}
	return fmt.Errorf("bench: word %d is %d instead of %d", n, ws[n], next+uint64(n))
}

// consecutive reports whether the words count up from next. It looks at all of
// them, eight at a time.
func consecutive(ws []uint64, next uint64) bool {
	var wrong uint64
	for len(ws) >= 8 {
		w := (*[8]uint64)(ws)
		a := (w[0] ^ next) | (w[1] ^ (next + 1)) | (w[2] ^ (next + 2)) | (w[3] ^ (next + 3))
		b := (w[4] ^ (next + 4)) | (w[5] ^ (next + 5)) | (w[6] ^ (next + 6)) | (w[7] ^ (next + 7))
		wrong |= a | b
		next += 8
		ws = ws[8:]
	}
	for _, w := range ws {
		wrong |= w ^ next
		next++
	}
	return wrong == 0
}
