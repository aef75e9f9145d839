package refine

import "strings"

// whereMpsc names the locations of an mpsc channel as the machines do. Those of
// a ring are numbered: 1 is the ring that the channel is made with, 2 one that
// was made later.
func whereMpsc(name string) string {
	part := func(s string) bool { return strings.Contains(name, s) }
	ring := "1"
	if part(":made") || part("all[1]") {
		ring = "2"
	}
	switch {
	case part("recvBatches"):
		return "stats"
	case part("rung"):
		return "rung"
	case part(".next"):
		return "next"
	case part(".mu"):
		return "lock"
	case part("closed"):
		return "closed"
	}
	at := whereSpsc(name)
	if at == name { // a ring that was made later is named after what makes positions
		at = name[strings.LastIndexByte(name, '.')+1:]
	}
	switch at {
	case "tail", "head", "final", "bell", "space", "room":
		return at + ring
	}
	return at
}
