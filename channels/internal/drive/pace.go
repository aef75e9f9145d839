package drive

// look comes before a batch is received, and reports whether it takes a look to
// do so. The receiver has waited for messages, or pauses now if it has been
// finding few.
func look[T any](s Source[T], waited bool) bool {
	if waited {
		return true
	}
	if s.Cached() > 0 {
		return false
	}
	s.Pace().Pause()
	return true
}

// found notes how many messages a look found.
func found[T any](s Source[T], looked bool, n int, waited bool) {
	if looked {
		s.Pace().Found(n, waited)
	}
}
