package bench

import "slices"

// Absent is what is missing among the results, and why.
type Absent struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// proxyRefused is what the Go module proxy answered on 2026-11-21.
const proxyRefused = "the module proxy answers 403: this module version is not available"

// Rivals that could not be had. testdata/rivals/measure measures them.
var refused = []Absent{
	{"rival github.com/smarty/go-disruptor", proxyRefused},
	{"rival github.com/cyub/ringbuffer", proxyRefused},
	{"rival code.hybscloud.com/lfq", proxyRefused},
	{"rival github.com/hedzr/go-ringbuf/v2", proxyRefused},
	{"rival github.com/bruceshao/lockfree", proxyRefused},
}

// Types of this module that do not exist yet.
var absent = []Absent{
	{"pool: messages of 8 B to 4 KiB with a pool", "no pool yet"},
	{"mpmc: 1..4 x 1..4", "no mpmc yet"},
	{"spillway and tango", "no spillway and no tango yet"},
	{"shared ring: between two processes", "no shared ring yet"},
}

// AbsentContenders returns what has no results at all. Where a single
// measurement is missing, the [Case] says so.
func AbsentContenders() []Absent {
	all := absent
	if len(fetched) == 0 {
		all = slices.Concat(refused, absent)
	}
	if len(lscqContenders) == 0 {
		all = append(all[:len(all):len(all)], Absent{"rival github.com/bytedance/gopkg/collection/lscq", "it exists for amd64 and arm64 only"})
	}
	return all
}
