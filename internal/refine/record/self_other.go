//go:build !386 && !amd64 && !arm64

package record

import (
	"bytes"
	"runtime"
	"strconv"
)

// self returns the calling goroutine's number. This takes microseconds.
func self() uintptr {
	var text [40]byte // "goroutine 18 [running]:"
	number := bytes.Fields(text[:runtime.Stack(text[:], false)])[1]
	n, err := strconv.ParseUint(string(number), 10, 64)
	if err != nil {
		panic("record: " + err.Error())
	}
	return uintptr(n)
}
