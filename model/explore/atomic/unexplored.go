package atomic

import "github.com/ringmpsc/ringmpsc-go/model/explore"

// Unexplored stands in front of a statement that cannot be explored: it ends an
// exploration that comes to it.
func Unexplored(what string) {
	if explore.Running() != nil {
		panic("explore: " + what + " cannot be explored")
	}
}

// Cannot is Unexplored around the expression v.
func Cannot[T any](v T, what string) T {
	Unexplored(what)
	return v
}
