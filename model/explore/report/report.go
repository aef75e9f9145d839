// Package report shows an execution that should not be: as text, with a column
// for each goroutine, and as a page to step through.
package report

// Failure is an execution that should not be, and what is wrong with it.
type Failure struct {
	Scenario   string
	Model      string
	Weaken     string // the position whose order was taken as weaker, if any
	Reason     string
	Goroutines []string
	Events     []Event // in an order in which they may have happened
	Memory     []Location
	Race       []int    // the numbers of the two events that race
	Verdict    []string // what is wrong, in lines
	Replay     string   // the command that shows it again
}

// Event is what one operation of a goroutine did. Events are numbered from 1;
// 0 stands for the initial value of a location.
type Event struct {
	Number    int
	Goroutine int
	Pos       string // "queue/queue.go:31"
	Code      string // the source line
	Call      string // the line of the scenario, if that is another
	Op        string // "tail.Store(1)", "read slots[0]"
	Order     string // of an atomic or a fence
	Location  int    // in Memory; -1: none
	Reads     bool
	Writes    bool
	Value     string   // what it read
	From      int      // the event that it read from
	Newest    int      // the event that wrote the newest value, if it read another
	Waits     bool     // it waits for another value, for ever
	Synced    bool     // it read what another goroutine wrote, and is synchronised with it
	Notes     []string // what was not synchronised, and what it is that the goroutine does not know
}

// Location is a memory location.
type Location struct {
	Name     string
	Messages []Message // in coherence order
}

// Message is a value that a location had.
type Message struct {
	Event int
	Value string
}
