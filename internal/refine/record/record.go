// Package record notes what goroutines do to the shared memory of a channel or
// ring, each in a log of its own, while they really run. Packages atomic and
// order below it stand in for those of model/explore in instrumented source, and
// parker.go.txt for the file of channels/wait; package refine puts them there.
//
// Goroutines that have not joined are not recorded. Noting an access neither
// waits nor synchronises with other goroutines: it appends to the log. What the
// fences and stores do is what those of internal/order do.
package record

import (
	"slices"
	"sync"
	"time"
	"unsafe"

	"github.com/ringmpsc/ringmpsc-go/model/explore"
)

// Access is one access, or a fence, or how a wait ended.
type Access struct {
	Does  string         // load, store, update, read, write, light, heavy, choice
	At    unsafe.Pointer // the location; nil for what has none
	Name  string         // the location's, given later
	Read  uint64         // by a load, an update or a read
	Wrote uint64         // by a store, an update or a write; what a load or a read has read
	Site  *explore.Site  // nil for accesses to slots
	When  time.Duration  // since the program began; a store's is that of the next access that takes the time
}

// Log is what a goroutine did, in its order. Only that goroutine appends.
type Log struct {
	By    string // the goroutine's name
	All   []Access
	Pause func() // called after every access that was noted; nil for none
}

// joined are the logs by goroutine. It does not change while goroutines are
// recorded.
var joined struct {
	sync.Mutex
	goroutines []uintptr
	logs       []*Log
}

// Join gives the calling goroutine a log. No goroutine may be recorded yet.
func Join(by string) *Log {
	joined.Lock()
	defer joined.Unlock()
	l := &Log{By: by, All: make([]Access, 0, 1<<12)}
	g := self()
	if i := slices.Index(joined.goroutines, g); i >= 0 { // of one that has ended
		joined.logs[i] = l
		return l
	}
	joined.goroutines, joined.logs = append(joined.goroutines, g), append(joined.logs, l)
	return l
}

// mine returns the calling goroutine's log; nil if it has none.
func mine() *Log {
	g := self()
	for i, other := range joined.goroutines {
		if g == other {
			return joined.logs[i]
		}
	}
	return nil
}

var begin = time.Now()

// Note notes an access of the calling goroutine, which has happened.
func Note(does string, at unsafe.Pointer, site *explore.Site, read, wrote uint64) {
	l := mine()
	if l == nil {
		return
	}
	now := time.Since(begin)
	for i := len(l.All) - 1; i >= 0 && l.All[i].When == 0; i-- {
		l.All[i].When = now
	}
	l.add(Access{does, at, "", read, wrote, site, now})
}

// NoteStore is Note for a store, and for what comes between it and the next load.
// It does not take the time, so as to leave the store in its buffer.
func NoteStore(does string, at unsafe.Pointer, site *explore.Site, wrote uint64) {
	if l := mine(); l != nil {
		l.add(Access{does, at, "", 0, wrote, site, 0})
	}
}

func (l *Log) add(a Access) {
	l.All = append(l.All, a)
	if l.Pause != nil {
		l.Pause()
	}
}

// Context is the location that is 1 once a goroutine's context has ended.
var Context byte
