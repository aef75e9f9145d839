package explore

// mistake is a part of the reductions that is left out, for comparison.
type mistake uint8

const (
	noMistake    mistake = iota
	withoutTwins         // events do not depend on their twins
	withoutOlder         // what is older is never read, whatever it depends on
	neverWoken           // no write revisits what is read again and again
	takenForDone         // who looks for ever is taken for done
	notRepeated          // no repetition is an event
)
