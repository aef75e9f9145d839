package tla

import "slices"

// Directories with the source of the channels' protocols.
const (
	bells = "channels/wait"
	lanes = "channels/internal/lane"
	mpsc  = "channels/mpsc"
)

var channelRefinements = slices.Concat(waitRefinements, closeRefinements, registerRefinements)

var waitRefinements = []refinement{
	{"WaitWake", "P4", "W1", "ring", `Store.*//mo:\w+ ring\.publish`, "with the light fence after it"},
	{"WaitWake", "P2", "P2", "ring", `Load\(\) //mo:\w+ ring\.free`, "full: look at head"},
	{"WaitWake", "DataW2", "W2", bells, `Load\(\) == 0 //mo:\w+ wait\.bell`, "by the producer, in TrySend and attend"},
	{"WaitWake", "DataW3", "W3", lanes, `if l\.bell\.Take\(\)`, "by the producer"},
	{"WaitWake", "DataWake", "W3", lanes, `l\.tell\(\)`, "a token for the consumer"},
	{"WaitWake", "P5", "P5", lanes, `if !l\.bell\.Closed\(\) \{`, "after a publish that found the bell set"},
	{"WaitWake", "P5w", "P5", lanes, `l\.shut \|\| l\.bell\.Closed\(\)`, "before the producer waits, and after"},
	{"WaitWake", "SpaceS1", "S1", lanes, `l\.space\.Ask\(\)`, "by the producer"},
	{"WaitWake", "SpaceS1f", "S1", lanes, `func \(l \*Lane\[T\]\) askForSpace`, "its heavy fence"},
	{"WaitWake", "SpaceS2", "S2", lanes, `l\.tx\.Free\(\) > 0`, "look at head"},
	{"WaitWake", "SpaceS2c", "S2", lanes, `l\.tx\.Free\(\) > 0`, "look for the close"},
	{"WaitWake", "SpaceBack", "S2", lanes, `^\tl\.space\.Take\(\)\n?$`, "take back"},
	{"WaitWake", "SpaceS3", "S3", bells, `case <-p\.token`, "the producer's token"},
	{"WaitWake", "SpaceS4", "", lanes, `l\.tx\.Free\(\) > 0`, "look at head after a sleep, or instead of one"},
	{"WaitWake", "SpaceTimeout", "S3", bells, `case <-expired`, "ParkTimeout"},
	{"WaitWake", "SpaceSpin", "", bells, `ready\(\) \{`, "look without asking"},
	{"WaitWake", "C4", "W1", "ring", `Store.*//mo:\w+ ring\.free`, "with the light fence after it"},
	{"WaitWake", "C2", "C2", "ring", `cachedTail = .*Load\(\) //mo:\w+ ring\.publish`, "with the light fence in Readable"},
	{"WaitWake", "C2c", "C2'", lanes, `//mo:light ring\.fence — between`, "look for the close, after this fence"},
	{"WaitWake", "SpaceW2", "W2", lanes, `!l\.space\.Quiet\(\)`, "by the consumer, in Take and handBack"},
	{"WaitWake", "SpaceW3", "W3", lanes, `l\.space\.Take\(\) \{`, "by the consumer"},
	{"WaitWake", "SpaceWake", "W3", lanes, `^\t\tl\.room\.Wake\(\)`, "a token for the producer"},
	{"WaitWake", "DataS1", "S1", lanes, `l\.bell\.Ask\(\)`, "by the consumer"},
	{"WaitWake", "DataS1f", "S1", lanes, `l\.Announce\(\)`, "the heavy fence follows"},
	{"WaitWake", "DataS2", "S2", lanes, `return l\.Readable\(\) != 0 \|\|`, "look at tail"},
	{"WaitWake", "DataS2c", "S2", lanes, `return l\.Readable\(\) != 0 \|\|`, "look for the close"},
	{"WaitWake", "DataS2d", "S2", lanes, `return l\.Readable\(\) != 0 \|\|`, "look for the close once more"},
	{"WaitWake", "DataBack", "S2", lanes, `Withdraw\(\) bool`, "take back"},
	{"WaitWake", "DataS3", "S3", bells, `case <-p\.token`, "the consumer's token"},
	{"WaitWake", "DataTimeout", "S3", bells, `case <-expired`, "ParkTimeout"},
	{"WaitWake", "DataCancel", "S3", bells, `case <-ctx\.Done\(\)`, "a context that ends"},
	{"WaitWake", "DataSpin", "", bells, `ready\(\) \{`, "look without asking"},
	{"WaitWake", "X1", "X1", lanes, `l\.bell\.Close\(\)`, "set closed"},
	{"WaitWake", "X2", "X2", "ring", `final\.Load\(\).*//mo:acquire ring\.seal`, "decided already?"},
	{"WaitWake", "X2f", "X2", "ring", `//mo:heavy ring\.fence — after the flag`, "heavy fence"},
	{"WaitWake", "X2t", "X2", "ring", `s\.tail\.Load\(\) +//mo:acquire ring\.publish`, "look at tail"},
	{"WaitWake", "X2s", "X2", "ring", `final\.CompareAndSwap`, "decide, and learn the decision"},
	{"WaitWake", "X3", "X3", lanes, `l\.space\.Take\(\) //`, "take the producer's request"},
	{"WaitWake", "X3w", "X3", lanes, `^\tl\.room\.Wake\(\)`, "a token for the producer"},
	{"WaitWake", "X3v", "X3", "channels/spsc", `ch\.parker\.Wake\(\)`, "a token for the consumer"},
	{"WaitWake", "LookEarly", "", "", "", "a defect: the bell is looked at before the publish"},
	{"WaitWake", "PDone", "", "", "", "the producer ends"},
	{"WaitWake", "CDone", "", "", "", "the consumer ends"},
	{"WaitWake", "Flush", "", "", "", "memory (TSO)"},
	{"WaitWake", "Done", "", "", "", "all have ended"},
}

var closeRefinements = []refinement{
	{"CloseDrain", "P4", "P4", "ring", `Store.*//mo:\w+ ring\.publish`, "with the light fence after it"},
	{"CloseDrain", "P5", "P5", lanes, `if !l\.bell\.Closed\(\) \{`, "and what Refused says then"},
	{"CloseDrain", "C2", "C2", "ring", `cachedTail = .*Load\(\) //mo:\w+ ring\.publish`, "with the light fence in Readable"},
	{"CloseDrain", "C2c", "C2'", lanes, `//mo:light ring\.fence — between`, "look for the close, after this fence"},
	{"CloseDrain", "C4", "C4", "ring", `Store.*//mo:\w+ ring\.free`, "receive a message"},
	{"CloseDrain", "X1", "X1", lanes, `l\.bell\.Close\(\)`, "set closed"},
	{"CloseDrain", "X2", "X2", "ring", `final\.Load\(\).*//mo:acquire ring\.seal`, "decided already?"},
	{"CloseDrain", "X2f", "X2", "ring", `//mo:heavy ring\.fence — after the flag`, "heavy fence"},
	{"CloseDrain", "X2t", "X2", "ring", `tail := s\.tail\.Load\(\)`, "look at tail"},
	{"CloseDrain", "X2s", "X2", "ring", `final\.CompareAndSwap`, "decide, and learn the decision"},
	{"CloseDrain", "CSkip", "", mpsc, `sealed: it stays empty`, "a drained ring is not looked at any more"},
	{"CloseDrain", "CEnd", "", mpsc, `func \(c \*Consumer\[T\]\) ended\(\)`, "closed, and everything received"},
	{"CloseDrain", "PDone", "", "", "", "a producer ends"},
	{"CloseDrain", "Flush", "", "", "", "memory (TSO)"},
	{"CloseDrain", "Done", "", "", "", "all have ended"},
}

var registerRefinements = []refinement{
	{"Register", "Enter", "", mpsc, `m := ch\.free\[last\]`, "under the lock"},
	{"Register", "P4", "M1", "ring", `Store.*//mo:\w+ ring\.publish`, "with the light fence after it"},
	{"Register", "M2", "M2", bells, `Load\(\) == 0 //mo:\w+ wait\.bell`, "look at the bell"},
	{"Register", "M2t", "M2", lanes, `if l\.bell\.Take\(\)`, "take the request"},
	{"Register", "M3", "M3", mpsc, `first := ch\.rung\.Load\(\)`, "the first of the rung rings"},
	{"Register", "M3s", "M3", mpsc, `ch\.rung\.CompareAndSwap\(first, m\)`, "push"},
	{"Register", "M4", "M4", mpsc, `ch\.parker\.Wake\(\)`, "a token"},
	{"Register", "Retire", "", lanes, `l\.bell\.Retire\(\)`, "and whether the ring is drained"},
	{"Register", "Leave", "", mpsc, `func \(ch \*Channel\[T\]\) leave`, "under the lock, with Renew"},
	{"Register", "D0", "D0", mpsc, `rung\.CompareAndSwap\(nil, nil\)`, "settle"},
	{"Register", "A1", "A1", mpsc, `rung\.Load\(\) == nil`, "look at the list"},
	{"Register", "A1s", "A1", mpsc, `rung\.Swap\(nil\)`, "take all of it"},
	{"Register", "C2", "C2", "ring", `cachedTail = .*Load\(\) //mo:\w+ ring\.publish`, "with the light fence in Readable"},
	{"Register", "C4", "C4", "ring", `Store.*//mo:\w+ ring\.free`, "receive a message"},
	{"Register", "C3", "", mpsc, `case m\.Retired\(\)`, "has its producer left?"},
	{"Register", "C3l", "", lanes, `l\.bell\.Retired\(\) && l\.Readable\(\) == 0`, "the last look at tail"},
	{"Register", "C3r", "", mpsc, `c\.ch\.recycle\(m\)`, "under the lock, with Renew"},
	{"Register", "D1", "D1", mpsc, `m\.Announce\(\)`, "ask"},
	{"Register", "D1f", "D1", mpsc, `//mo:heavy ring\.fence — D1`, "heavy fence"},
	{"Register", "D2", "D2", mpsc, `m\.Seen\(\)`, "look at tail"},
	{"Register", "D2c", "D2", mpsc, `m\.Seen\(\)`, "look at the bell"},
	{"Register", "D2t", "D2", mpsc, `m\.Withdraw\(\)`, "take back, or forget (D3)"},
	{"Register", "S3", "S3", bells, `case <-p\.token`, "sleep"},
	{"Register", "D2n", "", "", "", "a defect: no second look"},
	{"Register", "Flush", "", "", "", "memory (TSO)"},
	{"Register", "Done", "", "", "", "all is received, all are at rest"},
}
